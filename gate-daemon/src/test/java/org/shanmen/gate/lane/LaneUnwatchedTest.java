package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
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

/** The daemon did not get to run for a while. */
class LaneUnwatchedTest {
  private static final long A_WALK_MILLIS = 800;

  @Test
  void whoMayHaveGoneThroughUnseenHasUsedHisEntry() {
    var lane = LaneRig.entry().scan(1).unwatched(A_WALK_MILLIS).after(2 * LaneRig.PASS_TIMEOUT);

    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);
    assertThat(lane.story()).containsExactly(ADMITTED);
  }

  @Test
  void ofAGroupOnlyThoseWhoWereNotSeenAreAssumed() {
    var lane =
        LaneRig.entry()
            .scanGroup(1, 3)
            .walkIn()
            .unwatched(A_WALK_MILLIS)
            .walkIn()
            .after(2 * LaneRig.PASS_TIMEOUT);

    assertThat(lane.people(PASSED)).isEqualTo(2);
    assertThat(lane.people(USE_ASSUMED)).isEqualTo(1);
  }

  @Test
  void theTimeIsNotTakenFromTheVisitors() {
    var lane = LaneRig.entry().scan(1).after(LaneRig.PASS_TIMEOUT - 100).unwatched(5_000);

    assertThat(lane.walkIn().story()).containsExactly(ADMITTED, PASSED);
    assertThat(lane.people(USE_ASSUMED)).isZero();
  }

  @Test
  void whoIsSeenThroughIsCountedAsEver() {
    var lane =
        LaneRig.entry().scan(1).block(OUTER).block(INNER).unwatched(300).free(OUTER).free(INNER);

    assertThat(lane.after(LaneRig.PASS_TIMEOUT).story()).containsExactly(ADMITTED, PASSED);
    assertThat(lane.people(USE_ASSUMED)).isZero();
  }

  @Test
  void whoIsAdmittedAfterwardsIsGivenBackAsEver() {
    var lane = LaneRig.entry().unwatched(5_000).scan(1).after(2 * LaneRig.PASS_TIMEOUT);

    assertThat(lane.story()).containsExactly(ADMITTED, GIVEN_BACK);
  }

  @Test
  void aBoardThatCountsTellsOfThemLater() {
    var counting =
        new LaneOptions(
            8_000, 3_000, 20_000, false, LaneOptions.Part.NONE, LaneOptions.Sensing.CONTACT);
    var lane = new LaneRig(LaneKind.ENTRY, counting).scan(1).unwatched(A_WALK_MILLIS);
    assertThat(lane.after(LaneRig.PASS_TIMEOUT + Limits.COUNT_SETTLE_MILLIS).story())
        .containsExactly(ADMITTED, GIVEN_BACK);

    lane.scan(2).unwatched(A_WALK_MILLIS).on(new Input.Counted(Direction.IN));
    assertThat(lane.people(PASSED)).isEqualTo(1);
  }
}
