package org.shanmen.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Use;

class OwnUsesTest {
  private static final int GATE = 7;
  private static final LaneSettings LANE =
      LaneSettings.newBuilder().setGateNumber(GATE).setArea(3).setCheckPoint(30).build();
  private static final int RIGHTS = 2 * Limits.OWN_USES_AT_A_TIME + 1;

  private final OwnUses own = new OwnUses();
  private final List<Long> asked = new ArrayList<>();

  /** After a day without the centre there are thousands, and a visitor may be waiting. */
  @Test
  void aBacklogIsForgottenALittleAtATime() {
    own.settings(LANE);
    for (long right = 1; right <= RIGHTS; right++) {
      own.add(pass(right));
    }

    own.lookAgain();
    own.forgetConfirmed(this::confirmed);
    assertThat(asked).hasSize(Limits.OWN_USES_AT_A_TIME);
    own.forgetConfirmed(this::confirmed);
    own.forgetConfirmed(this::confirmed);
    assertThat(own.size()).isZero();
  }

  /** Between two changes of the whitelist there is nothing new to find. */
  @Test
  void eachRightIsLookedAtOnceForAChange() {
    own.settings(LANE);
    own.add(pass(1));
    own.lookAgain();
    for (int turn = 0; turn < 3; turn++) {
      own.forgetConfirmed(this::unconfirmed);
    }
    assertThat(asked).containsExactly(1L);
    own.lookAgain();
    own.forgetConfirmed(this::unconfirmed);
    assertThat(asked).containsExactly(1L, 1L);
  }

  /** The centre tells of a thousand uses a second, few of them this gate's. */
  @Test
  void onlyRightsThatWereUsedHereAndOfWhichAUseCameInAreLookedAt() {
    own.settings(LANE);
    own.add(pass(1));
    own.add(pass(2));
    own.lookAgain(List.of(2L, 77L));
    for (int turn = 0; turn < 3; turn++) {
      own.forgetConfirmed(this::confirmed);
    }
    assertThat(asked).containsExactly(2L);
    assertThat(own.size()).isEqualTo(1);
  }

  @Test
  void whoNeverPassedHereCostsNoLook() {
    own.settings(LANE);
    own.add(pass(1));
    assertThat(own.unconfirmedFen(this::confirmed, 2)).isZero();
    assertThat(asked).isEmpty();
  }

  @Test
  void whatIsNotConfirmedIsKeptAndLeavesTheOthersTheirTurn() {
    own.settings(LANE);
    for (long right = 1; right <= RIGHTS; right++) {
      own.add(pass(right));
    }
    own.lookAgain();
    for (int round = 0; round < 3; round++) {
      own.forgetConfirmed(
          right -> right <= Limits.OWN_USES_AT_A_TIME ? List.of() : confirmed(right));
    }
    assertThat(own.size()).isEqualTo(Limits.OWN_USES_AT_A_TIME);
    assertThat(own.unitedWith(List.of(), 1)).hasSize(1);
  }

  @Test
  void aUseTellsWhereItWasAndWhatItCost() {
    own.settings(LANE);
    own.add(pass(1).toBuilder().setFeeFen(500).build());
    assertThat(own.unitedWith(List.of(), 1))
        .containsExactly(
            Use.newBuilder()
                .setRight(1)
                .setGateNumber(GATE)
                .setEpoch(1)
                .setSequence(1)
                .setPeople(1)
                .setDirection(Direction.IN)
                .setArea(3)
                .setCheckPoint(30)
                .setFeeFen(500)
                .build());
  }

  @Test
  void comingOutIsAUseToo() {
    own.add(pass(1).toBuilder().setDirection(Direction.OUT).build());
    assertThat(own.unitedWith(List.of(), 1)).hasSize(1);
  }

  @Test
  void whatTheCentreConfirmedIsNoLongerUnconfirmed() {
    own.settings(LANE);
    own.add(pass(1).toBuilder().setFeeFen(500).build());
    own.add(pass(1).toBuilder().setSequence(2).setFeeFen(300).build());
    assertThat(own.unconfirmedFen(right -> List.of(), 1)).isEqualTo(800);
    assertThat(own.unconfirmedFen(this::confirmed, 1)).isEqualTo(300);
    assertThat(own.unconfirmedFen(right -> List.of(), 2)).isZero();
  }

  private List<Use> unconfirmed(long right) {
    asked.add(right);
    return List.of();
  }

  private List<Use> confirmed(long right) {
    asked.add(right);
    return List.of(
        Use.newBuilder()
            .setRight(right)
            .setGateNumber(GATE)
            .setEpoch(1)
            .setSequence(right)
            .build());
  }

  private static Event pass(long right) {
    return Event.newBuilder()
        .setKind(EventKind.PASSED)
        .setEpoch(1)
        .setSequence(right)
        .setRight(right)
        .setPeople(1)
        .setDirection(Direction.IN)
        .build();
  }
}
