package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.ArmPosition.DROPPED;
import static org.shanmen.gate.lane.port.ArmPosition.LOCKED;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_IN;
import static org.shanmen.gate.lane.port.Beam.INNER;
import static org.shanmen.protocol.wire.EventKind.ADMITTED;
import static org.shanmen.protocol.wire.EventKind.GIVEN_BACK;
import static org.shanmen.protocol.wire.EventKind.PASSED;
import static org.shanmen.protocol.wire.EventKind.REFUSED;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.shanmen.gate.Limits;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.CommandResult.Outcome;
import org.shanmen.protocol.wire.Confirm;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LampColour;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

/** Concession tickets: a member of staff looks first. */
class LaneHoldTest {
  private static final long CHECK_TIMEOUT = LaneOptions.DEFAULT.checkTimeoutMillis();

  @Test
  void theAttendantIsCalledAndTheArmStaysLocked() {
    var lane = LaneRig.entry().scanToBeChecked(1);

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.lamp).isEqualTo(LampColour.LAMP_RED);
    assertThat(lane.panel).isEqualTo(new Prompt.Held(LaneRig.ticket(1)));
    assertThat(lane.spoken).containsExactly(new Prompt.Held(LaneRig.ticket(1)));
    assertThat(lane.state().holding()).isTrue();
    assertThat(lane.state().heldRight()).isEqualTo(1);
    assertThat(lane.story()).isEmpty();

