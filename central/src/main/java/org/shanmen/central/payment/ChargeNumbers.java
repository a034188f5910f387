package org.shanmen.central.payment;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Our own numbers of charges and refunds: what every provider takes. Thread-safe. */
final class ChargeNumbers {
  private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd");
  // 70 bits: no two are ever the same.
  private static final int LETTERS_DRAWN = 14;

  private final ZoneId zone;
  private final SecureRandom random = new SecureRandom();

  ChargeNumbers(ZoneId zone) {
    this.zone = zone;
  }

  /** C2605017K3M9Q...: a letter, the day in the park's zone, and letters that nobody can guess. */
  String draw(char kind, Instant now) {
    var text = new StringBuilder().append(kind);
    text.append(LocalDate.ofInstant(now, zone).format(DAY));
    for (int i = 0; i < LETTERS_DRAWN; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
