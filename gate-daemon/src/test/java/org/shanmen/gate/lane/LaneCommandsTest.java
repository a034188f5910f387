package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.ArmPosition.LOCKED;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_BOTH;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_IN;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_OUT;
import static org.shanmen.gate.lane.port.Beam.INNER;
import static org.shanmen.gate.lane.port.Beam.OUTER;
import static org.shanmen.protocol.wire.EventKind.ADMITTED;
import static org.shanmen.protocol.wire.EventKind.FREE_PASS;
import static org.shanmen.protocol.wire.EventKind.GIVEN_BACK;
import static org.shanmen.protocol.wire.EventKind.PASSED;
import static org.shanmen.protocol.wire.EventKind.REFUSED;
import static org.shanmen.protocol.wire.EventKind.UNAUTHORISED_PASS;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CommandResult.Outcome;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

/** What is commanded: modes, open once, and when each is answered. */
class LaneCommandsTest {
  @Test
  void inAnOpenLaneScansAreStillDecidedAndPassesStillCounted() {
    var lane =
        LaneRig.entry()
            .mode(LaneMode.ALWAYS_OPEN)
            .walkIn()
            .scan(1)
            .scan(2)
            .scanRefused(3, Reason.EXPIRED)
            .walkIn()
            .walkIn()
            .walkOut();

    assertThat(lane.arm).isEqualTo(RELEASED_BOTH);
    assertThat(lane.story())
        .containsExactly(FREE_PASS, ADMITTED, ADMITTED, REFUSED, PASSED, PASSED, FREE_PASS);
  }

  @ParameterizedTest
  @EnumSource(names = {"ALWAYS_CLOSED", "OUT_OF_SERVICE"})
  void aClosedLaneRefusesEverybody(LaneMode mode) {
    var lane = LaneRig.entry().mode(mode).scan(1);

    assertThat(lane.lastRefusal()).isEqualTo(Reason.GATE_CLOSED);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void closingALaneGivesBackWhatWasAdmitted() {
    var lane = LaneRig.entry().scanGroup(1, 2).mode(LaneMode.ALWAYS_CLOSED);

    assertThat(lane.people(GIVEN_BACK)).isEqualTo(2);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void aLaneIsNeverClosedOnAPersonAndTheCommandIsAnsweredWhenItIs() {
    var lane = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN).block(OUTER).mode(LaneMode.CONTROLLED);
    assertThat(lane.arm).isEqualTo(RELEASED_BOTH);
    assertThat(lane.answers).hasSize(1);

    lane.block(INNER).free(OUTER).free(INNER);

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.answers).hasSize(2);
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.DONE);
    assertThat(lane.story()).containsExactly(FREE_PASS);
  }

  @Test
  void openOnceLetsOnePersonThrough() {
    var lane = LaneRig.entry().openOnce(Direction.OUT);
    assertThat(lane.arm).isEqualTo(RELEASED_OUT);
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.DONE);

    lane.walkOut();
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.story()).containsExactly(ADMITTED, PASSED);
  }

  @Test
  void openOnceDoesNotOpenAClosedLane() {
    var lane = LaneRig.entry().mode(LaneMode.ALWAYS_CLOSED).openOnce(Direction.IN);

    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void aLateCommandDoesNothingAndSaysSo() {
    var lane =
        LaneRig.entry()
            .command(
                Command.newBuilder()
                    .setSetMode(LaneMode.EMERGENCY_OPEN)
                    .setExpiresAtMillis(LaneRig.CENTRE_MILLIS));

    assertThat(lane.lastAnswer()).isEqualTo(Outcome.EXPIRED_COMMAND);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void aRepeatedCommandDoesNothingAndSaysSoEvenAfterARestart() {
    var once = Command.newBuilder().setId("a").setSetMode(LaneMode.ALWAYS_CLOSED);
    var lane = LaneRig.entry().command(once).mode(LaneMode.CONTROLLED).command(once);
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.DUPLICATE);
    assertThat(lane.state().mode()).isEqualTo(LaneMode.CONTROLLED);

    var restarted = new LaneRig(LaneKind.ENTRY, lane.memory).command(once);
    assertThat(restarted.lastAnswer()).isEqualTo(Outcome.DUPLICATE);
  }

  @Test
  void aModeIsRememberedBeforeItIsAnswered() {
    var lane = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN);

    assertThat(lane.memory.mode()).isEqualTo(LaneMode.ALWAYS_OPEN);
    assertThat(lane.done.indexOf(new Effect.Remember(lane.memory)))
        .isLessThan(lane.done.indexOf(new Effect.Answer(lane.answers.get(0))));
    assertThat(new LaneRig(LaneKind.ENTRY, lane.memory).arm).isEqualTo(RELEASED_BOTH);
  }

  @Test
  void whoWasScannedInAnOpenLaneKeepsHisTimeWhenItIsControlledAgain() {
    var lane = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN).scan(1).scan(2);
    lane.mode(LaneMode.CONTROLLED).walkIn();
    assertThat(lane.story()).containsExactly(ADMITTED, ADMITTED, PASSED);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);

    lane.after(LaneRig.PASS_TIMEOUT);
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.people(GIVEN_BACK)).isEqualTo(1);
    assertThat(lane.walkIn().story()).endsWith(UNAUTHORISED_PASS);
  }
}
