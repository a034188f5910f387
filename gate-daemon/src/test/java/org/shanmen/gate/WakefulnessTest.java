package org.shanmen.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WakefulnessTest {
  private static final long START = -5;

  private final Wakefulness wakefulness = new Wakefulness(START);

  @Test
  void aThreadThatTakesItsTurnsMissesNothing() {
    for (long millis = 0; millis <= 1_000; millis += Limits.WAKEFUL_MILLIS) {
      wakefulness.awake(at(millis));
    }

    assertThat(wakefulness.takeMissedMillis(at(1_000 + Limits.UNWATCHED_MILLIS - 1))).isZero();
  }

  @Test
  void missedTurnsAreToldOnceAndAltogether() {
    wakefulness.awake(at(400));
    wakefulness.awake(at(420));
    wakefulness.awake(at(720));

    assertThat(wakefulness.takeMissedMillis(at(721))).isEqualTo(700);
    assertThat(wakefulness.takeMissedMillis(at(722))).isZero();
  }

  @Test
  void whoAsksBeforeTheThreadWakesUpHearsOfItAndNotAgain() {
    assertThat(wakefulness.takeMissedMillis(at(500))).isEqualTo(500);

    wakefulness.awake(at(510));
    assertThat(wakefulness.takeMissedMillis(at(511))).isZero();
  }

  private static long at(long millis) {
    return START + TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
