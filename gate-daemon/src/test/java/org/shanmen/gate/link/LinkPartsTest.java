package org.shanmen.gate.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakWatch.class)
class LinkPartsTest {
  @Property
  void pausesGrowToABoundAndAreSpreadFromNothing(@ForAll long seed) {
    var pause = new ReconnectPause(250, 15_000, new Random(seed));
    long bound = 250;
    for (int attempt = 0; attempt < 20; attempt++) {
      assertThat(pause.nextMillis()).isBetween(0L, bound);
      bound = Math.min(15_000, 2 * bound);
    }
    pause.reset();
    assertThat(pause.nextMillis()).isLessThanOrEqualTo(250);
  }

  @Test
  void theQuickestExchangeTellsTheClocksDifference() {
    var offset = new ClockOffset(3);
    assertThat(offset.millis()).isEmpty();
    offset.exchanged(1000, 6500, 3000);
    assertThat(offset.millis()).hasValue(4500);
    offset.exchanged(4000, 9001, 4002);
    assertThat(offset.millis()).hasValue(5000);
    offset.exchanged(5000, 99_999, 4000);
    assertThat(offset.millis()).hasValue(5000);
    for (int i = 0; i < 3; i++) {
      offset.exchanged(6000, 6000, 6010);
    }
    assertThat(offset.millis()).hasValue(-5);
  }

  /** Else every command would come too late for as long as the old exchange is remembered. */
  @Test
  void aClockThatWasSetMakesEarlierExchangesWorthless() {
    var offset = new ClockOffset(60);
    offset.exchanged(1_000, 1_700_000_001_000L, 1_001);
    offset.exchanged(1_700_000_002_000L, 1_700_000_002_020L, 1_700_000_002_030L);
    assertThat(offset.millis()).hasValue(5);
  }

  @Test
  void aCodeIsReadAndItsSecretIsNotPrinted() {
    var code = EnrolmentCode.parse(" N1.ABC." + "0123456789abcdef".repeat(2) + "\n", "N1");
    assertThat(code.secret()).isEqualTo("ABC");
    assertThat(code.toString()).doesNotContain("ABC");
    assertThatThrownBy(() -> EnrolmentCode.parse("N1.ABC.0123", "N1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The watch itself must see a leak, or its silence means nothing. */
  @Test
  void theLeakWatchSeesALeak() throws InterruptedException {
    for (int attempt = 0; attempt < 50 && LeakWatch.reported().isEmpty(); attempt++) {
      leak();
    }
    assertThat(LeakWatch.reported()).anyMatch(report -> report.contains("LEAK"));
    LeakWatch.forget();
  }

  private static void leak() {
    ByteBufAllocator.DEFAULT.buffer(64);
  }
}
