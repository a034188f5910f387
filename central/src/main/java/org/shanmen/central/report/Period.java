package org.shanmen.central.report;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jooq.Condition;
import org.jooq.Field;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Refused;

/**
 * Some days of the park, both ends inclusive. A day lasts from midnight to midnight in the park's
 * zone, 23 or 25 hours where the clock is changed.
 */
record Period(LocalDate from, LocalDate until, ZoneId zone) {
  /**
   * @param most how many days there may be
   * @throws Refused if these are no dates, too many days, or the last is before the first
   */
  static Period of(String from, String until, ZoneId zone, int most) {
    return new Period(Days.of(from), Days.of(until), zone).atMost(most);
  }

  /**
   * @throws Refused if these are more days, or none
   */
  Period atMost(int most) {
    long days = days();
    if (days < 1 || days > most) {
      throw Refused.unprocessable(
          "日期区间须为 1 至 %d 天".formatted(most),
          "%d days: expected 1 to %d, the last not before the first".formatted(days, most));
    }
    return this;
  }

  long days() {
    return ChronoUnit.DAYS.between(from, until) + 1;
  }

  /** Whether an instant is in it. */
  Condition holds(Field<OffsetDateTime> at) {
    return at.ge(midnight(from)).and(at.lt(midnight(until.plusDays(1))));
  }

  private OffsetDateTime midnight(LocalDate day) {
    return day.atStartOfDay(zone).toOffsetDateTime().withOffsetSameInstant(ZoneOffset.UTC);
  }
}
