package org.shanmen.gate.device.gpio;

import java.util.OptionalLong;

/**
 * An output that is active for a bounded time. Pure, time is an argument. Not thread-safe.
 *
 * <p>One that is asked for while another is active, or was a moment ago, comes after a gap, so that
 * the board sees two. More than one never waits.
 */
final class Pulse {
  private final long lengthNanos;
  private final long gapNanos;
  private boolean active;
  private boolean waiting;
  private boolean everActive;
  private long beganNanos;
  private long endedNanos;

  Pulse(long lengthNanos, long gapNanos) {
    this.lengthNanos = lengthNanos;
    this.gapNanos = gapNanos;
  }

  void ask(long nowNanos) {
    waiting = true;
    advance(nowNanos);
  }

  /** Ends it at once; one that waits still comes. */
  void cut(long nowNanos) {
    if (active) {
      active = false;
      endedNanos = nowNanos;
    }
  }

  /** Ends it at once, and nothing comes any more. */
  void cancel(long nowNanos) {
    waiting = false;
    cut(nowNanos);
  }

  /** Lets happen what is due. */
  void advance(long nowNanos) {
    if (active && nowNanos - beganNanos >= lengthNanos) {
      cut(nowNanos);
    }
    if (waiting && !active && (!everActive || nowNanos - endedNanos >= gapNanos)) {
      waiting = false;
      active = true;
      everActive = true;
      beganNanos = nowNanos;
    }
  }

  boolean isActive() {
    return active;
  }

  /** Neither active nor about to be. */
  boolean isIdle() {
    return !active && !waiting;
  }

  /** When the last one began; meaningless before the first. */
  long beganNanos() {
    return beganNanos;
  }

  /** When {@link #advance} has something to do. */
  OptionalLong dueNanos() {
    if (active) {
      return OptionalLong.of(beganNanos + lengthNanos);
    }
    return waiting ? OptionalLong.of(endedNanos + gapNanos) : OptionalLong.empty();
  }
}
