package org.shanmen.central.people;

import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often somebody may try a password. Only failures count: a try takes a token of each of three
 * buckets, a success gives them back. Thread-safe.
 */
final class LoginLimits {
  /** Failures of one name from one address, in each period. */
  static final int PER_NAME_AND_ADDRESS = 10;

  /** Failures from one address, whatever the names. */
  static final int PER_ADDRESS = 50;

  /** Failures of one name, from wherever. */
  static final int PER_NAME = 100;

  /** In which a bucket fills up again. */
  static final Duration PERIOD = Duration.ofMinutes(5);

  private static final int BUCKETS = 10_000;

  private final ClockMeter meter;
  private final Map<String, Bucket> buckets = new Bounded<>();
  private final Map<String, Boolean> refused = new Bounded<>();

  /** Forgets what was not used for longest. */
  private static final class Bounded<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1L;

    Bounded() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > BUCKETS;
    }
  }

  LoginLimits(InstantSource clock) {
    this.meter = new ClockMeter(clock);
  }

  /** What came of a try. */
  enum Try {
    TAKEN,
    /** There were too many, and the one before was not refused. */
    FIRST_REFUSED,
    /** There were too many, again. */
    REFUSED
  }

  /** Takes a try, if there were not too many. */
  synchronized Try take(String name, String address) {
    String key = address + ' ' + name;
    for (var bucket : of(name, address)) {
      if (!bucket.tryConsume(1)) {
        return refused.put(key, true) == null ? Try.FIRST_REFUSED : Try.REFUSED;
      }
    }
    refused.remove(key);
    return Try.TAKEN;
  }

  /** Gives a try back: it was the right password. */
  synchronized void giveBack(String name, String address) {
    of(name, address).forEach(bucket -> bucket.addTokens(1));
  }

  private List<Bucket> of(String name, String address) {
    return List.of(
        bucket("both " + address + ' ' + name, PER_NAME_AND_ADDRESS),
        bucket("address " + address, PER_ADDRESS),
        bucket("name " + name, PER_NAME));
  }

  private Bucket bucket(String key, int capacity) {
    return buckets.computeIfAbsent(
        key,
        absent ->
            Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, PERIOD))
                .withCustomTimePrecision(meter)
                .build());
  }
}
