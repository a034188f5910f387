package org.shanmen.central.payment.alipay;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Alipay writes times as clocks in China show them, wherever the park is; some with fractions. */
final class AlipayTimes {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private AlipayTimes() {}

  static String text(Instant at) {
    return LocalDateTime.ofInstant(at, ZONE).format(TEXT);
  }

  /**
   * @throws java.time.DateTimeException if it is none
   */
  static Instant read(String text) {
    return LocalDateTime.parse(text.replace(' ', 'T')).atZone(ZONE).toInstant();
  }
}
