package org.shanmen.central.gatelink;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tells when one address tries more than {@link Limits#ENROLMENT_GUESSES} wrong enrolment codes a
 * minute, once for as many. It bars nobody. Thread-safe.
 */
final class GuessWatch {
  private final TimeMeter time;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > Limits.ENROLMENT_ADDRESSES;
        }
      };

  GuessWatch(InstantSource clock) {
    this.time =
        new TimeMeter() {
          @Override
          public long currentTimeNanos() {
            return clock.millis() * 1_000_000;
          }

          @Override
          public boolean isWallClockBased() {
            return true;
          }
        };
  }

  /** Takes note of a wrong code; whether it is one too many, and worth an alarm. */
  synchronized boolean isTooMany(String address) {
    var bucket = buckets.computeIfAbsent(address, a -> newBucket());
    if (bucket.tryConsume(1)) {
      return false;
    }
    bucket.reset();
    return true;
  }

  private Bucket newBucket() {
    return Bucket.builder()
        .withCustomTimePrecision(time)
        .addLimit(
            limit ->
                limit
                    .capacity(Limits.ENROLMENT_GUESSES)
                    .refillGreedy(Limits.ENROLMENT_GUESSES, Duration.ofMinutes(1)))
        .build();
  }
}
