package org.shanmen.protocol;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.shanmen.protocol.wire.DayRule;
import org.shanmen.protocol.wire.TicketTemplate;

/**
 * The days and hours of a ticket type, as clocks on the wall show them. Hours that span midnight
 * belong to the day on which they began, with its weekday and its day rule, and so does a visit in
 * them: gate and centre count the entries of a day alike. Pure.
 */
public final class OpeningHours {
  private static final int DAY_MINUTES = 24 * 60;

  /**
   * Minutes of the day on which they begin; until is exclusive, and behind midnight if it is less
   * than from; equal: the whole day.
   */
  private record Hours(long from, long until) {
    static Hours of(int from, int until) {
      return new Hours(Integer.toUnsignedLong(from), Integer.toUnsignedLong(until));
    }

    boolean hold(int minute) {
      if (from < until) {
        return minute >= from && minute < until;
      }
      return from == until || minute >= from;
    }

    boolean holdBehindMidnight(int minute) {
      return from > until && minute < until;
    }

    LocalTime begin() {
      boolean wholeDay = from == until || from >= DAY_MINUTES;
      return wholeDay ? LocalTime.MIDNIGHT : LocalTime.ofSecondOfDay(from * 60);
    }
  }

  private final TicketTemplate rules;
  private final ZoneId zone;
  private final boolean everSpanMidnight;

  /**
   * @param zone the park's
   */
  public OpeningHours(TicketTemplate rules, ZoneId zone) {
    this.rules = rules;
    this.zone = zone;
    this.everSpanMidnight =
        Integer.compareUnsigned(rules.getOpenFromMinute(), rules.getOpenUntilMinute()) > 0
            || rules.getDayRulesList().stream()
                .anyMatch(
                    rule ->
                        Integer.compareUnsigned(rule.getOpenFromMinute(), rule.getOpenUntilMinute())
                            > 0);
  }

  /** Whether the hours that began today hold. */
  public boolean areTodays(long millis) {
    var local = local(millis);
    return hours(local.toLocalDate()).filter(hours -> hours.hold(minute(local))).isPresent();
  }

  /** Whether only the hours that began yesterday hold. */
  public boolean areYesterdays(long millis) {
    if (!everSpanMidnight) {
      return false;
    }
    var local = local(millis);
    return hours(local.toLocalDate().minusDays(1))
            .filter(hours -> hours.holdBehindMidnight(minute(local)))
            .isPresent()
        && !areTodays(millis);
  }

  /** The day to which a visit belongs: yesterday, while only yesterday's hours hold. */
  public LocalDate dayOf(long millis) {
    var date = local(millis).toLocalDate();
    return areYesterdays(millis) ? date.minusDays(1) : date;
  }

  /** When hours begin on a date; empty on a day without any. */
  public Optional<LocalTime> begin(LocalDate date) {
    return hours(date).map(Hours::begin);
  }

  private LocalDateTime local(long millis) {
    return Instant.ofEpochMilli(millis).atZone(zone).toLocalDateTime();
  }

  private static int minute(LocalDateTime local) {
    return local.getHour() * 60 + local.getMinute();
  }

  private Optional<Hours> hours(LocalDate date) {
    long day = date.toEpochDay();
    for (DayRule rule : rules.getDayRulesList()) {
      if (day >= rule.getFromDay() && day <= rule.getUntilDay()) {
        return rule.getClosed()
            ? Optional.empty()
            : Optional.of(Hours.of(rule.getOpenFromMinute(), rule.getOpenUntilMinute()));
      }
    }
    int weekday = 1 << (date.getDayOfWeek().getValue() - 1);
    boolean isDay = rules.getWeekdays() == 0 || (rules.getWeekdays() & weekday) != 0;
    return isDay
        ? Optional.of(Hours.of(rules.getOpenFromMinute(), rules.getOpenUntilMinute()))
        : Optional.empty();
  }
}
