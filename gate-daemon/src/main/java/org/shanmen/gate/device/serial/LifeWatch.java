package org.shanmen.gate.device.serial;

import java.util.concurrent.TimeUnit;

/**
 * Whether a reader lives, by what comes from it. Pure, time is an argument. Not thread-safe.
 *
 * <p>Whatever comes is a sign of life. Silence counts from the opening of the line: a reader that
 * was dead before is missed as soon as one that died.
 */
final class LifeWatch {
  private final LifeSign sign;
  private boolean open;
  private long heardNanos;
  private long askNanos;

  LifeWatch(LifeSign sign) {
    this.sign = sign;
  }

  void opened(long nowNanos) {
    open = true;
    heardNanos = nowNanos;
    askNanos = nowNanos;
  }

  void heard(long nowNanos) {
    heardNanos = nowNanos;
  }

  void lost() {
    open = false;
  }

  /** Nothing came for too long; of a line that is lost nobody knows. */
  boolean isMissing(long nowNanos) {
    return open && nowNanos - heardNanos >= nanos(sign.withinMillis());
  }

  /** Whether to ask now; the next time is some time later. */
  boolean mustAsk(long nowNanos) {
    if (!asks() || nowNanos - askNanos < 0) {
      return false;
    }
    askNanos = nowNanos + nanos(sign.askMillis());
    return true;
  }

  /** How long it need not be asked; the greatest value: never. */
  long waitNanos(long nowNanos) {
    return asks() ? Math.max(0, askNanos - nowNanos) : Long.MAX_VALUE;
  }

  private boolean asks() {
    return open && sign.ask().length > 0;
  }

  private static long nanos(int millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
