package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.Beam.INNER;
import static org.shanmen.gate.lane.port.Beam.OUTER;

import org.junit.jupiter.api.Test;
import org.shanmen.gate.Limits;
import org.shanmen.gate.admission.Decision;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;

/** What panel, lamp and voice tell, beyond the answer to a ticket. */
class LaneSignsTest {
  private static final Prompt.Idle PLEASE_SCAN = new Prompt.Idle(LaneKind.ENTRY);

  @Test
  void aModeThatChangesWhatGovernsTheLaneIsSaidOnce() {
    var lane = LaneRig.entry().mode(LaneMode.ALWAYS_CLOSED).mode(LaneMode.ALWAYS_CLOSED);
    assertThat(lane.spoken).containsExactly(new Prompt.Standing(Posture.ALWAYS_CLOSED));

    lane.mode(LaneMode.CONTROLLED);
    assertThat(lane.spoken).hasSize(1);
    assertThat(lane.panel).isEqualTo(PLEASE_SCAN);
  }

  @Test
  void inAFireAModeIsKeptForLaterAndTheAnswerSaysSo() {
    var lane = LaneRig.entry().fire(true).mode(LaneMode.ALWAYS_CLOSED);
    assertThat(lane.answers.get(0).getText()).isEqualTo("kept for later: the lane stays FIRE");
    assertThat(lane.spoken).containsExactly(new Prompt.Standing(Posture.FIRE));

    assertThat(LaneRig.entry().mode(LaneMode.ALWAYS_OPEN).answers.get(0).getText()).isEmpty();
  }

  @Test
  void whoIsLetInByHandIsWavedOnUntilHeIsThrough() {
    var lane = LaneRig.entry().openOnce(Direction.IN);
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Opened());
    assertThat(lane.after(Limits.REFUSAL_SHOWN_MILLIS).panel).isEqualTo(new Prompt.Opened());

    assertThat(lane.walkIn().panel).isEqualTo(PLEASE_SCAN);
  }

  @Test
  void aGroupIsCountedDownAndTheFareOfAGroupStays() {
    var lane = LaneRig.entry().scanGroup(1, 3).after(Limits.REFUSAL_SHOWN_MILLIS);
    assertThat(people(lane)).isEqualTo(3);
    assertThat(people(lane.walkIn())).isEqualTo(2);
    assertThat(people(lane.walkIn())).isEqualTo(1);

    var paid = new Decision.Fare(1_000, 7_000);
    var admit = new Decision.Admit(LaneRig.ticket(2), Direction.IN, 3, Decision.UNLIMITED, paid);
    var paying = LaneRig.entry().present(admit, 2).after(Limits.REFUSAL_SHOWN_MILLIS);
    assertThat(people(paying.walkIn())).isEqualTo(3);
  }

  private static int people(LaneRig lane) {
    return ((Prompt.Welcome) lane.panel).people();
  }

  @Test
  void aBlockedLaneAsksNobodyForATicket() {
    var lane = LaneRig.entry().block(INNER).after(Limits.LOITERING_MILLIS);
    assertThat(lane.panel).isEqualTo(new Prompt.Alarmed("LOITERING"));
    lane.after(Limits.REFUSAL_SHOWN_MILLIS);
    assertThat(lane.panel).isEqualTo(new Prompt.Blocked());

    assertThat(lane.free(INNER).panel).isEqualTo(PLEASE_SCAN);
  }

  @Test
  void whoStandsJustInTheEntranceBlocksNobodyWhoShowsATicket() {
    var lane = LaneRig.entry().block(OUTER).after(Limits.LOITERING_MILLIS);
    lane.after(Limits.REFUSAL_SHOWN_MILLIS);
    assertThat(lane.panel).isEqualTo(PLEASE_SCAN);
    assertThat(lane.scan(1).panel).isInstanceOf(Prompt.Welcome.class);
  }

  @Test
  void aFreeExitIsNeverCalledBlocked() {
    var lane = new LaneRig(LaneKind.EXIT).block(OUTER).after(Limits.LOITERING_MILLIS);
    lane.after(Limits.REFUSAL_SHOWN_MILLIS);
    assertThat(lane.panel).isEqualTo(new Prompt.Idle(LaneKind.EXIT));
  }

  @Test
  void whoWaitsBehindAGroupLeavesThePanelToTheGroup() {
    var lane = LaneRig.entry().scanGroup(1, 3).scan(2).after(Limits.REFUSAL_SHOWN_MILLIS);
    assertThat(people(lane)).isEqualTo(3);
  }

  @Test
  void whomTheStaffTurnAwayHearsIt() {
    var lane = LaneRig.entry().scanToBeChecked(1).confirm(false);
    assertThat(lane.lastSpoken()).isEqualTo(new Prompt.Rejected());
    assertThat(lane.panel).isEqualTo(new Prompt.Rejected());
  }

  @Test
  void theLampIsWhatTheLaneSaysItIs() {
    var lane = LaneRig.entry();
    assertThat(lane.state().lamp()).isEqualTo(lane.lamp);
    assertThat(lane.scan(1).state().lamp()).isEqualTo(lane.lamp);
  }
}
