package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.ArmPosition.DROPPED;
import static org.shanmen.gate.lane.port.ArmPosition.LOCKED;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_IN;
import static org.shanmen.gate.lane.port.Beam.INNER;
import static org.shanmen.gate.lane.port.Beam.OUTER;
import static org.shanmen.protocol.wire.EventKind.ADMITTED;
import static org.shanmen.protocol.wire.EventKind.GIVEN_BACK;
import static org.shanmen.protocol.wire.EventKind.STOPPED;

import org.junit.jupiter.api.Test;
import org.shanmen.protocol.wire.LaneMode;

/** How the end of the daemon leaves the lane. */
class LaneEndTest {
  @Test
  void theEndGivesBackAndLocks() {
    var lane = LaneRig.entry().scanGroup(1, 2).walkIn().on(new Input.Stopping());

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.people(GIVEN_BACK)).isEqualTo(1);
  }

  @Test
  void theEndDoesNotCloseOnWhoeverStandsInTheBeams() {
    var lane = LaneRig.entry().scan(1).block(OUTER).block(INNER).on(new Input.Stopping());

    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    assertThat(lane.story()).containsExactly(ADMITTED);
    assertThat(lane.last(STOPPED).detail()).isEqualTo("somebody stood in the lane");
  }

  @Test
  void theEndIsNoOrderToRaiseAnArmAboveSomebody() {
    var lane = LaneRig.entry().block(OUTER);
    int before = lane.done.size();
    lane.on(new Input.Stopping());

    assertThat(lane.done.subList(before, lane.done.size())).doesNotContain(new Effect.Move(LOCKED));
  }

  @Test
  void theEndInAnEmergencyLeavesTheArmDown() {
    assertThat(LaneRig.entry().mode(LaneMode.EMERGENCY_OPEN).on(new Input.Stopping()).arm)
        .isEqualTo(DROPPED);
    var burning = LaneRig.entry().fire(true).block(OUTER);
    int before = burning.done.size();
    burning.on(new Input.Stopping());
    assertThat(burning.done.subList(before, burning.done.size()))
        .contains(new Effect.Move(DROPPED));
  }
}
