package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.ArmPosition.DROPPED;
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

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CommandResult.Outcome;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LampColour;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

class LaneMachineTest {
  @Test
  void aVisitorIsAdmittedPassesAndTheArmLocksBehindHim() {
    var lane = LaneRig.entry().scan(1);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    assertThat(lane.lamp).isEqualTo(LampColour.LAMP_GREEN);

    lane.walkIn();

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.lamp).isEqualTo(LampColour.LAMP_RED);
    assertThat(lane.panel).isEqualTo(new Prompt.Idle(LaneKind.ENTRY));
    assertThat(lane.story()).containsExactly(ADMITTED, PASSED);
  }

  @Test
  void theAdmissionIsRecordedBeforeTheArmMoves() {
    var lane = LaneRig.entry();
    int before = lane.done.size();

    lane.scan(1);

    assertThat(lane.done.subList(before, lane.done.size()))
        .extracting(effect -> (Class) effect.getClass())
        .containsExactly(
            Effect.Record.class,
            Effect.Move.class,
            Effect.Show.class,
            Effect.Light.class,
            Effect.Say.class);
  }

  @Test
  void whoTurnsBackUsesNothingUp() {
    var lane =
        LaneRig.entry()
            .scan(1)
            .block(OUTER)
            .block(INNER)
            .free(INNER)
            .free(OUTER)
            .after(LaneRig.PASS_TIMEOUT);

    assertThat(lane.story()).containsExactly(ADMITTED, GIVEN_BACK);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void anAdmissionThatNobodyUsesIsGivenBackAfterTheTimeOut() {
    var lane = LaneRig.entry().scan(1).after(LaneRig.PASS_TIMEOUT - 1);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);

    lane.after(1);
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.story()).containsExactly(ADMITTED, GIVEN_BACK);
  }

  @Test
  void theTimeOutStandsStillWhileSomebodyStandsInTheBeams() {
    var lane = LaneRig.entry().scan(1).block(OUTER).after(60_000);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    assertThat(lane.state().alarms())
        .containsExactly("LOITERING", "BEAM_STUCK:outer", "NOT_SENSING");

    lane.block(INNER).free(OUTER).free(INNER);
    assertThat(lane.story()).containsExactly(ADMITTED, PASSED);
    assertThat(lane.state().alarms()).isEmpty();
  }

  @Test
  void theBeamThatIsFreedLastAfterALongStandIsNotCalledStuckUnlessItStaysBroken() {
    var lane = LaneRig.entry().scan(1).block(OUTER).block(INNER).after(40_000).free(OUTER);
    assertThat(lane.state().alarms()).containsExactly("LOITERING");

    lane.after(Limits.BEAM_ALONE_MILLIS);
    assertThat(lane.state().alarms()).containsExactly("LOITERING", "BEAM_STUCK:inner");
  }

  @Test
  void aGroupOfThreeThatSendsTwoInGetsOneBack() {
    var lane = LaneRig.entry().scanGroup(1, 3).walkIn().walkIn();
    assertThat(lane.arm).isEqualTo(RELEASED_IN);

    lane.after(LaneRig.PASS_TIMEOUT);

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.people(PASSED)).isEqualTo(2);
    assertThat(lane.people(GIVEN_BACK)).isEqualTo(1);
  }

  @Test
  void everyPersonOfAGroupHasTheWholeTime() {
    var lane = LaneRig.entry().scanGroup(1, 3);
    for (int person = 0; person < 3; person++) {
      lane.after(LaneRig.PASS_TIMEOUT - 500).walkIn();
    }
    assertThat(lane.people(PASSED)).isEqualTo(3);
  }

  @Test
  void theNextMayShowHisTicketWhileTheLastStandsInTheBeams() {
    var lane = LaneRig.entry().scan(1).block(OUTER).block(INNER).scan(2).free(OUTER).free(INNER);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);

    lane.walkIn();
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.story()).containsExactly(ADMITTED, ADMITTED, PASSED, PASSED);
    assertThat(lane.journal.stream().filter(entry -> entry.kind() == PASSED).map(Entry::right))
        .containsExactly(1L, 2L);
  }

  @Test
  void nobodyWalksThroughOnTheTicketOfTheOneBehindHim() {
    var lane = LaneRig.entry().block(OUTER).block(INNER).scan(1);
    assertThat(lane.panel).isEqualTo(new Prompt.Wait());
    assertThat(lane.arm).isEqualTo(LOCKED);

    lane.free(OUTER).free(INNER);
    assertThat(lane.story()).containsExactly(UNAUTHORISED_PASS, ADMITTED);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
  }

  @Test
  void aTicketHeldUpAgainIsWelcomedAgainAndUsedOnce() {
    var lane = LaneRig.entry().scan(1).after(4_000).scanRefused(1, Reason.USED_UP);

    assertThat(lane.story()).containsExactly(ADMITTED);
    assertThat(lane.spoken).hasSize(2).allMatch(said -> said instanceof Prompt.Welcome);
  }

  @Test
  void aRefusalIsShownForAWhileAndRecorded() {
    var lane = LaneRig.entry().scanRefused(1, Reason.EXPIRED);
    assertThat(lane.panel).isEqualTo(new Prompt.Refused(LaneRig.ticket(1), Reason.EXPIRED));
    assertThat(lane.story()).containsExactly(REFUSED);

    lane.after(3_000);
    assertThat(lane.panel).isEqualTo(new Prompt.Idle(LaneKind.ENTRY));
  }

  @Test
  void whoFollowsOnAnothersTicketRaisesAnAlarm() {
    var lane = LaneRig.entry().scan(1).walkIn().walkIn();

    assertThat(lane.story()).containsExactly(ADMITTED, PASSED, UNAUTHORISED_PASS);
    assertThat(lane.state().alarms()).containsExactly("TAILGATING");
    lane.after(11_000);
    assertThat(lane.state().alarms()).isEmpty();
  }

  @Test
  void nobodyNeedsARightToLeaveThroughAnExit() {
    var lane = new LaneRig(LaneKind.EXIT);
    assertThat(lane.arm).isEqualTo(RELEASED_OUT);

    lane.walkOut().scanOut(1).walkOut();

    assertThat(lane.story()).containsExactly(FREE_PASS, ADMITTED, PASSED);
    assertThat(lane.arm).isEqualTo(RELEASED_OUT);
    lane.walkIn();
    assertThat(lane.story()).endsWith(UNAUTHORISED_PASS);
  }

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
  void whatCannotBeRecordedIsNotAdmitted() {
    var lane = LaneRig.entry();
    lane.recordsFail = true;
    lane.scan(1);

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.panel).isEqualTo(new Prompt.Standing(Posture.NOT_RECORDING));
    assertThat(lane.state().alarms()).containsExactly("NOT_RECORDING");
    lane.scan(2);
    assertThat(lane.panel).isEqualTo(new Prompt.Refused(LaneRig.ticket(2), Reason.DEVICE_FAULT));
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
  void aGateThatNoCentreEverToldWhatItIsStaysShut() {
    var machine = new LaneMachine(Memory.NONE, LaneOptions.DEFAULT);
    var effects = machine.start("test", 0);

    assertThat(effects)
        .contains(new Effect.Show(new Prompt.Standing(Posture.NOT_ENROLLED)))
        .contains(new Effect.Move(LOCKED));
  }

  @Test
  void theEndGivesBackAndLocks() {
    var lane = LaneRig.entry().scanGroup(1, 2).walkIn().on(new Input.Stopping());

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.people(GIVEN_BACK)).isEqualTo(1);
  }

  @Test
  void theEndInAnEmergencyLeavesTheArmDown() {
    assertThat(LaneRig.entry().mode(LaneMode.EMERGENCY_OPEN).on(new Input.Stopping()).arm)
        .isEqualTo(DROPPED);
    assertThat(LaneRig.entry().fire(true).on(new Input.Stopping()).arm).isEqualTo(DROPPED);
  }

  @Test
  void devicesThatFailAreAlarmsAndNothingElse() {
    var lane = LaneRig.entry().on(new Input.DeviceHealth("scanner", false, "unplugged"));
    assertThat(lane.state().alarms()).containsExactly("DEVICE_FAULT:scanner");
    assertThat(lane.scan(1).arm).isEqualTo(RELEASED_IN);

    lane.on(new Input.DeviceHealth("scanner", true, ""));
    assertThat(lane.state().alarms()).isEqualTo(List.of());
  }

  @Test
  void whoWasScannedInAnOpenLaneIsNobodysWayInWhenItIsControlledAgain() {
    var lane = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN).scan(1).scan(2);
    lane.mode(LaneMode.CONTROLLED);

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.people(GIVEN_BACK)).isEqualTo(2);
    assertThat(lane.walkIn().story()).endsWith(UNAUTHORISED_PASS);
  }

  @Test
  void whoStandsInTheLaneThatIsControlledAgainPassesAndTheOthersAreGivenBack() {
    var lane = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN).scan(1).scan(2).block(OUTER);
    lane.mode(LaneMode.CONTROLLED).block(INNER).free(OUTER).free(INNER);

    assertThat(lane.story()).containsExactly(ADMITTED, ADMITTED, PASSED, GIVEN_BACK);
    assertThat(lane.arm).isEqualTo(LOCKED);
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
