package org.shanmen.gate.device.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LifeWatchTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int WITHIN = 1_500;

  /** So that times wrap around on the way. */
  private long now = Long.MAX_VALUE - 1_000 * MILLI;

  @Test
  void aReaderThatHangsIsMissedWithinTwoSecondsOfItsLastWord() {
    LifeWatch watch = asked();
    watch.opened(now);
    for (int i = 0; i < 100; i++) {
      wait(500);
      assertThat(watch.isMissing(now)).isFalse();
      watch.heard(now);
    }
    long last = now;
    while (!watch.isMissing(now)) {
      wait(1);
      assertThat((now - last) / MILLI).isLessThan(2_000 - 100);
    }
    assertThat((now - last) / MILLI).isEqualTo(WITHIN);
    watch.heard(now);
    assertThat(watch.isMissing(now)).isFalse();
  }

  @Test
  void aReaderThatWasDeadBeforeIsMissedAsSoon() {
    LifeWatch watch = asked();
    watch.opened(now);
    wait(WITHIN - 1);
    assertThat(watch.isMissing(now)).isFalse();
    wait(1);
    assertThat(watch.isMissing(now)).isTrue();
  }

  @Test
  void itIsAskedAtOnceAndSoOftenThatTwoAnswersMayBeLost() {
    LifeWatch watch = asked();
    assertThat(watch.mustAsk(now)).as("no line").isFalse();
    watch.opened(now);
    int asked = 0;
    for (long opened = now; !watch.isMissing(now); wait(1)) {
      long due = watch.waitNanos(now);
      assertThat(watch.mustAsk(now)).isEqualTo(due == 0);
      asked += due == 0 ? 1 : 0;
      assertThat(now - opened).isLessThanOrEqualTo(WITHIN * MILLI);
    }
    assertThat(asked).isEqualTo(3);
  }

  @Test
  void oneThatSpeaksByItselfIsNeverAsked() {
    LifeWatch watch = new LifeWatch(new LifeSign(new byte[0], new byte[] {1}, WITHIN));
    watch.opened(now);
    assertThat(watch.mustAsk(now)).isFalse();
    assertThat(watch.waitNanos(now)).isEqualTo(Long.MAX_VALUE);
    wait(WITHIN);
    assertThat(watch.isMissing(now)).isTrue();
  }

  @Test
  void aLineThatIsLostTellsNothingOfItsReader() {
    LifeWatch watch = asked();
    watch.opened(now);
    watch.lost();
    wait(10 * WITHIN);
    assertThat(watch.isMissing(now)).isFalse();
    assertThat(watch.mustAsk(now)).isFalse();
    watch.opened(now);
    assertThat(watch.isMissing(now)).isFalse();
    assertThat(watch.mustAsk(now)).isTrue();
  }

  private static LifeWatch asked() {
    return new LifeWatch(new LifeSign(new byte[] {0x3F}, new byte[] {0x21}, WITHIN));
  }

  private void wait(int millis) {
    now += millis * MILLI;
  }
}
