package org.shanmen.sim.scenario;

import java.time.Instant;

/** The virtual time of a scenario. Goes on only when told to. Not thread-safe. */
final class ParkClock {
  /** Any moment but the epoch; the lane's clock only ever measures spans. */
  private static final long FIRST_NANOS = 1_000_000_000L;

  private static final long NANOS_PER_MILLI = 1_000_000L;

  private final long startMillis;
  private long millis;

  ParkClock(Instant start) {
    this.startMillis = start.toEpochMilli();
    this.millis = startMillis;
  }

  /** Unix time. */
  long millis() {
    return millis;
  }

  /** A clock that never jumps. */
  long nanos() {
    return FIRST_NANOS + (millis - startMillis) * NANOS_PER_MILLI;
  }

  void goTo(long laterMillis) {
    millis = laterMillis;
  }
}
