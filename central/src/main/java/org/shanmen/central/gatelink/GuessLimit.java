package org.shanmen.central.gatelink;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many wrong enrolment codes one address may try: {@link Limits#ENROLMENT_GUESSES} a minute.
 * Right ones cost nothing. Thread-safe.
 */
final class GuessLimit {
  private final TimeMeter time;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > Limits.ENROLMENT_ADDRESSES;
        }
      };

  GuessLimit(InstantSource clock) {
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

  synchronized boolean allows(String address) {
    var bucket = buckets.get(address);
    return bucket == null || bucket.getAvailableTokens() > 0;
  }

  synchronized void wrong(String address) {
    buckets.computeIfAbsent(address, a -> newBucket()).tryConsume(1);
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
