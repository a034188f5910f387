package org.shanmen.gate.link;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How far the centre's clock is ahead of this machine's. Of the latest exchanges the quickest
 * counts: its answer can be wrong by half its duration at most. Thread-safe.
 */
final class ClockOffset {
  /** What honest clocks may drift apart while exchanges are remembered. */
  private static final long DRIFT_MILLIS = 50;

  private record Exchange(long durationMillis, long offsetMillis) {
    boolean contradicts(Exchange other) {
      long apart = Math.abs(offsetMillis - other.offsetMillis);
      return apart > (durationMillis + other.durationMillis) / 2 + DRIFT_MILLIS;
    }
  }

  private final int kept;
  private final Deque<Exchange> latest = new ArrayDeque<>();

  /** Of the latest; asked for in every turn of the lane's loop. */
  private Optional<Exchange> quickest = Optional.empty();

  ClockOffset(int kept) {
    this.kept = kept;
  }

  /**
   * Takes an exchange into account, unless this machine's clock was set back within it. When it and
   * the quickest cannot both be true, a clock was set between them, and all earlier ones go.
   *
   * @param sentMillis this machine's clock when the question went out
   * @param centreMillis the centre's clock in its answer
   * @param receivedMillis this machine's clock when the answer came
   */
  synchronized void exchanged(long sentMillis, long centreMillis, long receivedMillis) {
    long duration = receivedMillis - sentMillis;
    if (duration < 0) {
      return;
    }
    var now = new Exchange(duration, centreMillis - sentMillis - duration / 2);
    if (quickest.filter(now::contradicts).isPresent()) {
      latest.clear();
    }
    latest.addLast(now);
    var gone =
        latest.size() > kept ? Optional.of(latest.removeFirst()) : Optional.<Exchange>empty();
    if (latest.size() == 1 || gone.equals(quickest)) {
      quickest = latest.stream().min(Comparator.comparingLong(Exchange::durationMillis));
    } else if (quickest.filter(best -> duration >= best.durationMillis()).isEmpty()) {
      quickest = Optional.of(now);
    }
  }

  /** In milliseconds; empty before the first exchange. */
  synchronized OptionalLong millis() {
    return quickest.map(e -> OptionalLong.of(e.offsetMillis())).orElse(OptionalLong.empty());
  }
}
