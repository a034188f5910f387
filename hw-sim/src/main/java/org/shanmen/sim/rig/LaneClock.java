package org.shanmen.sim.rig;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A lane's time: it goes by like any other, but waits for what is due. On a machine that lets the
 * lane wait people are late and never hurried: somebody whose four edges came at once would have
 * been through the beams faster than any beam can tell. Not thread-safe.
 */
final class LaneClock {
  private final LongSupplier nanos;

  /** When the lane's time would have begun if it had never waited. */
  private long startNanos;

  private long nowMillis;

  /**
   * @param nanos a clock that never jumps
   */
  LaneClock(LongSupplier nanos) {
    this.nanos = nanos;
    startNanos = nanos.getAsLong();
  }

  /**
   * @param dueMillis when something happens next; the time is no later before it was asked here
   * @return milliseconds since the start, never less than before
   */
  long nowMillis(long dueMillis) {
    long passed = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - startNanos);
    long late = passed - Math.max(dueMillis, nowMillis);
    if (late > 0) {
      startNanos += TimeUnit.MILLISECONDS.toNanos(late);
      passed -= late;
    }
    nowMillis = Math.max(nowMillis, passed);
    return nowMillis;
  }

  /** How long until a time of this clock, if it need not wait. */
  long nanosUntil(long millis) {
    return startNanos + TimeUnit.MILLISECONDS.toNanos(millis) - nanos.getAsLong();
  }
}
