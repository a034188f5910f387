package org.shanmen.gate.admission;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.shanmen.protocol.OpeningHours;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;

/**
 * When a right is valid: its window, its days, its hours. What clocks on the wall show decides.
 *
 * <p>Hours that span midnight belong to the day on which they began, see {@link OpeningHours}.
 * Where a clock change skips the minute in which hours begin or end, they begin or end with the
 * change; hours that a change repeats are open both times. Only hours that lie wholly within what a
 * change skips do not come that night.
 */
final class Validity {
  /** How far ahead {@link #nextOpening} looks. */
  private static final int DAYS_AHEAD = 366;

  private final TicketTemplate rules;
  private final ZoneId zone;
  private final OpeningHours hours;
  private final long fromMillis;
  private final long untilMillis;

  /**
   * @param firstMillis of the first entry ever, Unix time
   */
  Validity(
      Right right,
      TicketTemplate rules,
      ZoneId zone,
      OpeningHours hours,
      OptionalLong firstMillis) {
    this.rules = rules;
    this.zone = zone;
    this.hours = hours;
    this.fromMillis = Saturated.millis(right.getValidFrom());
    long windowEnds = Saturated.millis(right.getValidUntil());
    this.untilMillis =
        firstMillis.isPresent() && rules.getDaysFromFirstUse() != 0
            ? Math.min(windowEnds, endOfDaysFrom(firstMillis.getAsLong()))
            : windowEnds;
  }

  private long endOfDaysFrom(long firstMillis) {
    return Saturated.millis(
        Instant.ofEpochMilli(firstMillis)
            .atZone(zone)
            .toLocalDate()
            .plusDays(Integer.toUnsignedLong(rules.getDaysFromFirstUse()))
            .atStartOfDay(zone)
            .toEpochSecond());
  }

  /** Unix time, inclusive. */
  long fromMillis() {
    return fromMillis;
  }

  /** Unix time, exclusive. */
  long untilMillis() {
    return untilMillis;
  }

  boolean holds(long millis) {
    return millis >= fromMillis && !hasEnded(millis);
  }

  /**
   * Whether it is over; yesterday's hours last as long as they do for whom it was valid in them.
   */
  boolean hasEnded(long millis) {
    return (hours.areYesterdays(millis) ? midnightBefore(millis) - 1 : millis) >= untilMillis;
  }

  /**
   * Whether days and hours allow an entry. Yesterday's hours are not for whom the validity began at
   * midnight, in the middle of them.
   */
  boolean isOpen(long millis) {
    return hours.areTodays(millis)
        || (hours.areYesterdays(millis) && fromMillis < midnightBefore(millis));
  }

  private long midnightBefore(long millis) {
    return Saturated.millis(
        Instant.ofEpochMilli(millis).atZone(zone).toLocalDate().atStartOfDay(zone).toEpochSecond());
  }

  /** The next time from which {@link #isOpen}, before the validity ends; 0 if there is none. */
  long nextOpening(long nowMillis) {
    var today = Instant.ofEpochMilli(nowMillis).atZone(zone).toLocalDate();
    return LongStream.rangeClosed(0, DAYS_AHEAD)
        .mapToObj(today::plusDays)
        .flatMapToLong(this::beginnings)
        .filter(at -> at > nowMillis && at < untilMillis && isOpen(at))
        .findFirst()
        .orElse(0);
  }

  /**
   * When hours may begin on a date, earliest first: when its own do, twice if the clocks are put
   * back then, and when the clocks are put back into hours that had ended.
   */
  private LongStream beginnings(LocalDate date) {
    var own = hours.begin(date).stream().map(date::atTime).flatMapToLong(this::instantsOf);
    return LongStream.concat(own, clocksPutBack(date)).sorted();
  }

  private LongStream clocksPutBack(LocalDate date) {
    var begin = date.atStartOfDay(zone).toInstant();
    var end = date.plusDays(1).atStartOfDay(zone).toInstant();
    var change = zone.getRules().nextTransition(begin.minusNanos(1));
    return change != null && change.isOverlap() && change.getInstant().isBefore(end)
        ? LongStream.of(Saturated.millis(change.toEpochSecond()))
        : LongStream.empty();
  }

  private LongStream instantsOf(LocalDateTime local) {
    var offsets = zone.getRules().getValidOffsets(local);
    return offsets.isEmpty()
        ? LongStream.of(zone.getRules().getTransition(local).toEpochSecond()).map(Saturated::millis)
        : offsets.stream().mapToLong(local::toEpochSecond).map(Saturated::millis);
  }
}
