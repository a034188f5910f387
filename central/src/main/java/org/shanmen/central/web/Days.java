package org.shanmen.central.web;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Dates as people give them. */
public final class Days {
  private static final LocalDate EARLIEST = LocalDate.of(2000, 1, 1);
  private static final LocalDate LATEST = LocalDate.of(2199, 12, 31);

  private Days() {}

  /**
   * @throws Refused if it is no date, or one that no park has tickets for
   */
  public static LocalDate of(String text) {
    LocalDate day;
    try {
      day = LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw Refused.unprocessable("不是有效日期：" + text, "not a date: " + text);
    }
    if (day.isBefore(EARLIEST) || day.isAfter(LATEST)) {
      throw Refused.unprocessable(
          "日期超出范围：%s（%s 至 %s）".formatted(day, EARLIEST, LATEST),
          "%s is out of range: %s to %s".formatted(day, EARLIEST, LATEST));
    }
    return day;
  }
}
