package org.shanmen.gate.device.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.protocol.wire.Direction;

/** No release is longer than its board bears, whatever the lane asks and whenever. */
class ArmContactsPropertyTest {
  private sealed interface Deed {
    record Wait(int millis) implements Deed {}

    record Ask(ArmPosition position, boolean everybody) implements Deed {}

    record Next(Direction direction) implements Deed {}

    record BeamChange(Beam beam, boolean blocked) implements Deed {}

    record Count(Direction direction) implements Deed {}

    record BoardBack() implements Deed {}
  }

  private static final Set<OutputPin> RELEASES =
      EnumSet.of(OutputPin.RELEASE_IN, OutputPin.RELEASE_OUT);
  private static final Set<OutputPin> FREE = EnumSet.of(OutputPin.FREE_IN, OutputPin.FREE_OUT);

  @Property(tries = 1000)
  void noReleaseIsActiveLongerThanItsBoardBears(
      @ForAll("boards") ArmSettings board,
      @ForAll Set<OutputPin> wired,
      @ForAll("deeds") List<Deed> deeds) {
    var run = new Run(board, wired);
    deeds.forEach(run::does);
    run.waits(60_000);
  }

  @Property(tries = 1000)
  void aLockedLaneHasNoReleaseAndAFreeInputIsHeldOnlyWhileTheWayIsFree(
      @ForAll("boards") ArmSettings board,
      @ForAll Set<OutputPin> wired,
      @ForAll("deeds") List<Deed> deeds) {
    var run = new Run(board, wired);
    for (Deed deed : deeds) {
      run.does(deed);
      var active = run.arm.active();
      if (run.asked == ArmPosition.LOCKED) {
        assertThat(active).noneMatch(OutputPin::opens);
      }
      if (run.asked == ArmPosition.DROPPED) {
        assertThat(active).doesNotContainAnyElementsOf(RELEASES);
      } else if (run.asked != ArmPosition.RELEASED_BOTH && !board.exitIsFree()) {
        assertThat(active).doesNotContainAnyElementsOf(FREE);
      }
      assertThat(active.contains(OutputPin.DROP))
          .isEqualTo(run.asked == ArmPosition.DROPPED && wired.contains(OutputPin.DROP));
    }
  }

  @Provide
  Arbitrary<ArmSettings> boards() {
    return Arbitraries.of(BoardProfile.values())
        .filter(BoardProfile::isPulsed)
        .flatMap(
            profile ->
                Combinators.combine(
                        Arbitraries.integers()
                            .between(profile.shortestPulseMillis(), profile.longestPulseMillis()),
                        Arbitraries.integers().between(1_000, 10_000),
                        Arbitraries.of(true, false))
                    .as((pulse, hold, exit) -> new ArmSettings(profile, pulse, hold, exit)));
  }

  @Provide
  Arbitrary<List<Deed>> deeds() {
    var directions = Arbitraries.of(Direction.IN, Direction.OUT);
    Arbitrary<Deed> beam =
        Combinators.combine(Arbitraries.of(Beam.class), Arbitraries.of(true, false))
            .as(Deed.BeamChange::new);
    return Arbitraries.oneOf(
            Arbitraries.of(1, 20, 140, 200, 600, 1_100, 5_300).map(Deed.Wait::new),
            Combinators.combine(Arbitraries.of(ArmPosition.class), Arbitraries.of(true, false))
                .as(Deed.Ask::new),
            directions.map(Deed.Next::new),
            directions.map(Deed.Count::new),
            beam,
            Arbitraries.just(new Deed.BoardBack()))
        .list()
        .ofMaxSize(40);
  }

  /** One board; every millisecond is looked at. */
  private static final class Run {
    private final ArmSettings board;
    private final Map<OutputPin, Long> since = new EnumMap<>(OutputPin.class);
    final ArmContacts arm;
    ArmPosition asked = ArmPosition.LOCKED;
    long nowMillis;

    Run(ArmSettings board, Set<OutputPin> wired) {
      this.board = board;
      arm = new ArmContacts(board, wired, asked, now());
    }

    void does(Deed deed) {
      if (deed instanceof Deed.Wait wait) {
        waits(wait.millis());
      } else if (deed instanceof Deed.Ask ask) {
        asked = ask.position();
        arm.ask(asked, ask.everybody() ? asked : ArmPosition.LOCKED, now());
      } else if (deed instanceof Deed.Next next) {
        arm.next(next.direction(), now());
      } else if (deed instanceof Deed.BeamChange beam) {
        arm.beam(beam.beam(), beam.blocked(), now());
      } else if (deed instanceof Deed.Count count) {
        arm.counted(count.direction(), now());
      } else {
        arm.lost();
        arm.opened(now());
      }
      look();
    }

    /** Comes back exactly when the contacts ask for it. */
    void waits(long millis) {
      long until = nowMillis + millis;
      while (true) {
        var due = arm.dueNanos(now());
        if (due.isEmpty() || due.getAsLong() > TimeUnit.MILLISECONDS.toNanos(until)) {
          break;
        }
        nowMillis = Math.max(nowMillis, TimeUnit.NANOSECONDS.toMillis(due.getAsLong()));
        arm.advance(now());
        look();
      }
      nowMillis = until;
      look();
    }

    private void look() {
      for (OutputPin pin : RELEASES) {
        if (!arm.active().contains(pin)) {
          since.remove(pin);
        } else {
          long began = since.computeIfAbsent(pin, p -> nowMillis);
          assertThat(nowMillis - began)
              .as("%s of %s", pin, board)
              .isLessThan(board.pulseMillis() + 1L)
              .isLessThanOrEqualTo(board.profile().longestPulseMillis());
        }
      }
    }

    private long now() {
      return TimeUnit.MILLISECONDS.toNanos(nowMillis);
    }
  }
}
