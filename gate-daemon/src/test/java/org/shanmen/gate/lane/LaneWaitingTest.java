package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.ArmPosition.LOCKED;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_IN;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_OUT;
import static org.shanmen.gate.lane.port.Beam.INNER;
import static org.shanmen.gate.lane.port.Beam.OUTER;
import static org.shanmen.protocol.wire.EventKind.ADMITTED;
import static org.shanmen.protocol.wire.EventKind.GIVEN_BACK;
import static org.shanmen.protocol.wire.EventKind.PASSED;
import static org.shanmen.protocol.wire.EventKind.REFUSED;

import org.junit.jupiter.api.Test;
import org.shanmen.gate.Limits;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

/** Two visitors at one lane: neither is lost, and nobody passes on the other's right. */
class LaneWaitingTest {
  @Test
  void theSecondIsToldToWaitAndServedWhenTheFirstHasPassed() {
    var lane = LaneRig.entry().scan(1).scan(2);
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Wait());
    assertThat(lane.story()).containsExactly(ADMITTED);

    lane.walkIn();
    assertThat(lane.arm).isEqualTo(RELEASED_IN);
    lane.walkIn();
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.people(ADMITTED)).isEqualTo(2);
    assertThat(lane.journal.stream().filter(entry -> entry.kind() == PASSED).map(Entry::right))
        .containsExactly(1L, 2L);
  }

  @Test
  void thePanelReturnsToTheOneWhoIsServed() {
    var lane = LaneRig.entry().scan(1).scan(2);
    assertThat(lane.panel).isEqualTo(new Prompt.Wait());

    lane.after(Limits.REFUSAL_SHOWN_MILLIS);
    assertThat(lane.panel).isInstanceOf(Prompt.Welcome.class);
  }

  @Test
  void theSecondIsServedWhenTheFirstDoesNotCome() {
    var lane = LaneRig.entry().scan(1).scan(2).after(LaneRig.PASS_TIMEOUT);

    assertThat(lane.story()).containsExactly(ADMITTED, GIVEN_BACK, ADMITTED);
    assertThat(lane.last(ADMITTED).right()).isEqualTo(2);
  }

  @Test
  void theSecondIsJudgedAnew() {
    var lane = LaneRig.entry().scan(1).scan(2);
    lane.judgedAnew.put(2L, new Decision.Refuse(LaneRig.ticket(2), Reason.REVOKED));
    lane.walkIn();

    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.lastRefusal()).isEqualTo(Reason.REVOKED);
    assertThat(lane.after(60_000).story()).containsExactly(ADMITTED, PASSED, REFUSED);
  }

  @Test
  void aThirdDisplacesTheSecond() {
    var lane = LaneRig.entry().scan(1).scan(2).scan(3);
    assertThat(lane.last(REFUSED).right()).isEqualTo(2);
    assertThat(lane.lastRefusal()).isEqualTo(Reason.BUSY);

    lane.walkIn();
    assertThat(lane.last(ADMITTED).right()).isEqualTo(3);
  }

  @Test
  void theSameCodeAgainDisplacesNobody() {
    var lane = LaneRig.entry().scan(1).scan(2).scan(2);

    assertThat(lane.story()).containsExactly(ADMITTED);
  }

  @Test
  void whoWaitsTooLongIsToldThatTheLaneIsBusy() {
    var lane = LaneRig.entry().scanGroup(1, 5).scan(2);
    lane.after(Limits.WAITING_MILLIS / 2).walkIn().after(Limits.WAITING_MILLIS / 2 - 201);
    assertThat(lane.story()).containsExactly(ADMITTED, PASSED);

    lane.after(1);
    assertThat(lane.lastRefusal()).isEqualTo(Reason.BUSY);
    assertThat(lane.panel).isEqualTo(new Prompt.Refused(LaneRig.ticket(2), Reason.BUSY));
  }

  @Test
  void aGroupThatShowsItsCodeAgainGoesOn() {
    var lane = LaneRig.entry().scanGroup(1, 3).walkIn();
    lane.after(LaneRig.PASS_TIMEOUT - 1).scanGroup(1, 3);
    assertThat(lane.people(ADMITTED)).isEqualTo(3);
    assertThat(((Prompt.Welcome) lane.panel).people()).isEqualTo(2);

    lane.after(LaneRig.PASS_TIMEOUT - 1).walkIn().walkIn();
    assertThat(lane.people(PASSED)).isEqualTo(3);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void oneWhoNeedsACheckWaitsUntilHeIsAlone() {
    var lane = LaneRig.entry().scan(1).scanToBeChecked(2);
    assertThat(lane.state().holding()).isFalse();

    lane.walkIn();
    assertThat(lane.state().holding()).isTrue();
    assertThat(lane.state().heldRight()).isEqualTo(2);
  }

  @Test
  void aNewcomerIsNotServedBeforeTheOneWhoWaitsThoughTheLastIsInTheBeams() {
    var lane = LaneRig.entry().scan(1).scan(2).block(OUTER).block(INNER).scan(3);
    assertThat(lane.people(ADMITTED)).isEqualTo(1);
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.WaitInstead());

    lane.free(OUTER).free(INNER);
    assertThat(lane.last(ADMITTED).right()).isEqualTo(3);
    assertThat(lane.last(REFUSED).right()).isEqualTo(2);
    lane.walkIn();
    assertThat(lane.people(ADMITTED)).isEqualTo(2);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void whoWaitsOnOneSideIsNotDisplacedFromTheOther() {
    var lane = new LaneRig(LaneKind.TWO_WAY).scan(1);
    presentInside(lane, 2);
    lane.block(OUTER).block(INNER).scan(3);
    assertThat(lane.last(REFUSED).right()).isEqualTo(3);
    assertThat(lane.lastRefusal()).isEqualTo(Reason.BUSY);

    lane.free(OUTER).free(INNER);
    assertThat(lane.arm).isEqualTo(RELEASED_OUT);
    lane.walkOut();
    assertThat(lane.last(PASSED).right()).isEqualTo(2);
  }

  private static void presentInside(LaneRig lane, long right) {
    lane.present(
        new Decision.Admit(LaneRig.ticket(right), Direction.OUT, 1, Decision.UNLIMITED),
        right,
        Spot.INNER);
  }

  @Test
  void aLaneThatIsClosedRefusesWhoWaits() {
    var lane = LaneRig.entry().scan(1).scan(2).mode(LaneMode.ALWAYS_CLOSED);

    assertThat(lane.last(REFUSED).right()).isEqualTo(2);
    assertThat(lane.lastRefusal()).isEqualTo(Reason.GATE_CLOSED);
  }

  @Test
  void aLaneThatIsClosedRefusesWhoWaitsAtOnceThoughSomebodyStandsInIt() {
    var lane = LaneRig.entry().block(OUTER).block(INNER).scan(2).mode(LaneMode.ALWAYS_CLOSED);

    assertThat(lane.lastRefusal()).isEqualTo(Reason.GATE_CLOSED);
  }

  @Test
  void nobodyIsHeldWhileTheLastStandsInTheBeams() {
    var lane = LaneRig.entry().scan(1).block(OUTER).scanToBeChecked(2);
    assertThat(lane.state().holding()).isFalse();

    lane.block(INNER).free(OUTER).free(INNER);
    assertThat(lane.state().holding()).isTrue();
  }

  @Test
  void aLaneThatOpensForEverybodyServesWhoWaits() {
    var lane = LaneRig.entry().scan(1).scan(2).mode(LaneMode.ALWAYS_OPEN);

    assertThat(lane.people(ADMITTED)).isEqualTo(2);
  }

  @Test
  void theEndRefusesWhoWaits() {
    var lane = LaneRig.entry().scan(1).scan(2).on(new Input.Stopping());

    assertThat(lane.last(REFUSED).right()).isEqualTo(2);
    assertThat(lane.lastRefusal()).isEqualTo(Reason.BUSY);
  }
}
