package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.shanmen.gate.Limits;

class SameCodeTest {
  private final SameCode codes = new SameCode(3_000);

  @Test
  void aPhoneHeldStillIsOnePresentationHoweverLong() {
    assertThat(codes.isNew(1, 0)).isTrue();
    for (long now = 100; now < 20_000; now += 100) {
      assertThat(codes.isNew(1, now)).isFalse();
    }
  }

  @Test
  void aPhoneThatWasAwayForTheWholeTimeIsANewPresentation() {
    codes.isNew(1, 0);
    codes.isNew(1, 2_000);
    assertThat(codes.isNew(1, 4_999)).isFalse();
    assertThat(codes.isNew(1, 7_999)).isTrue();
  }

  @Test
  void anotherCodeIsNeverSwallowed() {
    codes.isNew(1, 0);
    assertThat(codes.isNew(2, 1)).isTrue();
    assertThat(codes.isNew(1, 2)).isFalse();
  }

  @Test
  void onlyTheLatestAreRemembered() {
    for (int code = 0; code <= Limits.RECENT_CODES; code++) {
      codes.isNew(code, 0);
    }
    assertThat(codes.isNew(0, 1)).isTrue();
  }

  @Test
  void aCardThatCameOutOfTheMachineIsNewAsSoonAsItWasOutOfSight() {
    codes.isNew(1, 0);
    codes.cameOut(1);
    assertThat(codes.isNew(1, 400)).isFalse();
    assertThat(codes.isNew(1, 400 + Limits.CARD_OUT_MILLIS - 1)).isFalse();
    assertThat(codes.isNew(1, 399 + 2 * Limits.CARD_OUT_MILLIS)).isTrue();
  }

  @Test
  void onceAnsweredItIsACardLikeAnyOther() {
    codes.isNew(1, 0);
    codes.cameOut(1);
    codes.isNew(1, 1_000);
    assertThat(codes.isNew(1, 2_000)).isFalse();
  }

  @Test
  void onlyTheCardThatCameOutIsNewSooner() {
    codes.isNew(1, 0);
    codes.isNew(2, 0);
    codes.cameOut(1);
    assertThat(codes.isNew(2, 1_000)).isFalse();
  }

  @Test
  void aShorterWindowIsNotMadeLonger() {
    var quick = new SameCode(100);
    quick.isNew(1, 0);
    quick.cameOut(1);
    assertThat(quick.isNew(1, 100)).isTrue();
  }
}
