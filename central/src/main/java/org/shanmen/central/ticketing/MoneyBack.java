package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

import java.time.Instant;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.money.Account;
import org.shanmen.central.money.Posting;
import org.shanmen.central.payment.ChargeRefunds;

/**
 * Pays visitors back by the way that they paid: through the provider that took the money, as far as
 * it took it, and otherwise by hand.
 */
final class MoneyBack {
  private MoneyBack() {}

  /**
   * Adds to a posting that money goes back, and has the provider pay it.
   *
   * @param tx the caller's transaction
   * @param ticket one that was sold
   * @param fen 0 or more
   */
  static void add(
      DSLContext tx, Posting.Draft posting, TicketRecord ticket, long fen, Instant now) {
    if (fen == 0) {
      return;
    }
    String order =
        tx.select(TICKET_ORDER.NUMBER)
            .from(TICKET_ORDER)
            .where(TICKET_ORDER.ID.eq(ticket.getOrderId()))
            .fetchSingle(TICKET_ORDER.NUMBER);
    var asked = ChargeRefunds.request(tx, order, fen, now);
    asked.ifPresent(back -> posting.ofCharge(back.charge()).outOf(Account.SUSPENSE, back.fen()));
    long byHand = fen - asked.map(ChargeRefunds.Asked::fen).orElse(0L);
    posting.outOf(OrderRows.paidWith(tx, ticket).account(), byHand);
  }
}
