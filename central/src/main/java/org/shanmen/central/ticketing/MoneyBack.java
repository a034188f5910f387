package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.POSTING_LINE;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.money.Account;
import org.shanmen.central.money.Payment;
import org.shanmen.central.money.Posting;
import org.shanmen.central.payment.ChargeRefunds;

/**
 * Pays visitors back by the way that they paid: what an exchange cost besides by the means of the
 * exchange, the rest through the provider that took the money, as far as it took it, and otherwise
 * by hand.
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
    var means = OrderRows.paidWith(tx, ticket).account();
    long left = fen;
    for (var other : broughtByExchanges(tx, ticket, means).entrySet()) {
      long back = Math.min(left, other.getValue());
      posting.outOf(other.getKey(), back);
      left -= back;
    }
    if (left == 0) {
      return;
    }
    var asked = ChargeRefunds.request(tx, orderOf(tx, ticket), left, now);
    asked.ifPresent(back -> posting.ofCharge(back.charge()).outOf(Account.SUSPENSE, back.fen()));
    posting.outOf(means, left - asked.map(ChargeRefunds.Asked::fen).orElse(0L));
  }

  /** Whether a provider took the money of its order. */
  static boolean isCharged(DSLContext tx, TicketRecord ticket) {
    return ChargeRefunds.hasTaken(tx, orderOf(tx, ticket));
  }

  private static String orderOf(DSLContext tx, TicketRecord ticket) {
    return tx.select(TICKET_ORDER.NUMBER)
        .from(TICKET_ORDER)
        .where(TICKET_ORDER.ID.eq(ticket.getOrderId()))
        .fetchSingle(TICKET_ORDER.NUMBER);
  }

  /**
   * What exchanges of the ticket brought, and did not give back, by other means than the order was
   * paid with: in fen, above 0.
   */
  private static Map<Account, Long> broughtByExchanges(
      DSLContext tx, TicketRecord ticket, Account means) {
    var others =
        Arrays.stream(Payment.values())
            .map(Payment::account)
            .filter(account -> account != means)
            .map(Account::name)
            .toList();
    var sum = DSL.sum(POSTING_LINE.FEN);
    var brought = new EnumMap<Account, Long>(Account.class);
    tx.select(POSTING_LINE.ACCOUNT, sum)
        .from(POSTING_LINE)
        .join(POSTING)
        .on(POSTING.ID.eq(POSTING_LINE.POSTING_ID))
        .where(POSTING.TICKET_ID.eq(ticket.getId()))
        .and(POSTING.KIND.eq(Posting.Kind.EXCHANGE.name()))
        .and(POSTING_LINE.ACCOUNT.in(others))
        .groupBy(POSTING_LINE.ACCOUNT)
        .having(sum.gt(java.math.BigDecimal.ZERO))
        .forEach(row -> brought.put(Account.valueOf(row.value1()), row.value2().longValueExact()));
    return brought;
  }
}
