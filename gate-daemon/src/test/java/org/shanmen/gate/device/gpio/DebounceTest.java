package org.shanmen.gate.device.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.shanmen.gate.device.gpio.Debounce.Settled;

class DebounceTest {
  private static final long QUIET = 20;

  private final Debounce debounce = new Debounce(QUIET, false);

  @Test
  void aLevelThatStaysIsBelievedOnceWithTheTimeOfItsEdge() {
    debounce.seen(true, 100);
    assertThat(debounce.dueNanos()).isEqualTo(120);
    assertThat(debounce.settled(119)).isEmpty();
    assertThat(debounce.settled(120)).contains(new Settled(true, 100));
    assertThat(debounce.settled(999)).isEmpty();
  }

  @Test
  void theTimeRunsFromTheLastEdge() {
    debounce.seen(true, 100);
    debounce.seen(false, 105);
    debounce.seen(true, 110);
    assertThat(debounce.settled(125)).isEmpty();
    assertThat(debounce.settled(130)).contains(new Settled(true, 110));
  }

  @Test
  void aLevelThatWentBackIsNotBelieved() {
    debounce.seen(true, 100);
    debounce.seen(false, 105);
    assertThat(debounce.isUnsettled()).isFalse();
    assertThat(debounce.settled(999)).isEmpty();
  }

  @Test
  void theSameLevelAgainIsNoEdge() {
    debounce.seen(true, 100);
    debounce.seen(true, 115);
    assertThat(debounce.settled(120)).contains(new Settled(true, 100));
  }

  @Test
  void theClockMayOverflow() {
    debounce.seen(true, Long.MAX_VALUE - 5);
    assertThat(debounce.settled(Long.MAX_VALUE)).isEmpty();
    assertThat(debounce.settled(Long.MIN_VALUE + 14)).isPresent();
  }

  @Property
  void believedLevelsAlternateAndEachWasQuietBefore(
      @ForAll List<@IntRange(min = 0, max = 50) Integer> gaps) {
    Debounce own = new Debounce(QUIET, false);
    long now = 0;
    boolean raw = false;
    boolean believed = false;
    for (int gap : gaps) {
      now += gap;
      var settled = own.settled(now);
      if (settled.isPresent()) {
        assertThat(gap).isGreaterThanOrEqualTo((int) QUIET);
        assertThat(settled.get().level()).isEqualTo(raw).isNotEqualTo(believed);
        believed = raw;
      }
      raw = !raw;
      own.seen(raw, now);
    }
  }
}
