package org.shanmen.sim.soak.park;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** The three days, in the park's zone. */
final class ParkTimes {
  private static final ZoneId ZONE = ZoneId.of(GateSite.ZONE);
  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 5, 1);

  private ParkTimes() {}

  /** Unix time of a local time on day 0, 1, 2. */
  static long millis(int day, LocalTime time) {
    return ZonedDateTime.of(FIRST_DAY.plusDays(day), time, ZONE).toInstant().toEpochMilli();
  }

  /** For a trace: the day from 1 on and the time to the millisecond. */
  static String tell(long millis) {
    var local = ZonedDateTime.ofInstant(Instant.ofEpochMilli(millis), ZONE);
    long day = FIRST_DAY.until(local.toLocalDate()).getDays() + 1L;
    return day + " " + local.toLocalTime();
  }
}
