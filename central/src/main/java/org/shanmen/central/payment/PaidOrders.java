package org.shanmen.central.payment;

import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.money.Till;
import org.shanmen.central.web.Refused;

/** The orders that are paid for through providers. Methods take the caller's transaction. */
public interface PaidOrders {
  /**
   * What is to be paid.
   *
   * @param fen above 0
   * @param subject what the visitor sees on his phone
   * @param heldUntil when the order lapses
   */
  record Due(long fen, String subject, Instant heldUntil) {}

  /**
   * That an order was paid for.
   *
   * @param charge its id, to be named by the posting
   * @param reference the provider's number of the payment
   * @param till whose hands it went through, if a clerk asked for it
   */
  record Paid(
      long charge, String provider, String reference, long fen, Instant at, Optional<Till> till) {}

  /**
   * @throws Refused if there is no such order, or nothing is to be paid for it
   */
  Due due(DSLContext tx, String orderNumber);

  /**
   * Makes an order paid, with its tickets and its posting.
   *
   * @return why not, for people: it was paid for otherwise, or it lapsed and nothing is left
   * @throws Refused for the same; what was changed before that is taken back
   */
  Optional<String> take(DSLContext tx, String orderNumber, Paid payment);

  /** Told after the transaction of a {@link #take} has been committed. */
  void committed();
}
