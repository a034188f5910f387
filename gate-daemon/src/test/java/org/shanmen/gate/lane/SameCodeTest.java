package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.SameCode.Reading;
import org.shanmen.gate.lane.port.Spot;

class SameCodeTest {
  private static final Showing SHOWN = new Showing(1, Spot.OUTER);

  private final SameCode codes = new SameCode(3_000);

  @Test
  void aPhoneHeldStillIsOnePresentationHoweverLong() {
    assertThat(isNew(1, 0)).isTrue();
    for (long now = 100; now < 20_000; now += 100) {
      assertThat(isNew(1, now)).isFalse();
    }
  }

  @Test
  void aPhoneThatWasAwayForTheWholeTimeIsANewPresentation() {
    isNew(1, 0);
    assertThat(isNew(1, 500)).isFalse();
    assertThat(isNew(1, 3_499)).isTrue();
  }

  @Test
  void whoShowsItEveryTwoSecondsIsHeardAgainWhenTheAnswerIsOld() {
    isNew(1, 0);
    assertThat(isNew(1, 2_000)).isFalse();
    assertThat(isNew(1, 4_000)).isTrue();
    assertThat(isNew(1, 6_000)).isFalse();
    assertThat(isNew(1, 8_000)).isTrue();
  }

  @Test
  void whatCameBackAfterItsAnswerIsOverIsNew() {
    isNew(1, 0);
    codes.answered(SHOWN, true);
    assertThat(codes.read(SHOWN, true, 1_000)).isEqualTo(Reading.ECHO);
    assertThat(codes.read(SHOWN, false, 1_700)).isEqualTo(Reading.ECHO);
    assertThat(codes.read(SHOWN, false, 1_700 + Limits.CODE_GONE_MILLIS)).isEqualTo(Reading.NEW);
  }

  @Test
  void whatWasRefusedHasNoAnswerThatCouldBeOver() {
    isNew(1, 0);
    codes.answered(SHOWN, false);
    assertThat(codes.read(SHOWN, false, 1_000)).isEqualTo(Reading.ECHO);
  }

  @Test
  void anotherCodeIsNeverSwallowed() {
    isNew(1, 0);
    assertThat(isNew(2, 1)).isTrue();
    assertThat(isNew(1, 2)).isFalse();
  }

  @Test
  void onlyTheLatestAreRemembered() {
    for (int code = 0; code <= Limits.RECENT_CODES; code++) {
      isNew(code, 0);
    }
    assertThat(isNew(0, 1)).isTrue();
  }

  @Test
  void aCardThatCameOutOfTheMachineIsNewAsSoonAsItWasOutOfSight() {
    inMachine(1, 0);
    codes.cameOut(1);
    assertThat(inMachine(1, 400)).isFalse();
    assertThat(inMachine(1, 400 + Limits.CARD_OUT_MILLIS - 1)).isFalse();
    assertThat(inMachine(1, 399 + 2 * Limits.CARD_OUT_MILLIS)).isTrue();
  }

  @Test
  void onceAnsweredItIsACardLikeAnyOther() {
    inMachine(1, 0);
    codes.cameOut(1);
    inMachine(1, 1_000);
    assertThat(inMachine(1, 2_000)).isFalse();
  }

  @Test
  void onlyTheCardThatCameOutIsNewSooner() {
    inMachine(1, 0);
    inMachine(2, 0);
    codes.cameOut(1);
    assertThat(inMachine(2, 1_000)).isFalse();
  }

  @Test
  void aShorterWindowIsNotMadeLonger() {
    var quick = new SameCode(100);
    quick.read(new Showing(1, Spot.COLLECTOR), false, 0);
    quick.cameOut(1);
    assertThat(quick.read(new Showing(1, Spot.COLLECTOR), false, 100)).isEqualTo(Reading.NEW);
  }

  @Test
  void atAnotherSpotItIsAnotherPresentation() {
    assertThat(read(1, Spot.OUTER, 0)).isEqualTo(Reading.NEW);
    assertThat(read(1, Spot.INNER, 1)).isEqualTo(Reading.NEW);
    assertThat(read(1, Spot.COLLECTOR, 2)).isEqualTo(Reading.NEW);
    assertThat(read(1, Spot.INNER, 3)).isEqualTo(Reading.ECHO);
  }

  @Test
  void aCardThatStaysInTheMachineIsToldOfNowAndThen() {
    assertThat(read(1, Spot.COLLECTOR, 0)).isEqualTo(Reading.NEW);
    for (long now = 100; now <= 3 * Limits.CARD_LIES_MILLIS; now += 100) {
      assertThat(read(1, Spot.COLLECTOR, now))
          .isEqualTo(now % Limits.CARD_LIES_MILLIS == 0 ? Reading.LIES_THERE : Reading.ECHO);
    }
  }

  private Reading read(long fingerprint, Spot spot, long nowMillis) {
    return codes.read(new Showing(fingerprint, spot), false, nowMillis);
  }

  private boolean isNew(long fingerprint, long nowMillis) {
    return read(fingerprint, Spot.OUTER, nowMillis) == Reading.NEW;
  }

  private boolean inMachine(long fingerprint, long nowMillis) {
    return read(fingerprint, Spot.COLLECTOR, nowMillis) == Reading.NEW;
  }
}
