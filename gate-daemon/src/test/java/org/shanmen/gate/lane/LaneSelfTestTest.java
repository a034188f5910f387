package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.ArmPosition.DROPPED;
import static org.shanmen.gate.lane.port.ArmPosition.LOCKED;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_IN;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_OUT;
import static org.shanmen.gate.lane.port.Beam.INNER;
import static org.shanmen.gate.lane.port.Beam.OUTER;
import static org.shanmen.protocol.wire.EventKind.ALARM_RAISED;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.CommandResult.Outcome;
import org.shanmen.protocol.wire.LampColour;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;

/** The maintenance test, by command. */
class LaneSelfTestTest {
  private static final int STEPS = 6;

  private final LaneRig lane = LaneRig.entry().mode(LaneMode.OUT_OF_SERVICE);

  @Test
  void everythingIsMovedOnceAndTheResultTellsWhat() {
    List<ArmPosition> moves = new ArrayList<>();
    lane.watchArm((before, after) -> moves.add(after));
    lane.runTest();
    assertThat(lane.panel).isEqualTo(new Prompt.Testing());
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Testing());
    assertThat(lane.lamp).isEqualTo(LampColour.LAMP_GREEN);
    assertThat(lane.state().alarms()).containsExactly("TESTING");
    assertThat(lane.last(ALARM_RAISED).detail()).startsWith("TESTING");

    lane.after(Limits.TEST_STEP_MILLIS - 1);
    assertThat(lane.lamp).isEqualTo(LampColour.LAMP_GREEN);
    assertThat(lane.after(1).lamp).isEqualTo(LampColour.LAMP_RED);
    lane.after((STEPS - 1) * Limits.TEST_STEP_MILLIS);

    assertThat(moves).containsExactly(RELEASED_IN, LOCKED, RELEASED_OUT, LOCKED);
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.DONE);
    assertThat(lane.answers.get(1).getText())
        .contains("arm in", "arm out", "no device is known to be at fault");
    assertThat(lane.state().alarms()).isEmpty();
    assertThat(lane.panel).isEqualTo(new Prompt.Standing(Posture.OUT_OF_SERVICE));
    assertThat(lane.lamp).isEqualTo(LampColour.LAMP_RED);
  }

  @Test
  void aDeviceAtFaultIsInTheResult() {
    lane.device("panel", false).runTest().after(STEPS * Limits.TEST_STEP_MILLIS);

    assertThat(lane.answers.get(1).getText()).contains("DEVICE_FAULT:panel");
  }

  @Test
  void onlyALaneOutOfServiceIsTested() {
    assertThat(LaneRig.entry().runTest().lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lane.fire(true).runTest().lastAnswer()).isEqualTo(Outcome.NOT_NOW);
  }

  @Test
  void nobodyMayStandInTheLane() {
    assertThat(lane.block(OUTER).runTest().lastAnswer()).isEqualTo(Outcome.NOT_NOW);
  }

  @Test
  void oneTestAtATime() {
    lane.runTest().runTest();

    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lane.answers.get(1).getText()).contains("running already");
  }

  @Test
  void whoStepsInEndsTheTest() {
    lane.runTest().after(2 * Limits.TEST_STEP_MILLIS);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    lane.block(INNER);

    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lane.answers.get(1).getText()).contains("arm in", "stepped into the lane");
    assertThat(lane.free(INNER).arm).isEqualTo(LOCKED);
    assertThat(lane.state().alarms()).isEmpty();
  }

  @Test
  void fireEndsTheTestAndTheArmFalls() {
    lane.runTest();
    int before = lane.done.size();
    lane.fire(true);

    assertThat(lane.done.get(before)).isEqualTo(new Effect.Move(DROPPED));
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lane.panel).isEqualTo(new Prompt.Standing(Posture.FIRE));
  }

  @Test
  void anotherModeEndsTheTest() {
    lane.runTest().mode(LaneMode.CONTROLLED);

    assertThat(lane.answers.get(1).getText()).contains("aborted");
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.panel).isEqualTo(new Prompt.Idle(LaneKind.ENTRY));
  }

  @Test
  void theEndEndsTheTest() {
    lane.runTest().after(2 * Limits.TEST_STEP_MILLIS).on(new Input.Stopping());

    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }
}
