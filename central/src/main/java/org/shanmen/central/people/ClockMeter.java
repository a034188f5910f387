package org.shanmen.central.people;

import io.github.bucket4j.TimeMeter;
import java.time.InstantSource;

/** The centre's clock, for buckets. Thread-safe. */
record ClockMeter(InstantSource clock) implements TimeMeter {
  private static final long NANOS = 1_000_000;

  @Override
  public long currentTimeNanos() {
    return clock.millis() * NANOS;
  }

  @Override
  public boolean isWallClockBased() {
    return true;
  }
}
