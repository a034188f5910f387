package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.ArmPosition.LOCKED;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_IN;
import static org.shanmen.gate.lane.port.Beam.INNER;
import static org.shanmen.gate.lane.port.Beam.OUTER;
import static org.shanmen.protocol.wire.EventKind.ADMITTED;
import static org.shanmen.protocol.wire.EventKind.GIVEN_BACK;
import static org.shanmen.protocol.wire.EventKind.PASSED;
import static org.shanmen.protocol.wire.EventKind.REFUSED;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shanmen.gate.Limits;
import org.shanmen.gate.admission.Decision;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

/** A ticket that is shown while its holder, or others on it, are still awaited. */
class LaneShownAgainTest {
  @ParameterizedTest
  @EnumSource(names = {"REVOKED", "REPLACED", "LOST", "BLOCKED", "NOT_ACTIVATED", "EXPIRED"})
  void whatEndedTheTicketEndsTheGroup(Reason reason) {
    var lane = LaneRig.entry().scanGroup(1, 3).walkIn().scanRefused(1, reason);

    assertThat(lane.lastRefusal()).isEqualTo(reason);
    assertThat(lane.people(GIVEN_BACK)).isEqualTo(2);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @ParameterizedTest
  @EnumSource(names = {"USED_UP", "TOO_SOON", "DAILY_LIMIT", "ALREADY_INSIDE"})
  void whatComesOfTheirOwnEntryDoesNot(Reason reason) {
    var lane = LaneRig.entry().scanGroup(1, 3).walkIn().scanRefused(1, reason);

    assertThat(lane.journal).noneMatch(entry -> entry.kind() == REFUSED);
    assertThat(lane.panel).isInstanceOf(Prompt.Welcome.class);
    assertThat(lane.walkIn().walkIn().people(PASSED)).isEqualTo(3);
  }

  @Test
  void whoStandsInTheLaneWalksOnWhenTheTicketEnds() {
    var lane = LaneRig.entry().scanGroup(1, 3).block(OUTER).scanRefused(1, Reason.REVOKED);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);

    lane.block(INNER).free(OUTER).free(INNER);
    assertThat(lane.people(PASSED)).isEqualTo(1);
    assertThat(lane.people(GIVEN_BACK)).isEqualTo(2);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void nobodyIsServedInTheTurnOfAGroupThatEnds() {
    var lane = LaneRig.entry().scan(1).block(OUTER).scanRefused(1, Reason.REVOKED).scan(2);
    assertThat(lane.people(ADMITTED)).isEqualTo(1);

    lane.free(OUTER);
    assertThat(lane.people(ADMITTED)).isEqualTo(2);
    assertThat(lane.last(ADMITTED).right()).isEqualTo(2);
  }

  @Test
  void inAnOpenLaneNobodyIsCalledBack() {
    var lane = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN).scanGroup(1, 3);
    lane.scanRefused(1, Reason.REVOKED);
    assertThat(lane.people(GIVEN_BACK)).isZero();
    assertThat(lane.lastRefusal()).isEqualTo(Reason.REVOKED);
  }

  @Test
  void anOpenLaneAwaitsOnlySoManyAdmissions() {
    var lane = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN);
    for (int right = 1; right <= Limits.ADMISSIONS; right++) {
      lane.scan(right);
    }
    assertThat(lane.people(ADMITTED)).isEqualTo(Limits.ADMISSIONS);
    assertThat(lane.state().awaited()).isEqualTo(Limits.ADMISSIONS);

