package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.ArmPosition.DROPPED;
import static org.shanmen.gate.lane.port.ArmPosition.LOCKED;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_BOTH;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_IN;
import static org.shanmen.gate.lane.port.Beam.INNER;
import static org.shanmen.gate.lane.port.Beam.OUTER;
import static org.shanmen.protocol.wire.EventKind.PASSED;
import static org.shanmen.protocol.wire.EventKind.UNAUTHORISED_PASS;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneMode;

/** What the arm is told before the lane knows whether somebody stands in the beams. */
class LaneStartTest {
  private static List<Effect> moves(LaneRig lane) {
    return lane.done.stream().filter(effect -> effect instanceof Effect.Move).toList();
  }

  @Test
  void theArmIsLockedWhenBothBeamsSaidThatNobodyIsThere() {
    var lane = LaneRig.unread(Memory.NONE);
    lane.free(OUTER);
    assertThat(moves(lane)).isEmpty();

    lane.free(INNER);
    assertThat(moves(lane)).containsExactly(new Effect.Move(LOCKED));
  }

  @Test
  void theArmIsNotLockedOnWhoeverStandsThereAtTheStart() {
    var lane = LaneRig.unread(Memory.NONE).free(OUTER).block(INNER).after(10_000);
    assertThat(moves(lane)).isEmpty();

    lane.free(INNER);
    assertThat(moves(lane)).containsExactly(new Effect.Move(LOCKED));
  }

  @Test
  void aLaneWithoutBeamsIsLockedAfterAMoment() {
    var lane = LaneRig.unread(Memory.NONE).after(Limits.FIRST_LEVELS_MILLIS - 1);
    assertThat(moves(lane)).isEmpty();
    assertThat(moves(lane.after(1))).containsExactly(new Effect.Move(LOCKED));
  }

  @Test
  void whatOpensTheLaneWaitsForNothing() {
    assertThat(moves(LaneRig.unread(Memory.NONE).scan(1)))
        .containsExactly(new Effect.Move(RELEASED_IN));

    var open = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN);
    assertThat(LaneRig.unread(open.memory).arm).isEqualTo(RELEASED_BOTH);

    var burning = LaneRig.entry().fire(true);
    assertThat(LaneRig.unread(burning.memory).arm).isEqualTo(DROPPED);
  }

  @Test
  void anEndBeforeTheBeamsAreReadLocksNobodyIn() {
    var lane = LaneRig.unread(Memory.NONE).on(new Input.Stopping());
    assertThat(moves(lane)).isEmpty();
  }

  @Test
  void whoStandsThereSinceTheStartAndWasAdmittedBeforeIsNoIntruder() {
    var lane = LaneRig.unread(Memory.NONE).on(new Input.AssumedBefore(Direction.IN));
    lane.block(OUTER).free(INNER).after(5_000).block(INNER).free(OUTER).free(INNER);
    assertThat(lane.people(UNAUTHORISED_PASS)).isZero();

    lane.walkIn();
    assertThat(lane.people(UNAUTHORISED_PASS)).isEqualTo(1);
  }

  @Test
  void whoIsAdmittedRightAfterTheStartHasAPassOfHisOwn() {
    var lane = LaneRig.unread(Memory.NONE).on(new Input.AssumedBefore(Direction.IN));
    lane.free(OUTER).free(INNER).scan(1).walkIn();
    assertThat(lane.people(PASSED)).isEqualTo(1);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }
}
