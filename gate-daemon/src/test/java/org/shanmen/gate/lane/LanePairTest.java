package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.ArmPosition.DROPPED;
import static org.shanmen.gate.lane.port.ArmPosition.LOCKED;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_BOTH;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_IN;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_OUT;
import static org.shanmen.protocol.wire.EventKind.ADMITTED;
import static org.shanmen.protocol.wire.EventKind.GIVEN_BACK;
import static org.shanmen.protocol.wire.EventKind.PASSED;
import static org.shanmen.protocol.wire.EventKind.REFUSED;

import org.junit.jupiter.api.Test;
import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.LaneOptions.Part;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.protocol.wire.CommandResult.Outcome;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

/** Two lanes of which never both are open. */
class LanePairTest {
  private static LaneRig lane(Part part) {
    return lane(LaneKind.ENTRY, part);
  }

  private static LaneRig lane(LaneKind kind, Part part) {
    return lane(kind, part, false);
  }

  private static LaneRig lane(LaneKind kind, Part part, boolean collector) {
    var otherwise = LaneOptions.DEFAULT;
    return new LaneRig(
        kind,
        new LaneOptions(
            otherwise.passTimeoutMillis(),
            otherwise.sameCodeMillis(),
            otherwise.checkTimeoutMillis(),
            collector,
            part,
            otherwise.sensing()));
  }

  private static LaneRig other(LaneRig lane, boolean open) {
    return lane.on(new Input.OtherLane(open));
  }

  @Test
  void aLaneThatStandsAloneShowsNothing() {
    var lane = LaneRig.entry().on(new Input.OtherLane(true)).scan(1);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    assertThat(lane.done).noneMatch(effect -> effect instanceof Effect.ShowInterlock);
  }

  @Test
  void theFirstOpensAtOnceAndShowsIt() {
    var lane = lane(Part.FIRST).scan(1);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    assertThat(lane.interlockShown).isTrue();
    assertThat(lane.done.indexOf(new Effect.ShowInterlock(true)))
        .isLessThan(lane.done.indexOf(new Effect.Move(RELEASED_IN)));

    lane.walkIn().after(Limits.INTERLOCK_CLOSING_MILLIS - 1);
    assertThat(lane.interlockShown).isTrue();
    lane.after(1);
    assertThat(lane.interlockShown).isFalse();
  }

  @Test
  void theSecondClaimsFirstAndOpensWhenItsClaimWasHeard() {
    var lane = lane(Part.SECOND).scan(1);
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.interlockShown).isTrue();
    assertThat(lane.after(Limits.INTERLOCK_SETTLE_MILLIS - 1).arm).isEqualTo(LOCKED);

