package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.protocol.wire.EventKind.ADMITTED;
import static org.shanmen.protocol.wire.EventKind.FREE_PASS;
import static org.shanmen.protocol.wire.EventKind.GIVEN_BACK;
import static org.shanmen.protocol.wire.EventKind.PASSED;
import static org.shanmen.protocol.wire.EventKind.UNAUTHORISED_PASS;
import static org.shanmen.protocol.wire.EventKind.USE_ASSUMED;

import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

/** What holds for every lane in every history. */
class LanePropertiesTest {
  /** What happens at a lane; what stands here twice happens twice as often. */
  private static final List<String> EVENTS =
      List.of(
          "scan",
          "scan",
          "scan",
          "group",
          "refused",
          "walk in",
          "walk in",
          "walk out",
          "beam",
          "beam",
          "beam",
          "open once",
          "check",
          "check",
          "staff",
          "button",
          "confirm",
          "run test",
          "out",
          "card",
          "card taken",
          "bin",
          "other lane",
          "upper",
          "counted",
          "counted",
          "count known",
          "count lost",
          "board",
          "mode",
          "fire",
          "whole",
          "release fire",
          "wait",
          "wait");

  private static final List<String> TROUBLES =
      List.of("journal full", "journal has room", "journal has room", "stop", "crash");

  private record Lane(LaneKind kind, LaneOptions options) {
    LaneRig rig() {
      return new LaneRig(kind, options);
    }
  }

  /** One thing that happens; printable, so that a failing history can be read. */
  private record Step(String name, int number) {
    void apply(LaneRig lane) {
      switch (name) {
        case "scan" -> lane.scan(1 + number % 5);
        case "group" -> lane.scanGroup(10 + number % 3, 1 + number % 4);
        case "refused" -> lane.scanRefused(20, Reason.EXPIRED);
        case "check" -> lane.scanToBeChecked(30 + number % 2);
        case "staff" -> lane.scanStaff(40);
        case "button" -> lane.button();
        case "confirm" -> lane.confirm(number % 2 == 0);
        case "run test" -> lane.runTest();
        case "out" -> lane.scanOut(50 + number % 2);
        case "card" -> lane.insert(60 + number % 2, number % 4 < 2);
        case "card taken" -> lane.on(new Input.CardTaken());
        case "bin" -> lane.on(new Input.BinFull(number % 2 == 0));
        case "other lane" -> lane.on(new Input.OtherLane(number % 2 == 0));
        case "upper" -> lane.on(new Input.UpperBeam(number % 2 == 0));
        case "counted" ->
            lane.on(new Input.Counted(number % 2 == 0 ? Direction.IN : Direction.OUT));
        case "count known" -> lane.on(new Input.CountKnown(number % 2 == 0));
        case "count lost" -> lane.on(new Input.CountLost());
        case "board" -> lane.device("gpio", number % 2 == 0);
        case "walk in" -> walk(lane, Beam.OUTER, Beam.INNER);
        case "walk out" -> walk(lane, Beam.INNER, Beam.OUTER);
        case "beam" -> lane.beam(number % 2 == 0 ? Beam.OUTER : Beam.INNER, number % 4 < 2);
        case "open once" -> lane.openOnce(number % 2 == 0 ? Direction.IN : Direction.OUT);
        case "mode" -> lane.mode(LaneMode.forNumber(1 + number % 6));
        case "fire" -> lane.fire(true);
        case "whole" -> lane.fire(false);
        case "release fire" -> lane.releaseFire();
        case "journal full" -> lane.journalFull();
        case "journal has room" -> lane.journalHasRoom();
        case "stop" -> lane.restart(true);
        case "crash" -> lane.restart(false);
        default -> lane.after(number * 300L);
      }
    }

    boolean passesTheBeams() {
      return name.startsWith("walk");
    }

    private static void walk(LaneRig lane, Beam first, Beam second) {
      lane.beam(first, true).beam(second, true).beam(first, false).beam(second, false);
    }
  }

  @Property
  void reservedEqualsPassedPlusGivenBackPlusAwaited(
      @ForAll("countingLanes") Lane kind, @ForAll("troubledHistories") List<Step> history) {
    var lane = kind.rig();
    for (Step step : history) {
      step.apply(lane);
      if (!lane.recordsFail) {
        assertThat(lane.people(ADMITTED)).isEqualTo(settled(lane) + lane.state().awaited());
      }
    }

    rest(lane);
    assertThat(lane.people(ADMITTED)).isEqualTo(settled(lane));
    assertThat(lane.state().awaited()).isZero();
  }

