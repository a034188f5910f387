package org.shanmen.sim.scenario;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Times, spans and money as scenarios write them. */
final class Quantities {
  private static final Pattern SPAN = Pattern.compile("(\\d+)(ms|s|m|h|d)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  /** Minutes of the day from inclusive, until exclusive. */
  record Hours(int from, int until) {}

  /** Both inclusive. */
  record Days(LocalDate from, LocalDate until) {}

  private Quantities() {}

  /** {@code 40s}, {@code 1h30m} and so on. */
  static Duration span(Words words, String what) {
    return words.take(what + " such as 40s, 5m, 2h, 1d or 1h30m", Quantities::span);
  }

  static Duration span(String word) {
    var sum = Duration.ZERO;
    var part = SPAN.matcher(word);
    int at = 0;
    while (part.find() && part.start() == at) {
      sum = sum.plus(UNITS.get(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
      at = part.end();
    }
    return at == word.length() && at > 0 ? sum : null;
  }

  /** Yuan with two decimals, as fen. */
  static int fen(Words words, String what) {
    return words.take(
        what + " in yuan, such as 20.00",
        word -> new BigDecimal(word).movePointRight(2).intValueExact());
  }

  static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }

  static LocalDate date(Words words) {
    return words.take("a date such as 2026-05-01", LocalDate::parse);
  }

  static Days days(Words words) {
    return words.take(
        "a date or two, such as 2026-10-01 or 2026-10-01..2026-10-07",
        word -> {
          String[] ends = word.split("\\.\\.", 2);
          return new Days(LocalDate.parse(ends[0]), LocalDate.parse(ends[ends.length - 1]));
        });
  }

  /** {@code 08:00-18:00}; may span midnight; {@code 00:00-00:00} is the whole day. */
  static Hours hours(Words words) {
    return words.take(
        "hours such as 08:00-18:00",
        word -> {
          String[] ends = word.split("-", 2);
          return ends.length < 2 ? null : new Hours(minute(ends[0]), minute(ends[1]));
        });
  }

  private static int minute(String word) {
    return word.equals("24:00") ? 24 * 60 : LocalTime.parse(word).toSecondOfDay() / 60;
  }

  /** {@code Mon-Fri}, {@code Sat}, any number of them; bit 0 is Monday. */
  static int weekdays(Words words) {
    int bits = 0;
    do {
      bits |= words.take("days such as Mon-Fri, or Sat Sun", Quantities::weekdayBits);
    } while (!words.atEnd() && !words.isNext(","));
    return bits;
  }

  private static Integer weekdayBits(String word) {
    String[] ends = word.split("-", 2);
    int day = weekday(ends[0]);
    int last = weekday(ends[ends.length - 1]);
    int bits = 1 << day;
    while (day != last) {
      day = (day + 1) % DayOfWeek.values().length;
      bits |= 1 << day;
    }
    return bits;
  }

  private static int weekday(String word) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().startsWith(word.toUpperCase(Locale.ROOT)) && word.length() >= 3) {
        return day.ordinal();
      }
    }
    throw new IllegalArgumentException(word);
  }
}