    assertThat(lane.after(1).arm).isEqualTo(RELEASED_IN);
    lane.walkIn().after(Limits.INTERLOCK_CLOSING_MILLIS);
    assertThat(lane.interlockShown).isFalse();
  }

  @Test
  void whoComesWhileTheOtherIsOpenWaitsUntilItIsClosed() {
    for (Part part : new Part[] {Part.FIRST, Part.SECOND}) {
      var lane = other(lane(part), true).scan(1).after(5_000);
      assertThat(lane.arm).isEqualTo(LOCKED);
      assertThat(lane.interlockShown).isFalse();
      assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Wait());

      other(lane, false).after(Limits.INTERLOCK_SETTLE_MILLIS);
      assertThat(lane.arm).isEqualTo(RELEASED_IN);
    }
  }

  @Test
  void whenTheOtherDoesNotCloseTheVisitorIsToldThatTheLaneIsBusy() {
    var lane = other(lane(Part.FIRST), true).scan(1).after(Limits.WAITING_MILLIS);

    assertThat(lane.story()).containsExactly(REFUSED);
    assertThat(lane.lastRefusal()).isEqualTo(Reason.BUSY);
  }

  @Test
  void ofTwoClaimsInTheSameMomentTheFirstLanesWins() {
    var first = lane(Part.FIRST);
    var second = lane(Part.SECOND);
    second.scan(2);
    first.scan(1);
    other(first, true);
    other(second, true);

    assertThat(first.arm).isEqualTo(RELEASED_IN);
    assertThat(second.after(Limits.INTERLOCK_SETTLE_MILLIS).arm).isEqualTo(LOCKED);
    assertThat(second.interlockShown).isFalse();

    other(first, false).walkIn().after(Limits.INTERLOCK_CLOSING_MILLIS);
    other(second, first.interlockShown).after(Limits.INTERLOCK_SETTLE_MILLIS);
    assertThat(second.arm).isEqualTo(RELEASED_IN);
  }

  @Test
  void theSecondGivesWayWhenBothAreFoundOpen() {
    var lane = lane(Part.SECOND).scan(1).after(Limits.INTERLOCK_SETTLE_MILLIS);
    other(lane, true);

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.story()).containsExactly(ADMITTED, GIVEN_BACK);
  }

  @Test
  void fireAndEmergencyIgnoreTheOther() {
    assertThat(other(lane(Part.SECOND), true).fire(true).arm).isEqualTo(DROPPED);
    assertThat(other(lane(Part.FIRST), true).mode(LaneMode.EMERGENCY_OPEN).arm).isEqualTo(DROPPED);
  }

  @Test
  void alwaysOpenTakesTurnsToo() {
    var lane = other(lane(Part.FIRST), true).mode(LaneMode.ALWAYS_OPEN);
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(other(lane, false).arm).isEqualTo(RELEASED_BOTH);
  }

  @Test
  void anExitOfAPairIsLockedUntilSomebodyShowsSomething() {
    var lane = lane(LaneKind.EXIT, Part.FIRST);
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.scanOut(1).walkOut().arm).isEqualTo(LOCKED);
  }

  @Test
  void openOnceWaitsForTheClaimOfTheSecond() {
    var lane = lane(Part.SECOND).openOnce(Direction.IN);
    assertThat(lane.answers).isEmpty();

    lane.after(Limits.INTERLOCK_SETTLE_MILLIS);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.DONE);
  }

  @Test
  void openOnceThatWaitsIsNotDoneInAnotherMode() {
    var lane = lane(Part.SECOND).openOnce(Direction.IN).mode(LaneMode.ALWAYS_CLOSED);

    assertThat(lane.answers.get(0).getOutcome()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void openOnceIsNotDoneWhileTheOtherIsOpen() {
    assertThat(other(lane(Part.FIRST), true).openOnce(Direction.IN).lastAnswer())
        .isEqualTo(Outcome.NOT_NOW);

    var claiming = lane(Part.SECOND).openOnce(Direction.IN);
    other(claiming, true).after(Limits.INTERLOCK_ANSWER_MILLIS - 1);
    assertThat(claiming.answers).isEmpty();
    assertThat(claiming.after(1).lastAnswer()).isEqualTo(Outcome.NOT_NOW);
  }

  @Test
  void whoIsLookedAtDoesNotKeepTheOtherLaneClosed() {
    for (Part part : new Part[] {Part.FIRST, Part.SECOND}) {
      var lane = lane(part).scanToBeChecked(1).scan(2).after(5_000);
      assertThat(lane.state().heldRight()).isEqualTo(1);
      assertThat(lane.interlockShown).isFalse();
    }
  }

  @Test
  void whoIsHeldIsLetInWhenTheOtherLaneIsClosed() {
    for (Part part : new Part[] {Part.FIRST, Part.SECOND}) {
      var lane = other(lane(part), true).scanToBeChecked(1);
      assertThat(lane.state().heldRight()).isEqualTo(1);
      lane.confirm(true).after(5_000);
      assertThat(lane.arm).isEqualTo(LOCKED);
      assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Wait());
      assertThat(lane.state().holding()).isFalse();
      assertThat(lane.answers).isEmpty();

      other(lane, false).after(Limits.INTERLOCK_SETTLE_MILLIS);
      assertThat(lane.arm).isEqualTo(RELEASED_IN);
      assertThat(lane.lastAnswer()).isEqualTo(Outcome.DONE);
      assertThat(lane.last(ADMITTED).detail()).isEqualTo("confirmed: command, li");
    }
  }

  @Test
  void whoIsHeldIsToldThatTheLaneIsBusyWhenTheOtherDoesNotClose() {
    var lane = other(lane(Part.FIRST), true).scanToBeChecked(1).after(5_000).confirm(true);
    lane.after(Limits.WAITING_MILLIS);

    assertThat(lane.lastRefusal()).isEqualTo(Reason.BUSY);
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lane.story()).containsExactly(REFUSED);
  }

  @Test
  void theEndAnswersTheWordThatCouldNotBeCarriedOut() {
    var lane = other(lane(Part.FIRST), true).scanToBeChecked(1).confirm(true);
    lane.on(new Input.Stopping());
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);

    var opening = lane(Part.SECOND).openOnce(Direction.IN).on(new Input.Stopping());
    assertThat(opening.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
  }

  /** Two lanes whose wires lead to each other, and both of which somebody always wants to enter. */
  private static final class Both {
    final LaneRig first = lane(Part.FIRST);
    final LaneRig second = lane(Part.SECOND);
    private long next = 1;

    /** Each lane has a visitor who walks as soon as he may; the next comes when he is through. */
    void rush(long millis) {
      for (long passed = 0; passed < millis; passed += 50) {
        crowd(first);
        crowd(second);
        assertThat(first.arm == LOCKED || second.arm == LOCKED).isTrue();
      }
    }

    private void crowd(LaneRig lane) {
      if (lane.arm == RELEASED_IN) {
        lane.block(Beam.OUTER).block(Beam.INNER).scan(next++).free(Beam.OUTER).free(Beam.INNER);
      } else {
        lane.scan(next++).after(50);
      }
      tell();
    }

    private void tell() {
      other(first, second.interlockShown);
      other(second, first.interlockShown);
    }
  }

  @Test
  void neitherLaneStarvesTheOtherHoweverManyWantToEnter() {
    var both = new Both();
    both.rush(4 * Limits.INTERLOCK_TURN_MILLIS);

    assertThat(both.first.people(PASSED)).isGreaterThan(10);
    assertThat(both.second.people(PASSED)).isGreaterThan(10);
  }

  @Test
  void whoIsAdmittedInATurnPassesThoughItIsOver() {
    var lane = lane(Part.FIRST).scanGroup(1, 2).after(Limits.INTERLOCK_TURN_MILLIS - 3_000);
    lane.walkIn().after(3_000);
    assertThat(lane.scan(2).lastSpoken()).isEqualTo(new Prompt.Wait());

    assertThat(lane.walkIn().people(PASSED)).isEqualTo(2);
    assertThat(lane.arm).isEqualTo(LOCKED);
    lane.after(Limits.INTERLOCK_CLOSING_MILLIS);
    assertThat(lane.interlockShown).isFalse();
    assertThat(lane.after(Limits.INTERLOCK_REST_MILLIS - 1).arm).isEqualTo(LOCKED);
    assertThat(lane.after(1).arm).isEqualTo(RELEASED_IN);
  }

  @Test
  void whoseCardIsSwallowedWhenTheTurnEndsIsLetOutAllTheSame() {
    var lane = lane(LaneKind.EXIT, Part.FIRST, true);
    lane.insert(1, true).on(new Input.CardTaken()).block(Beam.INNER);
    lane.after(Limits.INTERLOCK_TURN_MILLIS - 200).insert(2, true);
    lane.block(Beam.OUTER).free(Beam.INNER).free(Beam.OUTER);
    assertThat(lane.cards).endsWith("swallow", "swallow");
    assertThat(lane.arm).isEqualTo(LOCKED);
    lane.after(Limits.INTERLOCK_CLOSING_MILLIS + 1);
    assertThat(lane.interlockShown).isTrue();

    lane.on(new Input.CardTaken());
    assertThat(lane.arm).isEqualTo(RELEASED_OUT);
    assertThat(lane.walkOut().people(PASSED)).isEqualTo(2);
    assertThat(lane.after(Limits.INTERLOCK_CLOSING_MILLIS).interlockShown).isFalse();
  }

  @Test
  void anOtherLaneThatNeverClosesIsAnAlarmWhenSomebodyWantsToPass() {
    var lane = other(lane(Part.FIRST), true).after(Limits.INTERLOCK_STUCK_MILLIS - 1).scan(1);
    assertThat(lane.state().alarms()).isEmpty();
    lane.after(1);
    assertThat(lane.state().alarms()).containsExactly("OTHER_LANE_OPEN");
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Alarmed("OTHER_LANE_OPEN"));

    lane.after(60_000);
    assertThat(lane.state().alarms()).containsExactly("OTHER_LANE_OPEN");
    assertThat(other(lane, false).state().alarms()).isEmpty();
  }

  @Test
  void anOtherLaneThatNeverClosesIsNoAlarmWhileNobodyComes() {
    var lane = other(lane(Part.FIRST), true).after(2 * Limits.INTERLOCK_STUCK_MILLIS);
    assertThat(lane.state().alarms()).isEmpty();
  }

  @Test
  void openOnceWaitsForTheNextTurn() {
    var lane = lane(Part.FIRST).scanGroup(1, 2).after(Limits.INTERLOCK_TURN_MILLIS - 3_000);
    lane.walkIn().after(3_000).walkIn().openOnce(Direction.IN);
    assertThat(lane.answers).isEmpty();

    lane.after(Limits.INTERLOCK_CLOSING_MILLIS + Limits.INTERLOCK_REST_MILLIS);
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.DONE);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
  }
}
