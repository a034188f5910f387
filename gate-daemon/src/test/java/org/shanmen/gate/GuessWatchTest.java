package org.shanmen.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GuessWatchTest {
  private final GuessWatch watch = new GuessWatch();

  @Test
  void aFewWrongCodesAreAnAccident() {
    assertThat(watch.isTried(0, 1_000)).isFalse();
    assertThat(watch.isTried(Limits.GUESSES - 1, 2_000)).isFalse();
  }

  @Test
  void manyInAMinuteAreNotAndTheAlarmStandsUntilAMinuteWithout() {
    long period = Limits.GUESSING_MILLIS;
    assertThat(watch.isTried(0, period)).isFalse();
    assertThat(watch.isTried(Limits.GUESSES, period + 10_000)).isTrue();
    assertThat(watch.isTried(Limits.GUESSES, 2 * period)).isTrue();
    assertThat(watch.isTried(Limits.GUESSES, 3 * period - 1)).isTrue();
    assertThat(watch.isTried(Limits.GUESSES, 3 * period)).isFalse();
  }

  @Test
  void whoeverHasTheWrongTicketNowAndThenRaisesNoAlarm() {
    for (int minute = 1; minute < 100; minute++) {
      assertThat(watch.isTried(10L * minute, minute * Limits.GUESSING_MILLIS)).isFalse();
    }
  }
}
