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
import static org.shanmen.protocol.wire.EventKind.UNAUTHORISED_PASS;
import static org.shanmen.protocol.wire.EventKind.USE_ASSUMED;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LampColour;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

/** What people do in a lane besides walking through, and what a lane does that cannot see them. */
class LaneBeamsTest {
  private static final long BEAM_STEP = 50;

  // ---- People ----

  @Test
  void whoComesAgainstAVisitorIsToldAndTheLaneClosesBehindHim() {
    var lane = LaneRig.entry().scan(1).block(INNER);
    assertThat(lane.state().alarms()).isEmpty();
    lane.block(OUTER);
    assertThat(lane.state().alarms()).containsExactly("WRONG_DIRECTION");
    assertThat(lane.panel).isEqualTo(new Prompt.Alarmed("WRONG_DIRECTION"));
    assertThat(lane.lamp).isEqualTo(LampColour.LAMP_RED);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);

    lane.free(INNER).free(OUTER);
    assertThat(lane.story()).containsExactly(ADMITTED, UNAUTHORISED_PASS, GIVEN_BACK);
    assertThat(lane.arm).isEqualTo(LOCKED);
    lane.scan(1).walkIn();
    assertThat(lane.story()).endsWith(ADMITTED, PASSED);
  }

  @Test
  void aHandAtTheFarEndDisturbsNobody() {
    var lane = LaneRig.entry().scan(1).block(INNER).free(INNER).walkIn();

    assertThat(lane.story()).containsExactly(ADMITTED, PASSED);
    assertThat(lane.state().alarms()).isEmpty();
  }

  @Test
  void aReverseEntryIsForgottenWithTheOneWhoMadeIt() {
    var lane = LaneRig.entry().scan(1).walkOut().scan(2).after(1_000);

    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    lane.walkIn();
    assertThat(lane.story()).endsWith(ADMITTED, PASSED);
  }

  @Test
  void somebodyCloseBehindAnotherRaisesTheAlarmBeforeEitherIsThrough() {
    var lane = LaneRig.entry().scan(1).block(OUTER).block(INNER).free(OUTER);
    lane.after(Limits.TAILGATING_GAP_MILLIS - BEAM_STEP).block(OUTER);

    assertThat(lane.state().alarms()).containsExactly("TAILGATING");
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Alarmed("TAILGATING"));
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
  }

  @Test
  void whoStepsBackTakesLongerAndIsNotSuspected() {
    var lane = LaneRig.entry().scan(1).block(OUTER).block(INNER).free(OUTER);
    lane.after(Limits.TAILGATING_GAP_MILLIS - BEAM_STEP + 1).block(OUTER);

    assertThat(lane.state().alarms()).isEmpty();
  }

  @Test
  void aGroupMayWalkClosely() {
    var lane = LaneRig.entry().scanGroup(1, 2).block(OUTER).block(INNER).free(OUTER).block(OUTER);

    assertThat(lane.state().alarms()).isEmpty();
  }

  @Test
  void followingCountsAsTailgatingForAWhile() {
    var lane = LaneRig.entry().scan(1).walkIn();
    lane.after(Limits.TAILGATING_MILLIS - 4 * BEAM_STEP).walkIn();
    assertThat(lane.last(UNAUTHORISED_PASS).detail()).isEqualTo("TAILGATING");

    var later = LaneRig.entry().scan(1).walkIn();
    later.after(Limits.TAILGATING_MILLIS - 4 * BEAM_STEP + 1).walkIn();
    assertThat(later.last(UNAUTHORISED_PASS).detail()).isEqualTo("FORCED_PASS");
  }

  @Test
  void goingBackUnderTheArmAfterAPassIsCrawlingBack() {
    var lane = LaneRig.entry().scan(1).walkIn();
    lane.after(Limits.CRAWLING_BACK_MILLIS - 4 * BEAM_STEP).walkOut();
    assertThat(lane.last(UNAUTHORISED_PASS).detail()).isEqualTo("CRAWLING_BACK");
    assertThat(lane.state().alarms()).containsExactly("CRAWLING_BACK");

    var later = LaneRig.entry().scan(1).walkIn();
    later.after(Limits.CRAWLING_BACK_MILLIS - 4 * BEAM_STEP + 1).walkOut();
    assertThat(later.last(UNAUTHORISED_PASS).detail()).isEqualTo("FORCED_PASS");
  }

  @Test
  void onlyAPassOnARightIsCrawledBackFrom() {
    var lane = LaneRig.entry().walkIn().walkOut();

    assertThat(lane.last(UNAUTHORISED_PASS).detail()).isEqualTo("FORCED_PASS");
  }

  @Test
  void climbingIsSaidShownAndClearsByItself() {
    var lane = LaneRig.entry().on(new Input.UpperBeam(true));
    assertThat(lane.state().alarms()).containsExactly("CLIMBING");
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Alarmed("CLIMBING"));

    lane.walkIn();
    assertThat(lane.last(UNAUTHORISED_PASS).detail()).isEqualTo("CLIMBING");
    lane.on(new Input.UpperBeam(false)).after(Limits.ALARM_STANDS_MILLIS);
    assertThat(lane.state().alarms()).isEmpty();
  }

  @Test
  void aChildOnTheShouldersOfAVisitorDoesNotClimb() {
    var lane = LaneRig.entry().scan(1).block(OUTER).on(new Input.UpperBeam(true));
    assertThat(lane.state().alarms()).isEmpty();

    var open = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN).on(new Input.UpperBeam(true));
    assertThat(open.state().alarms()).isEmpty();
    assertThat(LaneRig.entry().scan(1).on(new Input.UpperBeam(true)).state().alarms())
        .containsExactly("CLIMBING");
  }

  @Test
  void whoStandsInTheLaneIsAskedToMoveOnOnce() {
    var lane = LaneRig.entry().block(OUTER).block(INNER).after(Limits.LOITERING_MILLIS - 51);
    assertThat(lane.state().alarms()).isEmpty();

    lane.after(1);
    assertThat(lane.state().alarms()).containsExactly("LOITERING");
    lane.after(10_000);
    assertThat(lane.spoken).containsExactly(new Prompt.Alarmed("LOITERING"));
    lane.free(OUTER).free(INNER);
    assertThat(lane.state().alarms()).doesNotContain("LOITERING");
  }

  @Test
  void theLampOfAnOpenLaneStaysGreenWhateverIsSaid() {
    var lane = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN);
    lane.block(OUTER).block(INNER).after(Limits.LOITERING_MILLIS);

    assertThat(lane.panel).isEqualTo(new Prompt.Alarmed("LOITERING"));
    assertThat(lane.lamp).isEqualTo(LampColour.LAMP_GREEN);
  }

  @Test
  void whoPushesTheArmIsToldToScan() {
    var lane = LaneRig.entry().on(new Input.ArmPushed(true));
    assertThat(lane.state().alarms()).containsExactly("ARM_PUSHED");
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Alarmed("ARM_PUSHED"));

    assertThat(lane.on(new Input.ArmPushed(false)).state().alarms()).isEmpty();
  }

  @Test
  void inAFireNoAlarmIsSaid() {
    var lane = LaneRig.entry().fire(true);
    lane.block(OUTER).block(INNER).after(Limits.LOITERING_MILLIS);

    assertThat(lane.state().alarms()).containsExactly("FIRE", "LOITERING");
    // Said again now and then, for whoever comes later; and nothing else.
    assertThat(lane.spoken).hasSize(2).containsOnly(new Prompt.Standing(Posture.FIRE));
    assertThat(lane.panel).isEqualTo(new Prompt.Standing(Posture.FIRE));
    assertThat(lane.lamp).isEqualTo(LampColour.LAMP_GREEN);
  }

  // ---- A lane that cannot see ----

  @Test
  void aBeamThatStaysBrokenIsStuckAndLaterTheLaneIsOutOfService() {
    var lane = LaneRig.entry().block(OUTER).after(Limits.BEAM_STUCK_MILLIS - 1);
    assertThat(lane.state().alarms()).doesNotContain("BEAM_STUCK:outer");
    lane.after(1);
    assertThat(lane.state().alarms()).contains("BEAM_STUCK:outer");
    assertThat(lane.state().posture()).isEqualTo(Posture.CONTROLLED);

    lane.after(Limits.BLIND_MILLIS - Limits.BEAM_STUCK_MILLIS - 1);
    assertThat(lane.state().posture()).isEqualTo(Posture.CONTROLLED);
    lane.after(1);
    assertThat(lane.state().posture()).isEqualTo(Posture.NOT_SENSING);
    assertThat(lane.panel).isEqualTo(new Prompt.Standing(Posture.NOT_SENSING));
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.scan(1).lastRefusal()).isEqualTo(Reason.DEVICE_FAULT);

    lane.free(OUTER);
    assertThat(lane.state().alarms()).isEmpty();
    assertThat(lane.scan(2).arm).isEqualTo(RELEASED_IN);
  }

  @Test
  void dirtOnTheFarBeamIsNotTakenForTheVisitorWhoIsAwaited() {
    var lane = LaneRig.entry().scan(1).after(1_000).block(INNER).scan(2);

    assertThat(lane.story()).containsExactly(ADMITTED);
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Wait());
  }

  @Test
  void dirtOnTheNearBeamIsTakenForHimOnlyAsLongAsSomebodyMayStandThere() {
    var lane = LaneRig.entry().scan(1).block(OUTER).after(Limits.LOITERING_MILLIS).scan(2);

    assertThat(lane.story()).containsExactly(ADMITTED);
  }

  @Test
  void whoGoesByAMaskedBeamThroughTheOpenArmIsCounted() {
    var lane = LaneRig.entry().scan(1).block(INNER).after(Limits.BLIND_MILLIS);
    lane.block(OUTER).free(OUTER);
    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);

    lane.block(OUTER).free(OUTER);
    assertThat(lane.story()).containsExactly(ADMITTED, UNAUTHORISED_PASS);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    assertThat(lane.free(INNER).arm).isEqualTo(LOCKED);
  }

  @Test
  void whoeverStandsThereHearsThatABeamIsStuck() {
    var lane = LaneRig.entry().block(OUTER).after(Limits.BEAM_STUCK_MILLIS);
    assertThat(lane.panel).isEqualTo(new Prompt.Alarmed("BEAM_STUCK:outer"));
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Alarmed("BEAM_STUCK:outer"));

    var upper = LaneRig.entry().on(new Input.UpperBeam(true)).after(Limits.BEAM_STUCK_MILLIS);
    assertThat(upper.lastSpoken()).isEqualTo(new Prompt.Alarmed("BEAM_STUCK:upper"));
    assertThat(upper.lamp).isEqualTo(LampColour.LAMP_RED);
  }

  @Test
  void bothBeamsBrokenAreSomebodyUntilTheLaneIsBlind() {
    var lane = LaneRig.entry().block(OUTER).block(INNER).after(Limits.BLIND_MILLIS);

    assertThat(lane.state().alarms()).containsExactly("LOITERING", "NOT_SENSING");
  }

  @Test
  void theBeamAboveCanBeStuckTooAndTheLaneGoesOn() {
    var lane = LaneRig.entry().on(new Input.UpperBeam(true)).after(Limits.BEAM_STUCK_MILLIS - 1);
    assertThat(lane.state().alarms()).isEmpty();
    lane.after(1);
    assertThat(lane.state().alarms()).containsExactly("BEAM_STUCK:upper");
    assertThat(lane.after(Limits.BLIND_MILLIS).state().posture()).isEqualTo(Posture.CONTROLLED);

    assertThat(lane.on(new Input.UpperBeam(false)).state().alarms()).isEmpty();
  }

  @Test
  void aBlindLaneNeverClosesOnThePersonWhoMayStandThere() {
    var lane = LaneRig.entry().scan(1).block(OUTER).after(2 * Limits.BLIND_MILLIS);
    assertThat(lane.state().posture()).isEqualTo(Posture.NOT_SENSING);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);

    lane.block(INNER).free(OUTER).free(INNER);
    assertThat(lane.story()).containsExactly(ADMITTED, PASSED);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpio", "board"})
  void withoutItsBoardTheLaneIsOutOfServiceAndWhoWasAdmittedIsTakenToHavePassed(String board) {
    var lane = LaneRig.entry().scanGroup(1, 3).walkIn().device(board, false);
    lane.after(Limits.SENSES_GONE_MILLIS - 1);
    assertThat(lane.state().posture()).isEqualTo(Posture.CONTROLLED);

    lane.after(1);
    assertThat(lane.state().posture()).isEqualTo(Posture.NOT_SENSING);
    assertThat(lane.state().alarms()).containsExactly("DEVICE_FAULT:" + board, "NOT_SENSING");
    assertThat(lane.people(USE_ASSUMED)).isEqualTo(2);
    assertThat(lane.state().awaited()).isZero();

    int before = lane.done.size();
    lane.device(board, true);
    assertThat(lane.state().posture()).isEqualTo(Posture.CONTROLLED);
    assertThat(lane.done.subList(before, lane.done.size())).doesNotContain(new Effect.Move(LOCKED));
  }

  @Test
  void aBoardThatAnswersAgainSoonIsOnlyAnAlarm() {
    var lane = LaneRig.entry().scan(1).device("gpio", false).after(1_000).device("gpio", true);

    assertThat(lane.walkIn().story()).containsExactly(ADMITTED, PASSED);
    assertThat(lane.after(10_000).state().posture()).isEqualTo(Posture.CONTROLLED);
  }

  @Test
  void theScannerTellsOfNoPasses() {
    var lane = LaneRig.entry().device("scanner", false).after(60_000);

    assertThat(lane.state().posture()).isEqualTo(Posture.CONTROLLED);
  }

  @ParameterizedTest
  @EnumSource(names = {"ALWAYS_OPEN", "DIRECT_CHECK"})
  void whatPeopleCommandedOutranksABlindLane(LaneMode mode) {
    var lane = LaneRig.entry().mode(mode).device("gpio", false).after(60_000);

    assertThat(lane.state().posture()).isNotEqualTo(Posture.NOT_SENSING);
    assertThat(lane.state().alarms()).contains("NOT_SENSING");
  }

  @Test
  void fireFreesABlindLane() {
    var lane = LaneRig.entry().device("gpio", false).after(60_000).fire(true);
    assertThat(lane.arm).isEqualTo(DROPPED);
  }

  @ParameterizedTest
  @EnumSource(names = {"EXIT", "TWO_WAY"})
  void aLaneThatLeadsOutStaysFreeToLeaveWhenItIsBlind(LaneKind kind) {
    var lane = new LaneRig(kind).device("gpio", false).after(Limits.SENSES_GONE_MILLIS);

    assertThat(lane.state().posture()).isEqualTo(Posture.NOT_SENSING);
    assertThat(lane.arm).isEqualTo(RELEASED_OUT);
    assertThat(lane.scan(1).arm).isEqualTo(RELEASED_OUT);
  }

  @ParameterizedTest
  @EnumSource(names = {"EXIT", "TWO_WAY"})
  void aLaneThatLeadsOutStaysFreeToLeaveWhenItCannotRecord(LaneKind kind) {
    var lane = new LaneRig(kind);
    lane.recordsFail = true;
    lane.scanRefused(1, Reason.EXPIRED);

    assertThat(lane.state().posture()).isEqualTo(Posture.NOT_RECORDING);
    assertThat(lane.arm).isEqualTo(RELEASED_OUT);
  }

  @Test
  void whoLeavesThroughABrokenExitIsWavedThrough() {
    var lane = new LaneRig(LaneKind.EXIT).device("gpio", false).after(Limits.SENSES_GONE_MILLIS);
    assertThat(lane.lamp).isEqualTo(LampColour.LAMP_GREEN);
    assertThat(lane.panel).isEqualTo(new Prompt.Idle(LaneKind.EXIT));

    lane.scanOut(1);
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Opened());
    assertThat(lane.story()).isEmpty();
  }

  // ---- Boards that count ----

  @Test
  void aLaneThatCountsByContactBelievesTheBoard() {
    var lane = contact(LaneKind.ENTRY).scanGroup(1, 2);
    lane.on(new Input.Counted(Direction.IN)).on(new Input.Counted(Direction.OUT));
    assertThat(lane.story()).containsExactly(ADMITTED, PASSED, UNAUTHORISED_PASS);

    lane.on(new Input.Counted(Direction.IN));
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.mode(LaneMode.ALWAYS_OPEN).on(new Input.Counted(Direction.IN)).story())
        .endsWith(PASSED, FREE_PASS);
  }

  @Test
  void aLaneThatCountsByContactTakesBeamsForPresenceOnly() {
    var lane = contact(LaneKind.ENTRY).scan(1).walkIn();
    assertThat(lane.story()).containsExactly(ADMITTED);

    lane.block(OUTER).after(2 * Limits.BLIND_MILLIS);
    assertThat(lane.state().posture()).isEqualTo(Posture.CONTROLLED);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
  }

  @Test
  void aLaneThatCountsByBeamsDoesNotCountTwice() {
    var lane = LaneRig.entry().scan(1).on(new Input.Counted(Direction.IN));
    assertThat(lane.story()).containsExactly(ADMITTED);
  }

  @Test
  void aCountWithoutADirectionIsNobody() {
    var lane = contact(LaneKind.ENTRY).on(new Input.Counted(Direction.DIRECTION_UNSPECIFIED));
    assertThat(lane.story()).isEmpty();
  }

  // ---- Two ways ----

  @Test
  void aTwoWayLaneOpensOutwardsForWhomItAdmitsOutwards() {
    var lane = new LaneRig(LaneKind.TWO_WAY).scanOut(1);
    assertThat(lane.arm).isEqualTo(RELEASED_OUT);
    lane.walkOut();
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.last(PASSED).direction()).isEqualTo(Direction.OUT);

    assertThat(lane.scan(2).arm).isEqualTo(RELEASED_IN);
    assertThat(lane.scanOut(3).arm).isEqualTo(RELEASED_IN);
    assertThat(lane.walkIn().arm).isEqualTo(RELEASED_OUT);
  }

  @Test
  void openLanesAreOpenBothWays() {
    assertThat(new LaneRig(LaneKind.TWO_WAY).mode(LaneMode.ALWAYS_OPEN).arm)
        .isEqualTo(RELEASED_BOTH);
  }

  private static LaneRig contact(LaneKind kind) {
    var otherwise = LaneOptions.DEFAULT;
    return new LaneRig(
        kind,
        new LaneOptions(
            otherwise.passTimeoutMillis(),
            otherwise.sameCodeMillis(),
            otherwise.checkTimeoutMillis(),
            false,
            LaneOptions.Part.NONE,
            LaneOptions.Sensing.CONTACT));
  }
}
