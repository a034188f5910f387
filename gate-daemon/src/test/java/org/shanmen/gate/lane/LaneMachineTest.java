package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.ArmPosition.LOCKED;
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
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.LampColour;
import org.shanmen.protocol.wire.LaneKind;
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

  /** He stands there already, as people do who hold a ticket to the reader. */
  @Test
  void whatCannotBeRecordedOpensForNobodyWhoStandsInTheLane() {
    var lane = LaneRig.entry().block(OUTER);
    lane.recordsFail = true;
    lane.scan(1);

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.free(OUTER).arm).isEqualTo(LOCKED);
    assertThat(lane.state().awaited()).isZero();
  }

  @Test
  void aGateThatNoCentreEverToldWhatItIsStaysShut() {
    var machine = new LaneMachine(Memory.NONE, LaneOptions.DEFAULT);
    assertThat(machine.start("test", 0))
        .contains(new Effect.Show(new Prompt.Standing(Posture.NOT_ENROLLED)));
    assertThat(machine.on(new Input.Tick(), Limits.FIRST_LEVELS_MILLIS))
        .contains(new Effect.Move(LOCKED));
  }

  @Test
  void devicesThatFailAreAlarmsAndNothingElse() {
    var lane = LaneRig.entry().on(new Input.DeviceHealth("scanner", false, "unplugged"));
    assertThat(lane.state().alarms()).containsExactly("DEVICE_FAULT:scanner");
    assertThat(lane.scan(1).arm).isEqualTo(RELEASED_IN);

    lane.on(new Input.DeviceHealth("scanner", true, ""));
    assertThat(lane.state().alarms()).isEqualTo(List.of());
  }
}
