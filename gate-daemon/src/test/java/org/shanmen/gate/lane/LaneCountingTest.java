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
import static org.shanmen.protocol.wire.EventKind.USE_ASSUMED;

import org.junit.jupiter.api.Test;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;

/** Lanes whose board counts: nothing is given back before it has told everybody who passed. */
class LaneCountingTest {
  @Test
  void aLaneIsLockedWhenTheTimeIsOverAndGivesBackWhenTheBoardHasToldEverybody() {
    var lane = counting().scan(1).after(LaneRig.PASS_TIMEOUT);
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.panel).isEqualTo(new Prompt.Idle(LaneKind.ENTRY));
    assertThat(lane.after(Limits.COUNT_SETTLE_MILLIS - 1).story()).containsExactly(ADMITTED);

    assertThat(lane.after(1).story()).containsExactly(ADMITTED, GIVEN_BACK);
  }

  @Test
  void whoIsCountedJustAfterHisTimeHasPassed() {
    var lane = counting().scan(1).after(LaneRig.PASS_TIMEOUT + 1_000);
    lane.on(new Input.Counted(Direction.IN)).after(60_000);

    assertThat(lane.story()).containsExactly(ADMITTED, PASSED);
  }

  @Test
  void whoShowsHisTicketAgainMeanwhileIsLetThrough() {
    var lane = counting().scan(1).after(LaneRig.PASS_TIMEOUT + 1_000).scan(1);
    assertThat(lane.arm).isEqualTo(RELEASED_IN);

    assertThat(lane.after(LaneRig.PASS_TIMEOUT - 1).arm).isEqualTo(RELEASED_IN);
    assertThat(lane.after(1).arm).isEqualTo(LOCKED);
    assertThat(lane.people(ADMITTED)).isEqualTo(1);
  }

  @Test
  void whileTheCounterIsUnknownNothingIsGivenBack() {
    var lane = counting().scan(1).after(LaneRig.PASS_TIMEOUT).on(new Input.CountKnown(false));
    lane.after(Limits.SENSES_GONE_MILLIS - 1);
    assertThat(lane.story()).containsExactly(ADMITTED);

    lane.on(new Input.Counted(Direction.IN)).on(new Input.CountKnown(true)).after(60_000);
    assertThat(lane.story()).containsExactly(ADMITTED, PASSED);
    assertThat(lane.state().alarms()).isEmpty();
  }

  @Test
  void ifTheCounterTellsThatNobodyPassedTheEntryIsGivenBack() {
    var lane = counting().scan(1).after(LaneRig.PASS_TIMEOUT).on(new Input.CountKnown(false));
    lane.after(1_600).on(new Input.CountKnown(true));

    assertThat(lane.people(GIVEN_BACK)).isEqualTo(1);
  }

  @Test
  void aCounterThatStaysUnknownIsALaneThatCannotTellWhoPasses() {
    var lane = counting().scanGroup(1, 2).on(new Input.CountKnown(false));
    lane.after(Limits.SENSES_GONE_MILLIS);

    assertThat(lane.people(USE_ASSUMED)).isEqualTo(2);
    assertThat(lane.state().posture()).isEqualTo(Posture.NOT_SENSING);
    assertThat(lane.on(new Input.CountKnown(true)).state().posture()).isEqualTo(Posture.CONTROLLED);
  }

  @Test
  void aCounterThatWasSetTellsNothing() {
    var lane = counting().scanGroup(1, 2).on(new Input.CountLost());

    assertThat(lane.people(USE_ASSUMED)).isEqualTo(2);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void aLaneThatCountsByBeamsDoesNotMindTheCounter() {
    var lane = LaneRig.entry().scan(1).on(new Input.CountLost()).on(new Input.CountKnown(false));

    assertThat(lane.after(LaneRig.PASS_TIMEOUT).story()).containsExactly(ADMITTED, GIVEN_BACK);
    assertThat(lane.state().posture()).isEqualTo(Posture.CONTROLLED);
  }

  @Test
  void aCommandToCloseWaitsForTheCountToo() {
    var lane = counting().scan(1).mode(LaneMode.ALWAYS_CLOSED);
    assertThat(lane.arm).isEqualTo(LOCKED);

    assertThat(lane.on(new Input.Counted(Direction.IN)).story()).containsExactly(ADMITTED, PASSED);
  }

  @Test
  void whoComesAgainstAVisitorClosesACountingLaneForGood() {
    var lane = counting().scan(1).block(INNER).block(OUTER).free(INNER).free(OUTER);
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(lane.after(Limits.COUNT_SETTLE_MILLIS - 1).arm).isEqualTo(LOCKED);

    assertThat(lane.after(1).people(GIVEN_BACK)).isEqualTo(1);
  }

  @Test
  void theEndLeavesOpenWhatTheBoardDidNotTell() {
    var lane = counting().scan(1).on(new Input.CountKnown(false)).on(new Input.Stopping());

    assertThat(lane.story()).containsExactly(ADMITTED);
    assertThat(lane.arm).isEqualTo(LOCKED);
    assertThat(counting().scan(1).on(new Input.Stopping()).story())
        .containsExactly(ADMITTED, GIVEN_BACK);
  }

  @Test
  void whoWasAdmittedWhenThePinsWereOutOfReachMayHavePassed() {
    var lane = LaneRig.entry().scan(1).device("gpio", false).after(1_000).device("gpio", true);
    assertThat(lane.after(LaneRig.PASS_TIMEOUT).people(USE_ASSUMED)).isEqualTo(1);

    lane.scan(2).after(LaneRig.PASS_TIMEOUT);
    assertThat(lane.last(GIVEN_BACK).right()).isEqualTo(2);
  }

  @Test
  void theArmIsToldForWhomItIsReleased() {
    var exit = new LaneRig(LaneKind.EXIT);
    assertThat(exit.done).contains(new Effect.Move(RELEASED_OUT, RELEASED_OUT));

    var twoWay = new LaneRig(LaneKind.TWO_WAY).scanOut(1);
    assertThat(twoWay.done).contains(new Effect.Move(RELEASED_OUT, LOCKED));
    int before = twoWay.done.size();
    twoWay.block(INNER).after(Limits.BLIND_MILLIS);
    assertThat(twoWay.done.subList(before, twoWay.done.size()))
        .contains(new Effect.Move(RELEASED_OUT, RELEASED_OUT));
  }

  private static LaneRig counting() {
    var otherwise = LaneOptions.DEFAULT;
    return new LaneRig(
        LaneKind.ENTRY,
        new LaneOptions(
            otherwise.passTimeoutMillis(),
            otherwise.sameCodeMillis(),
            otherwise.checkTimeoutMillis(),
            false,
            LaneOptions.Part.NONE,
            LaneOptions.Sensing.CONTACT));
  }
}
