package org.shanmen.sim.soak;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Virtual time, and what a gate's own clock makes of it. Goes on only when told to. */
final class SoakClock extends Clock {
  private static final long START_MILLIS = 1_777_600_800_000L; // 2026-05-01T10:00 in Shanghai
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private long millis = START_MILLIS;
  private double wrongByMillis;
  private double driftPerMilli;

  void pass(long more) {
    millis += more;
    wrongByMillis += driftPerMilli * more;
  }

  /** The true time. */
  long trueMillis() {
    return millis;
  }

  /** The gate's clock shows so much more than the true time. */
  void setWrongBy(long offsetMillis) {
    wrongByMillis = offsetMillis;
  }

  long wrongByMillis() {
    return Math.round(wrongByMillis);
  }

  /** From now on the gate's clock gains so much, or loses it if negative. */
  void drift(int partsPerMillion) {
    driftPerMilli = partsPerMillion * 1e-6;
  }

  /** The gate has no clock that goes on without power: its own begins in 1970 again. */
  void beginAnew() {
    wrongByMillis = -millis;
  }

  /** Never jumps. */
  long nanos() {
    return (1 + millis - START_MILLIS) * NANOS_PER_MILLI;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis + wrongByMillis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("in UTC only");
  }
}