  @Property
  void everyoneWhomTheBeamsSeeThroughIsOneEvent(
      @ForAll("lanes") Lane kind, @ForAll("histories") List<Step> history) {
    var lane = kind.rig();
    var counter = new PassageCounter();
    int seen = 0;
    for (Step step : history) {
      int from = lane.beamChanges.size();
      step.apply(lane);
      for (var change : lane.beamChanges.subList(from, lane.beamChanges.size())) {
        seen +=
            counter.change(change.beam(), change.blocked(), 0).filter(Walk::through).isPresent()
                ? 1
                : 0;
      }
    }

    long byOneBeam =
        lane.journal.stream()
            .filter(entry -> entry.kind() == FREE_PASS || entry.kind() == UNAUTHORISED_PASS)
            .filter(entry -> entry.detail().equals(Passages.BY_ONE_BEAM))
            .count();
    assertThat(lane.people(PASSED) + lane.people(FREE_PASS) + lane.people(UNAUTHORISED_PASS))
        .isEqualTo(seen + (int) byOneBeam);
  }

  @Property
  void everyoneWhomTheBoardCountsIsOneEvent(
      @ForAll("lanesWhoseBoardCounts") Lane kind, @ForAll("histories") List<Step> history) {
    var lane = kind.rig();
    history.forEach(step -> step.apply(lane));

    assertThat(lane.people(PASSED) + lane.people(FREE_PASS) + lane.people(UNAUTHORISED_PASS))
        .isEqualTo((int) history.stream().filter(step -> step.name().equals("counted")).count());
  }

  @Property
  void theArmNeverTakesAWayFromWhoeverStandsInTheBeams(
      @ForAll("countingLanes") Lane kind, @ForAll("troubledHistories") List<Step> history) {
    var lane = kind.rig();
    lane.watchArm(
        (before, after) -> {
          if (lane.somebodyInBeams()) {
            assertThat(after).isEqualTo(before.orFreer(after));
          }
        });
    history.forEach(step -> step.apply(lane));
  }

  @Property
  void fireAlwaysFreesAtOnce(
      @ForAll("countingLanes") Lane kind, @ForAll("troubledHistories") List<Step> history) {
    var lane = kind.rig();
    history.forEach(step -> step.apply(lane));

    lane.fire(true);
    assertThat(lane.arm).isEqualTo(ArmPosition.DROPPED);
    history.stream().filter(step -> !step.name().equals("whole")).forEach(step -> step.apply(lane));
    assertThat(lane.arm).isEqualTo(ArmPosition.DROPPED);
  }

  @Property
  void aLaneAtRestIsWhereItsPostureWantsIt(
      @ForAll("countingLanes") Lane kind, @ForAll("troubledHistories") List<Step> history) {
    var lane = kind.rig();
    history.forEach(step -> step.apply(lane));
    rest(lane);

    var posture = lane.state().posture();
    boolean freeExit =
        kind.kind() == LaneKind.EXIT
            && !kind.options().collector()
            && kind.options().interlock() == LaneOptions.Part.NONE
            && posture == Posture.CONTROLLED;
    assertThat(lane.arm).isEqualTo(freeExit ? ArmPosition.RELEASED_OUT : posture.rest);
    assertThat(lane.state().holding()).isFalse();
  }

  /** By the journal alone: whoever passed on a right had one admitted before, person by person. */
  @Property
  void nobodyPassesOnARightThatDidNotAdmitHim(
      @ForAll("countingLanes") Lane kind, @ForAll("troubledHistories") List<Step> history) {
    var lane = kind.rig();
    history.forEach(step -> step.apply(lane));
    rest(lane);

    var left = new HashMap<Long, Integer>();
    for (Entry entry : lane.journal) {
      switch (entry.kind()) {
        case STARTED -> {
          assertThat(left.values()).allMatch(people -> people == 0);
          left.clear();
        }
        case ADMITTED -> left.merge(entry.admission(), entry.people(), Integer::sum);
        case PASSED, GIVEN_BACK, USE_ASSUMED -> {
          int remaining = left.merge(entry.admission(), -entry.people(), Integer::sum);
          assertThat(remaining).isNotNegative();
        }
        default -> {
          // Nobody's right.
        }
      }
    }
    assertThat(left.values()).allMatch(people -> people == 0);
  }

