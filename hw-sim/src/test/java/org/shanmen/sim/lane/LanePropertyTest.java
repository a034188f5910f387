package org.shanmen.sim.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.shanmen.sim.lane.Walk.Manner;

/** Whatever happens to a lane, what the observer counts is what the walkers and the beams say. */
class LanePropertyTest {
  private sealed interface Deed {
    record Wait(int millis) implements Deed {}

    record Set(Output wire, boolean high) implements Deed {}

    record Fire(boolean on) implements Deed {}

    record Power(boolean on) implements Deed {}

    record Send(Walk walk) implements Deed {}

    record Die() implements Deed {}
  }

  /** Longer than any walk of {@link #deeds} with everybody's patience. */
  private static final long FOR_EVER = 100_000_000;

  @Property(tries = 500)
  void everyWalkEndsAndEveryPersonIsCountedOnce(@ForAll("deeds") List<Deed> deeds) {
    var run = new Run();
    deeds.forEach(run::does);
    run.waits(FOR_EVER);

    assertThat(run.sent).isEmpty();
    assertThat(run.lane.peopleWaiting()).isZero();
    assertThat(run.lane.sensed().passed()).isEqualTo(run.passed);
    assertThat(run.lane.sensed().outerBreaks()).isEqualTo(run.passed + run.turnedBack);
    assertThat(run.lane.sensed().innerBreaks()).isEqualTo(run.passed + run.turnedBack);
    assertThat(run.lane.nextDueMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Property(tries = 500)
  void theBeamsAloneTellWhoPassed(@ForAll("deeds") List<Deed> deeds) {
    var run = new Run();
    deeds.forEach(run::does);
    run.waits(FOR_EVER);

    assertThat(run.beams.illegal).isEmpty();
    assertThat(run.beams.in).isEqualTo(run.lane.sensed().passedIn());
    assertThat(run.beams.out).isEqualTo(run.lane.sensed().passedOut());
  }

  @Property(tries = 500)
  void theArmIsDownInAFireAndWithoutPower(@ForAll("deeds") List<Deed> deeds) {
    var run = new Run();
    for (Deed deed : deeds) {
      run.does(deed);
      if (run.lane.burning() || !run.lane.powered()) {
        assertThat(run.lane.arm()).isEqualTo(ArmPosition.DROPPED);
      }
    }
  }

  @Provide
  Arbitrary<List<Deed>> deeds() {
    var flag = Arbitraries.of(true, false);
    Arbitrary<Deed> wait = Arbitraries.integers().between(0, 3000).map(Deed.Wait::new);
    Arbitrary<Deed> set = Combinators.combine(Arbitraries.of(Output.class), flag).as(Deed.Set::new);
    Arbitrary<Deed> send =
        Combinators.combine(
                Arbitraries.of(Direction.class),
                Arbitraries.integers().between(1, 4),
                Arbitraries.of(Manner.class),
                Arbitraries.of(0, 0, 700))
            .as((direction, people, manner, linger) -> new Walk(direction, people, manner, linger))
            .map(Deed.Send::new);
    Arbitrary<Deed> rare =
        Arbitraries.oneOf(
            flag.map(Deed.Fire::new), flag.map(Deed.Power::new), Arbitraries.just(new Deed.Die()));
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(4, wait),
            net.jqwik.api.Tuple.of(4, set),
            net.jqwik.api.Tuple.of(3, send),
            net.jqwik.api.Tuple.of(1, rare))
        .list()
        .ofMaxSize(60);
  }

  /** One lane and what was seen of it. */
  private static final class Run {
    final Lane lane = new Lane(Gait.WALKING);
    final Map<Long, Walk> sent = new HashMap<>();
    final Beams beams = new Beams();
    long now;
    int passed;
    int turnedBack;

    void does(Deed deed) {
      if (deed instanceof Deed.Wait wait) {
        waits(wait.millis());
      } else if (deed instanceof Deed.Set set) {
        lane.output(set.wire(), set.high(), now);
      } else if (deed instanceof Deed.Fire fire) {
        lane.fire(fire.on(), now);
      } else if (deed instanceof Deed.Power power) {
        lane.power(power.on(), now);
      } else if (deed instanceof Deed.Send send) {
        sent.put(lane.walk(send.walk(), now), send.walk());
      } else {
        lane.outputsFall(now);
      }
      look();
    }

    void waits(long millis) {
      now += millis;
      lane.advance(now);
      look();
    }

    private void look() {
      for (Happening happening : lane.drain()) {
        if (happening instanceof Happening.InputChanged changed) {
          beams.changed(changed.input(), changed.high());
        } else if (happening instanceof Happening.WalkEnded end) {
          ended(sent.remove(end.walk()), end.outcome());
        }
      }
    }

    private void ended(Walk walk, WalkOutcome outcome) {
      int all = outcome.passed() + outcome.refused() + outcome.turnedBack();
      boolean followed = walk.manner() == Manner.TAILGATE && outcome.refused() == 0;
      assertThat(all).isEqualTo(walk.people() + (followed ? 1 : 0));
      passed += outcome.passed();
      turnedBack += outcome.turnedBack();
    }
  }

  /** Counts as a controller would: from the beams' order and nothing else. */
  private static final class Beams {
    private String seen = "";
    String illegal = "";
    long in;
    long out;

    void changed(Input input, boolean high) {
      if (input != Input.BEAM_OUTER && input != Input.BEAM_INNER) {
        return;
      }
      seen += (input == Input.BEAM_OUTER ? "O" : "I") + (high ? "+" : "-");
      switch (seen) {
        case "O+I+O-I-" -> {
          in++;
          seen = "";
        }
        case "I+O+I-O-" -> {
          out++;
          seen = "";
        }
        case "O+I+I-O-", "I+O+O-I-" -> seen = "";
        default -> {
          if (seen.length() >= 8) {
            illegal += seen + " ";
            seen = "";
          }
        }
      }
    }
  }
}
