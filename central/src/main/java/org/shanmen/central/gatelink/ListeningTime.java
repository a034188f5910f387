package org.shanmen.central.gatelink;

import java.util.function.LongSupplier;

/**
 * How much time the links' event loop has had to hear what gates say. While the loop is held up,
 * what has arrived lies unread: that time is the centre's own and no gate's silence. So this goes
 * on by no more than one tick between two ticks, and between two ticks the loop reads whatever has
 * arrived on every connection.
 *
 * <p>Belongs to the links' event loop.
 */
final class ListeningTime {
  private static final long TICK_NANOS = Limits.TICK_MILLIS * 1_000_000;

  private final LongSupplier clockNanos;
  private long tickedNanos;
  private long nanos;

  /**
   * @param clockNanos runs evenly, from anywhere
   */
  ListeningTime(LongSupplier clockNanos) {
    this.clockNanos = clockNanos;
    this.tickedNanos = clockNanos.getAsLong();
  }

  /** The loop has come round to its next tick. */
  void tick() {
    long now = clockNanos.getAsLong();
    nanos += Math.min(now - tickedNanos, TICK_NANOS);
    tickedNanos = now;
  }

  /** Nanoseconds of listening up to the last tick. */
  long nanos() {
    return nanos;
  }

  /** Milliseconds of listening since then. */
  long millisSince(long thenNanos) {
    return (nanos - thenNanos) / 1_000_000;
  }
}
