package org.shanmen.sim.soak.park;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** What one gate's machine takes for the time: it may be set, and it may drift. One thread. */
final class GateClock extends Clock {
  private static final long MILLION = 1_000_000;

  /** A gate's word about times of day counts below this. */
  private static final long HONEST_MILLIS = 1_500;

  private final Agenda agenda;
  private long sinceMillis;
  private long wrongByMillis;
  private long driftPpm;

  GateClock(Agenda agenda) {
    this.agenda = agenda;
    this.sinceMillis = agenda.millis();
  }

  /** The clock shows so much more than the true time from now on. */
  void setWrongBy(long millis) {
    wrongByMillis = millis;
    sinceMillis = agenda.millis();
  }

  /** The clock runs so much too fast from now on, in millionths. */
  void setDrift(long ppm) {
    setWrongBy(wrongByMillis());
    driftPpm = ppm;
  }

  /** As a machine without a battery: it starts in 1970. */
  void forget() {
    setWrongBy(-agenda.millis());
  }

  long wrongByMillis() {
    return wrongByMillis + (agenda.millis() - sinceMillis) * driftPpm / MILLION;
  }

  boolean isHonest() {
    return Math.abs(wrongByMillis()) <= HONEST_MILLIS;
  }

  @Override
  public long millis() {
    return agenda.millis() + wrongByMillis();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
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
