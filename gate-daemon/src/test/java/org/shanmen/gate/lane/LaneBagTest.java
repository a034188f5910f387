package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.ArmPosition.LOCKED;
import static org.shanmen.gate.lane.port.Beam.INNER;
import static org.shanmen.gate.lane.port.Beam.OUTER;
import static org.shanmen.protocol.wire.EventKind.GIVEN_BACK;
import static org.shanmen.protocol.wire.EventKind.PASSED;
import static org.shanmen.protocol.wire.EventKind.USE_ASSUMED;

import org.junit.jupiter.api.Test;
import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;

/**
 * A bag, or somebody who stands, keeps the near beam broken: the far one alone tells that people
 * went by, see {@link Walk#swings}.
 */
class LaneBagTest {
  /** Breaks the far beam and frees it again: through, or back. */
  private static LaneRig swing(LaneRig lane, Beam far) {
    return lane.block(far).free(far);
  }

  @Test
  void theOneBeforeWhoeverComesNextIsThroughAndTheThirdIsOneTooMany() {
    var lane = swing(LaneRig.entry().scan(1).block(OUTER), INNER);
    assertThat(lane.people(USE_ASSUMED)).isZero();

    swing(lane, INNER);
    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);
    assertThat(lane.state().alarms()).isEmpty();

    swing(lane, INNER);
    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);
    assertThat(lane.state().alarms()).containsExactly("TAILGATING");
  }

  @Test
  void ofAGroupEachIsCountedAndTheLastWhenTheBagWentSoLate() {
    var lane = LaneRig.entry().scanGroup(1, 3).block(OUTER);
    swing(swing(swing(lane, INNER), INNER), INNER);
    assertThat(lane.people(USE_ASSUMED)).isEqualTo(2);

    lane.after(Limits.TURN_BACK_MILLIS).free(OUTER);
    assertThat(lane.people(USE_ASSUMED)).isEqualTo(3);
    assertThat(lane.people(GIVEN_BACK)).isZero();
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.state().alarms()).isEmpty();
  }

  @Test
  void whoTurnsBackTakesTheBagWithHimAndUsedNothing() {
    var lane = swing(LaneRig.entry().scan(1).block(OUTER), INNER);
    lane.after(Limits.TURN_BACK_MILLIS - 50).free(OUTER);
    assertThat(lane.people(USE_ASSUMED)).isZero();

    lane.after(LaneRig.PASS_TIMEOUT);
    assertThat(lane.people(GIVEN_BACK)).isEqualTo(1);
  }

  @Test
  void whoLeavesTheNearBeamBrokenForLongWasNotWhoTurnedBack() {
    var lane = swing(LaneRig.entry().scan(1).block(OUTER), INNER);
    lane.after(Limits.TURN_BACK_MILLIS - 49).free(OUTER);
    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);
  }

  @Test
  void behindTheLastOfAGroupTheSecondWalkerWithoutARightRaisesTheAlarmWhenTheBagIsGone() {
    var lane = LaneRig.entry().scan(1).block(OUTER);
    swing(swing(lane, INNER), INNER);
    assertThat(lane.state().alarms()).isEmpty();

    lane.after(Limits.TURN_BACK_MILLIS).free(OUTER);
    assertThat(lane.state().alarms()).containsExactly("TAILGATING");
  }

  @Test
  void whoCameBackFromBeyondAndGoesOnIsStillOne() {
    var lane = LaneRig.entry().scanGroup(1, 3).block(OUTER).block(INNER).free(OUTER).block(OUTER);
    // He steps back out of the far beam: nobody went through by that.
    lane.free(INNER);
    swing(lane, INNER);
    assertThat(lane.people(USE_ASSUMED)).isZero();

    swing(lane, INNER);
    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);
  }

  @Test
  void onTheWayOutItIsTheOtherBeam() {
    var lane = new LaneRig(LaneKind.TWO_WAY).scanOut(1).block(INNER);
    swing(swing(lane, OUTER), OUTER);
    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);
    swing(lane, OUTER);
    assertThat(lane.state().alarms()).containsExactly("TAILGATING");
  }

  @Test
  void whereEverybodyMayPassNobodyIsOneTooMany() {
    var lane = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN).block(OUTER);
    swing(swing(swing(lane, INNER), INNER), INNER);
    lane.after(Limits.TURN_BACK_MILLIS).free(OUTER);
    assertThat(lane.state().alarms()).isEmpty();
  }

  @Test
  void theNextWalkBeginsAnew() {
    var lane = LaneRig.entry().scanGroup(1, 3).block(OUTER);
    swing(lane, INNER).free(OUTER);
    swing(lane.block(OUTER), INNER).free(OUTER);
    assertThat(lane.people(USE_ASSUMED)).isZero();

    lane.walkIn();
    assertThat(lane.people(PASSED)).isEqualTo(1);
    assertThat(lane.people(USE_ASSUMED)).isZero();
  }
}
