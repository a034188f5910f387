package org.shanmen.gate.lane;

/**
 * How long the awaited people may still take. Stands still while somebody is in the beams. Not
 * thread-safe.
 */
final class PassTimer {
  private final long passTimeoutMillis;
  private long deadlineMillis;
  private long leftMillis;

  PassTimer(long passTimeoutMillis) {
    this.passTimeoutMillis = passTimeoutMillis;
  }

  /** Somebody is awaited from now on; he, or the next of his group, has the whole time. */
  void restart(long nowMillis) {
    deadlineMillis = nowMillis + passTimeoutMillis;
    leftMillis = passTimeoutMillis;
  }

  /** Somebody stepped into the beams. */
  void pause(long nowMillis) {
    leftMillis = Math.max(0, deadlineMillis - nowMillis);
  }

  /** The beams are clear again. */
  void resume(long nowMillis) {
    deadlineMillis = nowMillis + leftMillis;
  }

  /** Meant for while the beams are clear. */
  boolean isOver(long nowMillis) {
    return nowMillis >= deadlineMillis;
  }
}
