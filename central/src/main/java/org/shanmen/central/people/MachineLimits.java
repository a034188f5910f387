package org.shanmen.central.people;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much a machine that sells may ask: one that has run wild must not take the windows' breath
 * away. What it did not ask for it may ask later, up to a minute's worth at once. Thread-safe.
 */
final class MachineLimits {
  /** Of one machine at one centre process. A busy web shop sells some tickets a second. */
  static final int PER_MINUTE = 1_200;

  private final ClockMeter meter;

  /** By the machine's id; there are no more than machines. */
  private final Map<Integer, Bucket> buckets = new ConcurrentHashMap<>();

  MachineLimits(InstantSource clock) {
    this.meter = new ClockMeter(clock);
  }

  /** Takes a request; false if there were too many. */
  boolean take(int machine) {
    return buckets.computeIfAbsent(machine, absent -> bucket()).tryConsume(1);
  }

  private Bucket bucket() {
    return Bucket.builder()
        .addLimit(
            limit -> limit.capacity(PER_MINUTE).refillGreedy(PER_MINUTE, Duration.ofMinutes(1)))
        .withCustomTimePrecision(meter)
        .build();
  }
}
