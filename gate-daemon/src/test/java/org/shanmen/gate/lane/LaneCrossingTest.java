package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.ArmPosition.LOCKED;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_IN;
import static org.shanmen.gate.lane.port.Beam.INNER;
import static org.shanmen.gate.lane.port.Beam.OUTER;
import static org.shanmen.protocol.wire.EventKind.GIVEN_BACK;
import static org.shanmen.protocol.wire.EventKind.PASSED;
import static org.shanmen.protocol.wire.EventKind.UNAUTHORISED_PASS;
import static org.shanmen.protocol.wire.EventKind.USE_ASSUMED;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;

/**
 * Two people in the beams at once, whom two beams cannot tell apart: an entry that may have been
 * used is not given back.
 */
class LaneCrossingTest {
  private static final long BEAM_STEP = 50;

  /** Somebody at walking pace: first beam 0.25 s, both 0.3 s, last 0.25 s. */
  private record Walker(long fromMillis, Beam first) {
    boolean blocks(Beam beam, long millis) {
      long on = beam == first ? fromMillis : fromMillis + 250;
      return millis >= on && millis < on + 550;
    }
  }

  /** From 0.8 s before the admitted one to 0.8 s after him; no two edges in one moment. */
  private static IntStream moments() {
    return IntStream.rangeClosed(-39, 39).map(step -> 20 * step + 7);
  }

  @ParameterizedTest
  @MethodSource("moments")
  void whoCrossesSomebodyWhoComesAgainstHimHasUsedHisEntry(int later) {
    var lane = LaneRig.entry().scan(1);
    walk(lane, new Walker(1_000, OUTER), new Walker(1_000 + later, INNER));
    lane.after(2 * LaneRig.PASS_TIMEOUT);

    // Between these the beams show somebody who turns back half-way, and nothing else.
    boolean asIfHeTurnedBack = later > 0 && later < 300;
    if (asIfHeTurnedBack) {
      assertThat(lane.last(GIVEN_BACK).detail()).isEqualTo("TURNED_BACK");
    } else {
      assertThat(lane.people(GIVEN_BACK)).isZero();
      assertThat(lane.people(PASSED) + lane.people(USE_ASSUMED)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("moments")
  void aTwoWayLaneDoubtsLikewiseWhoIsLetOut(int later) {
    var lane = new LaneRig(LaneKind.TWO_WAY).scanOut(1);
    walk(lane, new Walker(1_000, INNER), new Walker(1_000 + later, OUTER));
    lane.after(2 * LaneRig.PASS_TIMEOUT);

    boolean asIfHeTurnedBack = later > 0 && later < 300;
    assertThat(lane.people(GIVEN_BACK)).isEqualTo(asIfHeTurnedBack ? 1 : 0);
  }

  @Test
  void whoTurnsBackHalfwayAgainstAVisitorMayHaveHiddenHim() {
    var lane = LaneRig.entry().scan(1).block(INNER).block(OUTER).free(OUTER).free(INNER);

    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);
    assertThat(lane.people(GIVEN_BACK)).isZero();
    assertThat(lane.state().alarms()).containsExactly("WRONG_DIRECTION");
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void ofAGroupOneMayHavePassedAndTheOthersAreGivenBack() {
    var lane = LaneRig.entry().scanGroup(1, 3).block(INNER).block(OUTER).free(OUTER).free(INNER);

    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);
    assertThat(lane.people(GIVEN_BACK)).isEqualTo(2);
  }

  @Test
  void behindOneWhoWalksOutSteadilyNobodyWalksIn() {
    var quick = LaneRig.entry().scan(1).block(INNER).block(OUTER).free(INNER);
    quick.after(Limits.WALK_ALONE_MILLIS - 3 * BEAM_STEP).free(OUTER);
    assertThat(quick.people(GIVEN_BACK)).isEqualTo(1);

    var slow = LaneRig.entry().scan(1).block(INNER).block(OUTER).free(INNER);
    slow.after(Limits.WALK_ALONE_MILLIS - 3 * BEAM_STEP + 1).free(OUTER);
    assertThat(slow.people(UNAUTHORISED_PASS)).isEqualTo(1);
    assertThat(slow.people(USE_ASSUMED)).isEqualTo(1);
    assertThat(slow.people(GIVEN_BACK)).isZero();
  }

  @Test
  void whoSwaysOnHisWayOutMayHideSomebodyToo() {
    var lane = LaneRig.entry().scan(1).block(INNER).block(OUTER).free(OUTER).block(OUTER);
    lane.free(INNER).free(OUTER);

    assertThat(lane.people(UNAUTHORISED_PASS)).isEqualTo(1);
    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);
  }

  @Test
  void whoWasBeyondTheFirstBeamMayBeInsideThoughAnotherStepsInAndOutBehindHim() {
    var lane = LaneRig.entry().scan(1).block(OUTER).block(INNER).free(OUTER);
    lane.after(1_000).block(OUTER).free(INNER).free(OUTER);

    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.after(60_000).people(GIVEN_BACK)).isZero();
  }