    lane.after(10_000);
    assertThat(lane.panel).isEqualTo(new Prompt.Held(LaneRig.ticket(1)));
  }

  @Test
  void theButtonLetsHimIn() {
    var lane = LaneRig.entry().scanToBeChecked(1).button();

    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    assertThat(lane.last(ADMITTED).detail()).isEqualTo("confirmed: button");
    assertThat(lane.state().holding()).isFalse();
    assertThat(lane.state().heldRight()).isZero();
    assertThat(lane.panel).isInstanceOf(Prompt.Welcome.class);
    lane.walkIn();
    assertThat(lane.story()).containsExactly(ADMITTED, PASSED);
  }

  @Test
  void theButtonOpensNothingWhenNobodyIsHeld() {
    assertThat(LaneRig.entry().button().arm).isEqualTo(LOCKED);
    assertThat(LaneRig.entry().scan(1).button().people(ADMITTED)).isEqualTo(1);
  }

  @Test
  void theControlRoomLetsHimIn() {
    var lane = LaneRig.entry().scanToBeChecked(1).confirm(true);

    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    assertThat(lane.last(ADMITTED).detail()).isEqualTo("confirmed: command, li");
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.DONE);
    assertThat(lane.done.indexOf(new Effect.Answer(lane.answers.get(0))))
        .isGreaterThan(lane.done.indexOf(new Effect.Move(RELEASED_IN)));
  }

  @Test
  void theControlRoomSendsHimAway() {
    var lane = LaneRig.entry().scanToBeChecked(1).confirm(false);

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.last(REFUSED).reason()).isEqualTo(Reason.NEEDS_CHECK);
    assertThat(lane.last(REFUSED).detail()).isEqualTo("rejected: command, li");
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.DONE);
    assertThat(lane.state().holding()).isFalse();
  }

  @Test
  void confirmingNobodyIsNotDone() {
    assertThat(LaneRig.entry().confirm(true).lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(LaneRig.entry().confirm(false).lastAnswer()).isEqualTo(Outcome.NOT_NOW);
  }

  @Test
  void aStaffCardLetsHimInAndIsNotUsedUp() {
    var lane = LaneRig.entry().scanToBeChecked(1).scanStaff(7);

    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    assertThat(lane.last(ADMITTED).right()).isEqualTo(1);
    assertThat(lane.last(ADMITTED).detail()).isEqualTo("confirmed: staff card 7");
    assertThat(lane.story()).containsExactly(ADMITTED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {"USED_UP", "DAILY_LIMIT", "TOO_SOON", "ALREADY_INSIDE", "PARK_FULL"})
  void aStaffCardWhoseHolderMayNotEnterAgainConfirmsAllTheSame(Reason reason) {
    var lane = LaneRig.entry().scanToBeChecked(1).scanStaffRefused(7, reason);

    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    assertThat(lane.story()).containsExactly(ADMITTED);
  }

  @Test
  void aStaffCardThatIsNoGoodConfirmsNothing() {
    var lane = LaneRig.entry().scanToBeChecked(1);
    lane.present(new Decision.Refuse(LaneRig.staff(7), Reason.ALREADY_INSIDE), 7);

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.state().holding()).isTrue();
    assertThat(lane.lastRefusal()).isEqualTo(Reason.ALREADY_INSIDE);
  }

  @Test
  void aStaffCardThatIsShownToLeaveConfirmsNothing() {
    var lane = new LaneRig(LaneKind.TWO_WAY).scanToBeChecked(1);

    lane.present(
        new Decision.Admit(LaneRig.staff(7), Direction.OUT, 1, Decision.UNLIMITED), 7, Spot.INNER);

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.state().holding()).isTrue();
  }

  /** The season ticket on his card speaks for him, the staff card on it for the visitor. */
  @Test
  void theStaffCardIsNamedThoughItsHolderWouldEnterOnAnotherTicket() {
    var lane = LaneRig.entry().scanToBeChecked(1);
    lane.presentStaff(
        new Decision.Admit(LaneRig.ticket(2), Direction.IN, 1, Decision.UNLIMITED), 7);

    assertThat(lane.last(ADMITTED).right()).isEqualTo(1);
    assertThat(lane.last(ADMITTED).detail()).isEqualTo("confirmed: staff card 7");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLateWordDoesNotReachTheNextVisitor(boolean accept) {
    var lane = LaneRig.entry().scanToBeChecked(1);
    var seen = lane.state();
    lane.button().walkIn().scanToBeChecked(2).confirm(accept, seen);

    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lane.answers.get(0).getText()).isEqualTo("somebody else is held by now");
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.state().heldRight()).isEqualTo(2);
    assertThat(lane.confirm(accept).lastAnswer()).isEqualTo(Outcome.DONE);
  }

  /** A child's ticket that one child hands to another. */
  @Test
  void aLateWordDoesNotReachTheNextWhoShowsTheSameTicket() {
    var lane = LaneRig.entry().scanToBeChecked(1);
    var seen = lane.state();
    lane.confirm(false).scanToBeChecked(1).confirm(true, seen);

    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.state().holding()).isTrue();
  }

  @Test
  void theRightMustBeTheOneThatWasSeenToo() {
    var lane = LaneRig.entry().scanToBeChecked(1);
    lane.confirm(
        Confirm.newBuilder()
            .setAccept(true)
            .setHeldRight(2)
            .setHeldNumber(lane.state().heldNumber()));

    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWordThatNamesNobodyIsRefused(boolean accept) {
    var lane = LaneRig.entry().scanToBeChecked(1).confirm(Confirm.newBuilder().setAccept(accept));

    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lane.answers.get(0).getText()).contains("does not say who is meant");
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.state().holding()).isTrue();
  }

  @Test
  void noTwoHoldingsHaveTheSameNumberNotEvenAfterARestart() {
    var lane = LaneRig.entry().scanToBeChecked(1);
    long first = lane.state().heldNumber();
    lane.confirm(false).scanToBeChecked(1);
    long second = lane.state().heldNumber();
    lane.on(new Input.Stopping());
    var restarted = new LaneRig(LaneKind.ENTRY, lane.memory).after(3_000).scanToBeChecked(1);

    assertThat(first).isPositive();
    assertThat(second).isGreaterThan(first);
    assertThat(restarted.state().heldNumber()).isGreaterThan(second);
    assertThat(lane.state().heldNumber()).isZero();
  }

  @Test
  void aStaffCardAtALaneThatHoldsNobodyOpensForItsHolder() {
    var lane = LaneRig.entry().scanStaff(7);

    assertThat(lane.last(ADMITTED).right()).isEqualTo(7);
    assertThat(lane.last(ADMITTED).detail()).isEmpty();
  }

  @Test
  void whoIsHeldDoesNotConfirmHimself() {
    var lane = LaneRig.entry();
    var then = new Decision.Admit(LaneRig.staff(7), Direction.IN, 1, -1);
    lane.present(new Decision.Hold(then), 7).present(then, 7);

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.state().holding()).isTrue();
  }

  @Test
  void ifNobodyComesHeIsRefused() {
    var lane = LaneRig.entry().scanToBeChecked(1).after(CHECK_TIMEOUT - 1);
    assertThat(lane.state().holding()).isTrue();

    lane.after(1);
    assertThat(lane.state().holding()).isFalse();
    assertThat(lane.lastRefusal()).isEqualTo(Reason.NEEDS_CHECK);
    assertThat(lane.panel).isEqualTo(new Prompt.Refused(LaneRig.ticket(1), Reason.NEEDS_CHECK));
    lane.after(Limits.LATE_WORD_MILLIS);
    assertThat(lane.button().arm).isEqualTo(LOCKED);
  }

  @Test
  void aWordThatComesALittleTooLateIsForHimAndNobodyElse() {
    var lane = LaneRig.entry().scanToBeChecked(1).after(CHECK_TIMEOUT);
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.after(Limits.LATE_WORD_MILLIS - 1).button().arm).isEqualTo(RELEASED_IN);
    assertThat(lane.story()).endsWith(ADMITTED);

    var other = LaneRig.entry().scanToBeChecked(1).after(CHECK_TIMEOUT).scan(2).walkIn();
    assertThat(other.button().arm).isEqualTo(LOCKED);
  }

  @Test
  void showingItAgainIsSaidAgainAndDoesNotProlongTheCall() {
    var lane = LaneRig.entry().scanToBeChecked(1).after(CHECK_TIMEOUT - 1).scanToBeChecked(1);
    assertThat(lane.spoken).hasSize(2).containsOnly(new Prompt.Held(LaneRig.ticket(1)));

    lane.after(1);
    assertThat(lane.state().holding()).isFalse();
    assertThat(lane.story()).containsExactly(REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"button", "command", "staff card"})
  void whoseTicketIsNoLongerGoodIsRefusedThoughStaffAgree(String word) {
    var lane = LaneRig.entry().scanToBeChecked(1);
    lane.judgedAnew.put(1L, new Decision.Refuse(LaneRig.ticket(1), Reason.USED_UP));
    switch (word) {
      case "button" -> lane.button();
      case "command" -> lane.confirm(true);
      default -> lane.scanStaff(7);
    }

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.state().holding()).isFalse();
    assertThat(lane.lastRefusal()).isEqualTo(Reason.USED_UP);
    assertThat(lane.story()).containsExactly(REFUSED);
    assertThat(lane.answers)
        .allMatch(answer -> answer.getText().equals("he was refused after all: USED_UP"));
  }

  @Test
  void whoIsLetThroughWithoutACheckIsJudgedAnewToo() {
    var lane = LaneRig.entry().scanToBeChecked(1);
    lane.judgedAnew.put(1L, new Decision.Refuse(LaneRig.ticket(1), Reason.REVOKED));
    lane.mode(LaneMode.ALWAYS_OPEN);

    assertThat(lane.story()).containsExactly(REFUSED);
    assertThat(lane.lastRefusal()).isEqualTo(Reason.REVOKED);
  }

  /** He need not be looked at any more: the day on which he was may be over. */
  @Test
  void whoseTicketNeedsNoCheckByNowIsAdmittedOnWhatTheRulesSayNow() {
    var lane = LaneRig.entry().scanToBeChecked(1);
    lane.judgedAnew.put(
        1L, new Decision.Admit(LaneRig.ticket(1), Direction.IN, 2, Decision.UNLIMITED));
    lane.button();

    assertThat(lane.last(ADMITTED).people()).isEqualTo(2);
    assertThat(lane.last(ADMITTED).detail()).isEqualTo("confirmed: button");
  }

  @Test
  void aStaffCardThatComesTooEarlySendsNobodyAway() {
    var lane = LaneRig.entry().scan(1).scanToBeChecked(2);
    lane.scanStaff(7);
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Wait());
    assertThat(lane.story()).containsExactly(ADMITTED);

    lane.walkIn();
    assertThat(lane.state().heldRight()).isEqualTo(2);
    lane.scanStaff(7);
    assertThat(lane.last(ADMITTED).right()).isEqualTo(2);
    assertThat(lane.last(ADMITTED).detail()).isEqualTo("confirmed: staff card 7");
  }

  @Test
  void somebodyElseWaitsUntilTheCheckIsOver() {
    var lane = LaneRig.entry().scanToBeChecked(1).scan(2);
    assertThat(lane.panel).isEqualTo(new Prompt.Wait());
    assertThat(lane.story()).isEmpty();

    lane.confirm(false);
    assertThat(lane.last(ADMITTED).right()).isEqualTo(2);
    assertThat(lane.story()).containsExactly(REFUSED, ADMITTED);
  }

  @Test
  void nobodyIsLetInOnTheConfirmationWhileAnotherStandsInside() {
    var lane = LaneRig.entry().scanToBeChecked(1).block(INNER).button();
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.confirm(true).lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lane.scanStaff(7).lastSpoken()).isEqualTo(new Prompt.Wait());

    lane.free(INNER).button();
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
  }

  @Test
  void openOnceWaitsForTheCheck() {
    var lane = LaneRig.entry().scanToBeChecked(1).openOnce(Direction.IN);

    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lane.answers.get(0).getText()).contains("held");
  }

  @Test
  void aLaneThatIsClosedMeanwhileRefusesHim() {
    var lane = LaneRig.entry().scanToBeChecked(1).mode(LaneMode.ALWAYS_CLOSED);

    assertThat(lane.state().holding()).isFalse();
    assertThat(lane.lastRefusal()).isEqualTo(Reason.GATE_CLOSED);
  }

  @Test
  void inDirectCheckTheStaffStandThere() {
    var lane = LaneRig.entry().mode(LaneMode.DIRECT_CHECK).scanToBeChecked(1);
    assertThat(lane.last(ADMITTED).detail()).isEqualTo("confirmed: direct check");

    var opened = LaneRig.entry().scanToBeChecked(1).mode(LaneMode.ALWAYS_OPEN);
    assertThat(opened.last(ADMITTED).detail()).isEqualTo("not checked: always open");
  }

  @Test
  void inAFireNobodyIsHeldAndTheArmFallsBeforeAnythingIsRecorded() {
    var lane = LaneRig.entry().scanToBeChecked(1);
    int before = lane.done.size();
    lane.fire(true);

    assertThat(lane.done.get(before)).isEqualTo(new Effect.Move(DROPPED));
    assertThat(lane.state().holding()).isFalse();
    assertThat(lane.lastRefusal()).isEqualTo(Reason.NEEDS_CHECK);
    assertThat(lane.scanToBeChecked(2).lastRefusal()).isEqualTo(Reason.NEEDS_CHECK);
    assertThat(lane.spoken.subList(1, lane.spoken.size()))
        .containsOnly(new Prompt.Standing(Posture.FIRE));
  }

  @Test
  void theEndRefusesWhoIsHeld() {
    var lane = LaneRig.entry().scanToBeChecked(1).on(new Input.Stopping());
    assertThat(lane.lastRefusal()).isEqualTo(Reason.NEEDS_CHECK);
    assertThat(lane.story()).doesNotContain(ADMITTED, GIVEN_BACK);
    assertThat(new LaneRig(LaneKind.ENTRY, lane.memory).state().holding()).isFalse();
  }
}
