package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.ArmPosition.DROPPED;
import static org.shanmen.gate.lane.port.ArmPosition.LOCKED;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_IN;
import static org.shanmen.gate.lane.port.Beam.INNER;
import static org.shanmen.gate.lane.port.Beam.OUTER;
import static org.shanmen.protocol.wire.EventKind.ADMITTED;
import static org.shanmen.protocol.wire.EventKind.FREE_PASS;
import static org.shanmen.protocol.wire.EventKind.GIVEN_BACK;
import static org.shanmen.protocol.wire.EventKind.REFUSED;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shanmen.protocol.wire.CommandResult.Outcome;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

/** Fire and emergency: they win over everything, and end by people only. */
class LaneFireTest {
  @Test
  void fireDropsTheArmAndStaysUntilItIsReleasedAfterTheLoopIsWhole() {
    var lane = LaneRig.entry().fire(true);
    assertThat(lane.arm).isEqualTo(DROPPED);

    lane.releaseFire();
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    lane.fire(false);
    assertThat(lane.arm).isEqualTo(DROPPED);
    assertThat(lane.state().alarms()).containsExactly("FIRE");

    lane.releaseFire();
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.DONE);
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.state().alarms()).isEmpty();
  }

  @Test
  void inAFireNobodyIsToldThatHisTicketIsUsed() {
    var lane = LaneRig.entry().fire(true).scanRefused(1, Reason.USED_UP);

    assertThat(lane.spoken).hasSize(2).containsOnly(new Prompt.Standing(Posture.FIRE));
    assertThat(lane.panel).isEqualTo(new Prompt.Standing(Posture.FIRE));
    assertThat(lane.story()).contains(REFUSED);
  }

  @Test
  void inAFireNobodyIsChargedAndNoEntryIsUsed() {
    var lane = LaneRig.entry().scan(1).block(OUTER).fire(true);
    lane.block(INNER).free(OUTER).free(INNER).scan(2).walkIn();

    assertThat(lane.story()).containsExactly(ADMITTED, GIVEN_BACK, FREE_PASS, FREE_PASS);
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Standing(Posture.FIRE));
  }

  @Test
  void whoWaitsWhenAFireBreaksOutIsWavedOn() {
    var lane = LaneRig.entry().scan(1).scan(2).fire(true).after(60_000);

    assertThat(lane.story()).containsExactly(ADMITTED, GIVEN_BACK);
  }

  @Test
  void fireOutlivesARestart() {
    var lane = LaneRig.entry().fire(true);
    assertThat(new LaneRig(LaneKind.ENTRY, lane.memory).arm).isEqualTo(DROPPED);
  }

  @Test
  void afterARestartNoFireIsReleasedBeforeTheLoopWasSeenWhole() {
    var lane = new LaneRig(LaneKind.ENTRY, LaneRig.entry().fire(true).memory);

    lane.releaseFire();
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lane.arm).isEqualTo(DROPPED);

    lane.fire(false).releaseFire();
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.DONE);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"CONTROLLED", "ALWAYS_OPEN", "ALWAYS_CLOSED", "OUT_OF_SERVICE", "EMERGENCY_OPEN"})
  void fireOutranksEveryModeAndKeepsTheOneCommandedForLater(LaneMode mode) {
    var lane = LaneRig.entry().fire(true).mode(mode);
    assertThat(lane.arm).isEqualTo(DROPPED);
    assertThat(lane.state().mode()).isEqualTo(mode);
  }

  @Test
  void emergencyStaysUntilAnotherModeIsCommanded() {
    var lane = LaneRig.entry().mode(LaneMode.EMERGENCY_OPEN);
    assertThat(lane.arm).isEqualTo(DROPPED);
    assertThat(new LaneRig(LaneKind.ENTRY, lane.memory).arm).isEqualTo(DROPPED);

    lane.walkOut().mode(LaneMode.CONTROLLED);
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.story()).containsExactly(FREE_PASS);
  }

  @Test
  void peopleInTheLaneWhenTheEmergencyEndsWalkOutFreely() {
    var lane = LaneRig.entry().mode(LaneMode.EMERGENCY_OPEN).block(INNER).mode(LaneMode.CONTROLLED);
    assertThat(lane.arm).isEqualTo(DROPPED);

    lane.block(OUTER).free(INNER).free(OUTER);
    assertThat(lane.story()).containsExactly(FREE_PASS);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void fireFreesALaneThatCannotRecord() {
    var lane = LaneRig.entry();
    lane.recordsFail = true;
    lane.fire(true);

    assertThat(lane.arm).isEqualTo(DROPPED);
    assertThat(lane.memory.fire()).isTrue();
  }

  @Test
  void anArmIsOrderedUpOnlyWhenNobodyStandsBelowIt() {
    var lane = LaneRig.entry().block(OUTER);
    int before = lane.done.size();
    lane.mode(LaneMode.CONTROLLED);
    assertThat(lane.done.subList(before, lane.done.size())).doesNotContain(new Effect.Move(LOCKED));

    lane.free(OUTER);
    assertThat(lane.done.subList(before, lane.done.size()))
        .containsOnlyOnce(new Effect.Move(LOCKED));
  }

  @Test
  void aBoardThatComesBackIsNoOrderToRaiseTheArm() {
    var lane = LaneRig.entry().device("board", false);
    int before = lane.done.size();
    lane.device("board", true);
    assertThat(lane.done.subList(before, lane.done.size())).doesNotContain(new Effect.Move(LOCKED));

    lane.scan(1).device("board", false);
    int released = lane.done.size();
    lane.device("board", true);
    assertThat(lane.done.subList(released, lane.done.size()))
        .contains(new Effect.Move(RELEASED_IN));
  }
}
