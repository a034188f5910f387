package org.shanmen.gate.device.watch;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time up to a bound, of which a
 * random share up to a half is taken off, so that devices that failed together do not return
 * together. Not thread-safe.
 */
public final class Backoff {
  private final long firstMillis;
  private final long longestMillis;
  private final RandomGenerator random;
  private long nextMillis;

  /**
   * @param firstMillis the first wait, at least 2
   * @param longestMillis no wait is longer
   */
  public Backoff(long firstMillis, long longestMillis, RandomGenerator random) {
    if (firstMillis < 2 || longestMillis < firstMillis) {
      throw new IllegalArgumentException(
          "expected 2 <= first <= longest, not " + firstMillis + " and " + longestMillis);
    }
    this.firstMillis = firstMillis;
    this.longestMillis = longestMillis;
    this.random = random;
    this.nextMillis = firstMillis;
  }

  /** The wait before the next attempt, in milliseconds. */
  public long nextMillis() {
    long whole = nextMillis;
    nextMillis = Math.min(longestMillis, 2 * nextMillis);
    return whole - random.nextLong(whole / 2);
  }

  /** The attempt succeeded: the next failure starts from the beginning. */
  public void reset() {
    nextMillis = firstMillis;
  }
}
