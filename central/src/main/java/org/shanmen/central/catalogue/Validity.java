package org.shanmen.central.catalogue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The time in which a ticket opens gates: whole days, or a slot of one day.
 *
 * @param first first day
 * @param last last day, inclusive
 * @param slot of the first day; empty: whole days
 * @param zone the park's; its midnights count, however long the days between them are
 */
public record Validity(LocalDate first, LocalDate last, Optional<Slot> slot, ZoneId zone) {
  /** Whole days. */
  public Validity(LocalDate first, LocalDate last, ZoneId zone) {
    this(first, last, Optional.empty(), zone);
  }

  /**
   * @param days at least 1
   */
  public static Validity of(LocalDate first, int days, ZoneId zone) {
    return new Validity(first, first.plusDays(days - 1L), zone);
  }

  /** A slot of one day. */
  public static Validity of(LocalDate day, Slot slot, ZoneId zone) {
    return new Validity(day, day, Optional.of(slot), zone);
  }

  /** The start of the slot, or of the first day: the first moment that the zone has on it. */
  public Instant from() {
    return slot.map(part -> part.from(first, zone))
        .orElseGet(() -> first.atStartOfDay(zone).toInstant());
  }

  /** The end of the slot, or the start of the day after the last one; exclusive. */
  public Instant until() {
    return slot.map(part -> part.until(first, zone))
        .orElseGet(() -> last.plusDays(1).atStartOfDay(zone).toInstant());
  }
}