  @Test
  void twoOfAGroupWhoWalkCloselyAreOneForTheBeamsAndTwoForTheTicket() {
    var lane = LaneRig.entry().scanGroup(1, 3);
    walk(lane, new Walker(1_000, OUTER), new Walker(1_650, OUTER));

    assertThat(lane.people(PASSED)).isEqualTo(1);
    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    assertThat(lane.walkIn().people(PASSED)).isEqualTo(2);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void theLastOfAGroupWhoIsTakenToHavePassedHasHisWholeTimeAgain() {
    var lane = LaneRig.entry().scanGroup(1, 2).after(LaneRig.PASS_TIMEOUT - 1_000);
    lane.block(OUTER).block(INNER).free(OUTER).block(OUTER).free(INNER).free(OUTER);

    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);
    assertThat(lane.after(LaneRig.PASS_TIMEOUT - 1).arm).isEqualTo(RELEASED_IN);
    assertThat(lane.after(1).people(GIVEN_BACK)).isEqualTo(1);
  }

  @Test
  void nobodyPassedWhoNeverReachedTheFarBeamOfALaneWhoseNearOneIsMasked() {
    var lane = LaneRig.entry().scan(1).block(OUTER).after(Limits.BLIND_MILLIS).free(OUTER);
    lane.after(2 * LaneRig.PASS_TIMEOUT);

    assertThat(lane.people(GIVEN_BACK)).isEqualTo(1);
  }

  @Test
  void pastAMaskedBeamAnybodyMayHavePassed() {
    var lane = LaneRig.entry().scan(1).block(OUTER).after(Limits.BLIND_MILLIS);
    lane.block(INNER).free(INNER).free(OUTER);

    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);
    assertThat(lane.people(GIVEN_BACK)).isZero();
  }

  @Test
  void blindnessIsForgottenWhenTheLaneIsClear() {
    var lane = LaneRig.entry().block(OUTER).after(Limits.BLIND_MILLIS).free(OUTER).scan(1);
    lane.block(OUTER).block(INNER).free(INNER).free(OUTER).after(2 * LaneRig.PASS_TIMEOUT);

    assertThat(lane.people(GIVEN_BACK)).isEqualTo(1);
  }

  @Test
  void inAnOpenLaneTooWhoCrossesSomebodyHasUsedHisEntry() {
    var lane = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN).scan(1);
    lane.block(INNER).block(OUTER).free(OUTER).free(INNER).after(2 * LaneRig.PASS_TIMEOUT);

    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);
    assertThat(lane.people(GIVEN_BACK)).isZero();
  }

  @Test
  void ofTwoWhoWereAdmittedInOppositeDirectionsTheOneWhoSteppedInTurnedBack() {
    var lane = new LaneRig(LaneKind.TWO_WAY).mode(LaneMode.ALWAYS_OPEN).scan(1).scanOut(2);
    lane.block(INNER).block(OUTER).free(OUTER).free(INNER).after(2 * LaneRig.PASS_TIMEOUT);

    assertThat(lane.people(GIVEN_BACK)).isEqualTo(2);
  }

  @Test
  void aNewVisitorsEntryIsNotSaidToBeTurnedBackFor() {
    var lane = LaneRig.entry().scan(1).block(OUTER).block(INNER).free(INNER).free(OUTER);
    lane.walkIn().scan(2).after(2 * LaneRig.PASS_TIMEOUT);

    assertThat(lane.last(GIVEN_BACK).detail()).isEmpty();
  }

  /** Both walk, each at his time; a beam is broken while one of them, or both, stand in it. */
  private static void walk(LaneRig lane, Walker one, Walker other) {
    long now = 0;
    for (long edge : edges(one, other)) {
      lane.after(edge - now);
      now = edge;
      for (Beam beam : Beam.values()) {
        boolean before = one.blocks(beam, now - 1) || other.blocks(beam, now - 1);
        boolean after = one.blocks(beam, now) || other.blocks(beam, now);
        if (before != after) {
          lane.on(new Input.BeamChanged(beam, after));
        }
      }
    }
  }

  private static long[] edges(Walker... walkers) {
    return Arrays.stream(walkers)
        .flatMapToLong(
            walker -> LongStream.of(0, 250, 550, 800).map(millis -> walker.fromMillis() + millis))
        .sorted()
        .distinct()
        .toArray();
  }
}