    lane.scan(1_000);
    assertThat(lane.lastRefusal()).isEqualTo(Reason.BUSY);
    assertThat(lane.walkIn().scan(1_000).people(ADMITTED)).isEqualTo(Limits.ADMISSIONS + 1);
  }

  @Test
  void theStaffCardOnceMoreOpensForNobodyElse() {
    var lane = LaneRig.entry().scanToBeChecked(1).scanStaff(90);
    assertThat(lane.people(ADMITTED)).isEqualTo(1);

    lane.scanStaff(90).scanStaff(91);
    assertThat(lane.people(ADMITTED)).isEqualTo(1);
    lane.walkIn().scanStaff(91);
    assertThat(lane.last(ADMITTED).right()).isEqualTo(91);
  }

  @Test
  void theStaffAreAskedToWaitWhileAnotherStandsInTheWay() {
    var lane = LaneRig.entry().scanToBeChecked(1).block(INNER).scanStaff(90);
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Wait());
    assertThat(lane.people(ADMITTED)).isZero();

    lane.free(INNER).scanStaff(90);
    assertThat(lane.last(ADMITTED).right()).isEqualTo(1);
  }

  // ---- Heard of by the list, see Input.JudgedMeanwhile ----

  private static Input refusedMeanwhile(long right, Reason reason) {
    return new Input.JudgedMeanwhile(new Decision.Refuse(LaneRig.ticket(right), reason));
  }

  private static Input leftMeanwhile(long right, int people) {
    return new Input.JudgedMeanwhile(
        new Decision.Admit(LaneRig.ticket(right), Direction.IN, people, Decision.UNLIMITED));
  }

  @ParameterizedTest
  @EnumSource(names = {"REVOKED", "LOST", "BLOCKED", "USED_UP", "DAILY_LIMIT", "ALREADY_INSIDE"})
  void whatIsHeardOfTheTicketEndsTheGroupAtOnceAndIsSaid(Reason reason) {
    var lane = LaneRig.entry().scanGroup(1, 3).walkIn().on(refusedMeanwhile(1, reason));

    assertThat(lane.people(GIVEN_BACK)).isEqualTo(2);
    assertThat(lane.last(GIVEN_BACK).detail()).isEqualTo("TICKET_ENDED");
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Refused(LaneRig.ticket(1), reason));
  }

  @ParameterizedTest
  @EnumSource(names = {"TOO_SOON", "PARK_FULL", "OUTSIDE_HOURS", "STALE"})
  void whatMayComeOfTheirOwnEntryOrStoodBeforeIsNoReason(Reason reason) {
    var lane = LaneRig.entry().scanGroup(1, 3).on(refusedMeanwhile(1, reason));
    assertThat(lane.state().awaited()).isEqualTo(3);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
  }

  @Test
  void ofAGroupThatWentInElsewhereOnlyAsManyAreAwaitedAsAreLeft() {
    var lane = LaneRig.entry().scanGroup(1, 5).on(leftMeanwhile(1, 5));
    assertThat(lane.people(GIVEN_BACK)).isZero();

    lane.on(leftMeanwhile(1, 2));
    assertThat(lane.people(GIVEN_BACK)).isEqualTo(3);
    assertThat(lane.last(GIVEN_BACK).detail()).isEqualTo("USED_ELSEWHERE");
    assertThat(lane.state().awaited()).isEqualTo(2);
    assertThat(lane.walkIn().walkIn().people(PASSED)).isEqualTo(2);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void whoeverElseIsAwaitedKeepsHisTurn() {
    var lane = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN);
    lane.scanGroup(1, 3).scan(2).mode(LaneMode.CONTROLLED).on(leftMeanwhile(1, 1));

    assertThat(lane.people(GIVEN_BACK)).isEqualTo(2);
    lane.walkIn().walkIn();
    assertThat(lane.journal.stream().filter(entry -> entry.kind() == PASSED))
        .extracting(Entry::right)
        .containsExactly(1L, 2L);
  }

  @Test
  void whoStandsInTheLaneWalksOnThoughItIsHeard() {
    var lane = LaneRig.entry().scanGroup(1, 3).block(OUTER);
    lane.on(refusedMeanwhile(1, Reason.REVOKED)).on(refusedMeanwhile(1, Reason.REVOKED));
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    assertThat(lane.spoken.stream().filter(said -> said instanceof Prompt.Refused)).hasSize(1);

    lane.block(INNER).free(OUTER).free(INNER);
    assertThat(lane.people(PASSED)).isEqualTo(1);
    assertThat(lane.people(GIVEN_BACK)).isEqualTo(2);
  }

  @Test
  void whatIsHeardOfOthersOrInAnOpenLaneEndsNothing() {
    var lane = LaneRig.entry().scan(1).on(refusedMeanwhile(2, Reason.REVOKED));
    assertThat(lane.state().awaited()).isEqualTo(1);
    assertThat(lane.lastSpoken()).isInstanceOf(Prompt.Welcome.class);

    var open = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN).scan(1);
    open.on(refusedMeanwhile(1, Reason.REVOKED));
    assertThat(open.state().awaited()).isEqualTo(1);
  }
}
