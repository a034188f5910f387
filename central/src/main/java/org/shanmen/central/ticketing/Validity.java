package org.shanmen.central.ticketing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The days on which a ticket opens gates.
 *
 * @param first first day
 * @param last last day, inclusive
 * @param zone the park's; its midnights count, however long the days between them are
 */
record Validity(LocalDate first, LocalDate last, ZoneId zone) {
  /**
   * @param days at least 1
   */
  static Validity of(LocalDate first, int days, ZoneId zone) {
    return new Validity(first, first.plusDays(days - 1L), zone);
  }

  /** The start of the first day: the first moment that the zone has on it. */
  Instant from() {
    return first.atStartOfDay(zone).toInstant();
  }

  /** The start of the day after the last one; exclusive. */
  Instant until() {
    return last.plusDays(1).atStartOfDay(zone).toInstant();
  }
}
