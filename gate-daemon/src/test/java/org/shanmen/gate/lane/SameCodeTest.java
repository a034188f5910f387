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
}
