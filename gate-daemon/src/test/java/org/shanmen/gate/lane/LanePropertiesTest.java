package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.protocol.wire.EventKind.ADMITTED;
import static org.shanmen.protocol.wire.EventKind.FREE_PASS;
import static org.shanmen.protocol.wire.EventKind.GIVEN_BACK;
import static org.shanmen.protocol.wire.EventKind.PASSED;
import static org.shanmen.protocol.wire.EventKind.UNAUTHORISED_PASS;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

/** What holds for every lane in every history. */
class LanePropertiesTest {
  /** One thing that happens; printable, so that a failing history can be read. */
  private record Step(String name, int number) {
    void apply(LaneRig lane) {
      switch (name) {
        case "scan" -> lane.scan(1 + number % 5);
        case "group" -> lane.scanGroup(10 + number % 3, 1 + number % 4);
        case "refused" -> lane.scanRefused(20, Reason.EXPIRED);
        case "walk in" -> walk(lane, Beam.OUTER, Beam.INNER);
        case "walk out" -> walk(lane, Beam.INNER, Beam.OUTER);
        case "beam" -> lane.beam(number % 2 == 0 ? Beam.OUTER : Beam.INNER, number % 4 < 2);
        case "open once" -> lane.openOnce(number % 2 == 0 ? Direction.IN : Direction.OUT);
        case "mode" -> lane.mode(LaneMode.forNumber(1 + number % 6));
        case "fire" -> lane.fire(true);
        case "whole" -> lane.fire(false);
        case "release fire" -> lane.releaseFire();
        default -> lane.after(number * 300L);
      }
    }

    private static void walk(LaneRig lane, Beam first, Beam second) {
      lane.beam(first, true).beam(second, true).beam(first, false).beam(second, false);
    }
  }

  @Property
  void reservedEqualsPassedPlusGivenBackPlusAwaited(
      @ForAll("kinds") LaneKind kind, @ForAll("histories") List<Step> history) {
    var lane = new LaneRig(kind);
    history.forEach(step -> step.apply(lane));

    assertThat(lane.people(ADMITTED))
        .isEqualTo(lane.people(PASSED) + lane.people(GIVEN_BACK) + lane.state().awaited());

    lane.beam(Beam.OUTER, false).beam(Beam.INNER, false).after(60_000);
    assertThat(lane.people(ADMITTED)).isEqualTo(lane.people(PASSED) + lane.people(GIVEN_BACK));
    assertThat(lane.state().awaited()).isZero();
  }

  @Property
  void everyoneWhomTheBeamsSeeThroughIsOneEvent(
      @ForAll("kinds") LaneKind kind, @ForAll("histories") List<Step> history) {
    var lane = new LaneRig(kind);
    var counter = new PassageCounter();
    int seen = 0;
    for (Step step : history) {
      int from = lane.beamChanges.size();
      step.apply(lane);
      for (var change : lane.beamChanges.subList(from, lane.beamChanges.size())) {
        seen += counter.change(change.beam(), change.blocked()).isPresent() ? 1 : 0;
      }
    }

    assertThat(lane.people(PASSED) + lane.people(FREE_PASS) + lane.people(UNAUTHORISED_PASS))
        .isEqualTo(seen);
  }

  @Property
  void theArmNeverTakesAWayFromWhoeverStandsInTheBeams(
      @ForAll("kinds") LaneKind kind, @ForAll("histories") List<Step> history) {
    var lane = new LaneRig(kind);
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
      @ForAll("kinds") LaneKind kind, @ForAll("histories") List<Step> history) {
    var lane = new LaneRig(kind);
    history.forEach(step -> step.apply(lane));

    lane.fire(true);
    assertThat(lane.arm).isEqualTo(ArmPosition.DROPPED);
    history.stream().filter(step -> !step.name().equals("whole")).forEach(step -> step.apply(lane));
    assertThat(lane.arm).isEqualTo(ArmPosition.DROPPED);
  }

  @Property
  void aLaneAtRestIsWhereItsPostureWantsIt(
      @ForAll("kinds") LaneKind kind, @ForAll("histories") List<Step> history) {
    var lane = new LaneRig(kind);
    history.forEach(step -> step.apply(lane));
    lane.beam(Beam.OUTER, false).beam(Beam.INNER, false).after(60_000);

    var posture = lane.state().posture();
    boolean exit = kind == LaneKind.EXIT && posture == Posture.CONTROLLED;
    assertThat(lane.arm).isEqualTo(exit ? ArmPosition.RELEASED_OUT : posture.rest);
  }

  @Provide
  Arbitrary<LaneKind> kinds() {
    return Arbitraries.of(LaneKind.ENTRY, LaneKind.EXIT, LaneKind.TWO_WAY);
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    var names =
        Arbitraries.of(
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
            "mode",
            "fire",
            "whole",
            "release fire",
            "wait",
            "wait");
    return names
        .flatMap(
            name -> Arbitraries.integers().between(0, 40).map(number -> new Step(name, number)))
        .list()
        .ofMaxSize(60);
  }
}
