package org.shanmen.gate.lane;

import org.shanmen.gate.Limits;

/**
 * How long the awaited people may still take. Stands still while somebody is in the beams. Not
 * thread-safe.
 */
final class PassTimer {
  private final long passTimeoutMillis;
  private long deadlineMillis;
  private long leftMillis;
  private int extensions;
  private boolean ended;

  PassTimer(long passTimeoutMillis) {
    this.passTimeoutMillis = passTimeoutMillis;
  }

  /** Somebody is awaited from now on, and has the whole time. */
  void begin(long nowMillis) {
    ended = false;
    restart(nowMillis);
  }

  /** Somebody passed; the next of his group has the whole time, unless it was ended. */
  void restart(long nowMillis) {
    if (!ended) {
      extensions = 0;
      setWhole(nowMillis);
    }
  }

  /**
   * He who is awaited shows his ticket again: he has the whole time once more, at most {@link
   * Limits#PASS_TIME_EXTENSIONS} times in a row.
   */
  void extend(long nowMillis) {
    if (!ended && extensions < Limits.PASS_TIME_EXTENSIONS) {
      extensions++;
      setWhole(nowMillis);
    }
  }

  /** What went by unseen is not taken from their time. */
  void forgive(long millis) {
    deadlineMillis += millis;
  }

  /** Nobody of those who are awaited has time any more, but who stands in the beams. */
  void end() {
    ended = true;
  }

  boolean isEnded() {
    return ended;
  }

  private void setWhole(long nowMillis) {
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
    return ended || nowMillis >= deadlineMillis;
  }
}
