package org.shanmen.central.credit;

import static org.shanmen.central.db.tables.Tables.TICKET;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.shanmen.central.money.Account;
import org.shanmen.central.money.Ledger;
import org.shanmen.central.money.Posting;

/**
 * What the accounts of tickets mean for the park's ledger: what holders paid is owed to them until
 * gates deduct it. Only principal is money; a bonus is none.
 */
final class CreditPostings {
  private CreditPostings() {}

  static void paidIn(DSLContext tx, CreditBook.PayIn payIn, Instant at) {
    long principal = payIn.parts().principal();
    Ledger.post(
        tx,
        Posting.of(Posting.Kind.TOP_UP, at)
            .by(payIn.till())
            .ofTicket(payIn.ticketId())
            .into(payIn.payment().account(), principal)
            .outOf(Account.STORED_VALUE, principal)
            .done());
  }

  /** A debt was earned when it was made; what a bonus settles of it, nobody ever pays. */
  static void settled(DSLContext tx, CreditBook.PayIn payIn, long fen, Instant at) {
    int type = typesOf(tx, List.of(payIn.ticketId())).get(payIn.ticketId());
    Ledger.post(
        tx,
        earned(Posting.Kind.SETTLEMENT, at, Map.of(type, -fen))
            .by(payIn.till())
            .ofTicket(payIn.ticketId())
            .done());
  }

  /**
   * @param principals what gates deducted of it, by ticket
   */
  static void charged(DSLContext tx, Map<Long, Long> principals, Instant at) {
    var byType = new TreeMap<Integer, Long>();
    var types = typesOf(tx, principals.keySet());
    principals.forEach((ticket, fen) -> byType.merge(types.get(ticket), fen, Long::sum));
    Ledger.post(tx, earned(Posting.Kind.GATE_FEE, at, byType).done());
  }

  private static Posting.Draft earned(Posting.Kind kind, Instant at, Map<Integer, Long> byType) {
    var posting = Posting.of(kind, at);
    byType.forEach(
        (type, fen) -> posting.into(Account.STORED_VALUE, fen).outOf(Account.GATE_FEES, type, fen));
    return posting;
  }

  private static Map<Long, Integer> typesOf(DSLContext tx, Collection<Long> ticketIds) {
    return tx.select(TICKET.ID, TICKET.TICKET_TYPE_ID)
        .from(TICKET)
        .where(TICKET.ID.in(ticketIds))
        .fetchMap(TICKET.ID, TICKET.TICKET_TYPE_ID);
  }
}
