package org.shanmen.gate.link;

import java.util.random.RandomGenerator;

/**
 * How long to wait before connecting again: anything between nothing and a bound that doubles with
 * each attempt (exponential, full jitter), so that a whole park of gates does not return at one
 * moment. Not thread-safe.
 */
final class ReconnectPause {
  private final long firstMillis;
  private final long longestMillis;
  private final RandomGenerator random;
  private long boundMillis;

  ReconnectPause(long firstMillis, long longestMillis, RandomGenerator random) {
    this.firstMillis = firstMillis;
    this.longestMillis = longestMillis;
    this.random = random;
    this.boundMillis = firstMillis;
  }

  long nextMillis() {
    long pause = random.nextLong(boundMillis + 1);
    boundMillis = Math.min(longestMillis, boundMillis * 2);
    return pause;
  }

  /** The link was up and stable: the next loss starts from the beginning. */
  void reset() {
    boundMillis = firstMillis;
  }

  /** The centre refused us: asking at once again would only annoy. */
  void longest() {
    boundMillis = longestMillis;
  }
}
