package org.shanmen.central.paper;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A ticket as it is printed.
 *
 * @param code what its QR code says; empty: it has none for paper
 * @param until inclusive
 */
public record PrintedTicket(
    String number,
    Words type,
    Optional<String> code,
    LocalDate from,
    LocalDate until,
    int people,
    long priceFen) {
  /** One day, or the first and the last. */
  String days() {
    return from.equals(until) ? from.toString() : from + " – " + until;
  }

  /** Yuan with two decimals. */
  static String yuan(long fen) {
    return java.math.BigDecimal.valueOf(fen, 2).toPlainString();
  }
}