  /**
   * An arm that opens one way does so for an admission that way which is in the journal and still
   * open, for what governs the lane now, or for a test.
   */
  @Property
  void theArmIsNeverReleasedWithoutACauseInTheJournal(
      @ForAll("countingLanes") Lane kind, @ForAll("troubledHistories") List<Step> history) {
    var lane = kind.rig();
    lane.watchArm(
        (before, after) -> {
          boolean tested = lane.state().alarms().contains("TESTING");
          if (!tested && after.letsIn() && !before.letsIn()) {
            assertThat(isFree(kind, lane, Direction.IN) || isOpen(lane, Direction.IN)).isTrue();
          }
          if (!tested && after.letsOut() && !before.letsOut()) {
            assertThat(isFree(kind, lane, Direction.OUT) || isOpen(lane, Direction.OUT)).isTrue();
          }
        });
    history.forEach(step -> step.apply(lane));
  }

  /** Whether nobody needs a right that way, by mode and condition of the lane. */
  private static boolean isFree(Lane kind, LaneRig lane, Direction direction) {
    var posture = lane.state().posture();
    if (posture.isFree() || direction == Direction.IN) {
      return posture.isFree();
    }
    return switch (posture) {
      case CONTROLLED ->
          kind.kind() == LaneKind.EXIT
              && !kind.options().collector()
              && kind.options().interlock() == LaneOptions.Part.NONE;
      case NOT_SENSING -> kind.kind() != LaneKind.ENTRY;
      // Whose card lies in the bin has nothing left to show, whether that can be recorded or not.
      case NOT_RECORDING -> kind.kind() != LaneKind.ENTRY || kind.options().collector();
      default -> false;
    };
  }

  /** Whether the journal holds an admission that way of which somebody is still awaited. */
  private static boolean isOpen(LaneRig lane, Direction direction) {
    int open = 0;
    for (Entry entry : lane.lastRun()) {
      if (entry.direction() == direction) {
        open +=
            switch (entry.kind()) {
              case ADMITTED -> entry.people();
              case PASSED, GIVEN_BACK, USE_ASSUMED -> -entry.people();
              default -> 0;
            };
      }
    }
    return open > 0;
  }

  /** Nobody who was let in finds the arm locked before him while he is in the beams. */
  @Property
  void whoWasLetInIsNeverLockedIn(
      @ForAll("lanes") Lane kind, @ForAll("histories") List<Step> history) {
    var lane = kind.rig();
    for (Step step : history) {
      boolean letIn = lane.somebodyInBeams() && lane.arm.letsIn();
      step.apply(lane);
      if (letIn && lane.somebodyInBeams() && !step.passesTheBeams()) {
        assertThat(lane.arm.letsIn()).isTrue();
      }
    }
  }

  private static int settled(LaneRig lane) {
    return lane.people(PASSED) + lane.people(GIVEN_BACK) + lane.people(USE_ASSUMED);
  }

  /** Everybody goes home and everything works again. */
  private static void rest(LaneRig lane) {
    lane.beam(Beam.OUTER, false).beam(Beam.INNER, false).device("gpio", true);
    lane.on(new Input.CountKnown(true))
        .on(new Input.OtherLane(false))
        .after(2 * Limits.CARD_WAY_OUT_MILLIS);
    lane.journalHasRoom().after(60_000);
  }

  @Provide
  Arbitrary<Lane> lanes() {
    return lanes(LaneOptions.Sensing.BEAMS);
  }

  @Provide
  Arbitrary<Lane> lanesWhoseBoardCounts() {
    return lanes(LaneOptions.Sensing.CONTACT);
  }

  /** Those too whose board counts. */
  @Provide
  Arbitrary<Lane> countingLanes() {
    return lanes(LaneOptions.Sensing.values());
  }

  private static Arbitrary<Lane> lanes(LaneOptions.Sensing... sensings) {
    var kinds = Arbitraries.of(LaneKind.ENTRY, LaneKind.EXIT, LaneKind.TWO_WAY);
    var parts = Arbitraries.of(LaneOptions.Part.class);
    var collectors = Arbitraries.of(false, true);
    return Combinators.combine(kinds, parts, collectors, Arbitraries.of(sensings))
        .as(
            (kind, part, collector, sensing) ->
                new Lane(
                    kind,
                    new LaneOptions(
                        LaneRig.PASS_TIMEOUT, 3_000, 20_000, collector, part, sensing)));
  }

  /** While the journal takes what it is given, and the program goes on. */
  @Provide
  Arbitrary<List<Step>> histories() {
    return histories(EVENTS);
  }

  /** Those too in which the journal is full for a while, or the program ends and starts again. */
  @Provide
  Arbitrary<List<Step>> troubledHistories() {
    return histories(Stream.concat(EVENTS.stream(), TROUBLES.stream()).toList());
  }

  private static Arbitrary<List<Step>> histories(List<String> names) {
    return Arbitraries.of(names)
        .flatMap(
            name -> Arbitraries.integers().between(0, 40).map(number -> new Step(name, number)))
        .list()
        .ofMaxSize(60);
  }
}
