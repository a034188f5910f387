package org.shanmen.central.ticketing;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Numbers of sales and batches. Thread-safe. */
final class Numbers {
  /** How often a number is drawn before something must be wrong. */
  static final int DRAWS = 5;

  private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd");
  private static final int LETTERS_DRAWN = 6;

  private final ZoneId zone;
  private final SecureRandom random = new SecureRandom();

  Numbers(ZoneId zone) {
    this.zone = zone;
  }

  /** S260501-7K3M9Q: the day in the park's zone, and letters that nobody can guess in advance. */
  String draw(char kind, Instant now) {
    var text =
        new StringBuilder()
            .append(kind)
            .append(LocalDate.ofInstant(now, zone).format(DAY))
            .append('-');
    for (int i = 0; i < LETTERS_DRAWN; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  /** Of one ticket of a sale or a batch, counted from 0. */
  static String ofTicket(String of, int index) {
    return of + '-' + (index + 1);
  }
}
