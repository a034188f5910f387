package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.POSTING_LINE;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
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
    byHand(tx, ticket, fen, left -> throughProvider(tx, posting, ticket, left, now))
        .forEach((means, back) -> posting.outOf(means.account(), back));
  }

  private static long throughProvider(
      DSLContext tx, Posting.Draft posting, TicketRecord ticket, long fen, Instant now) {
    return ChargeRefunds.request(tx, orderOf(tx, ticket), fen, now)
        .map(
            asked -> {
              posting.ofCharge(asked.charge()).outOf(Account.SUSPENSE, asked.fen());
              return asked.fen();
            })
        .orElse(0L);
  }

  /**
   * What of an amount goes back by hand, in fen above 0.
   *
   * @param fen 0 or more
   * @param provider told what else there is to pay back, above 0; says how much of it it pays
   */
  static Map<Payment, Long> byHand(
      DSLContext tx, TicketRecord ticket, long fen, LongUnaryOperator provider) {
    var parts = new EnumMap<Payment, Long>(Payment.class);
    if (fen == 0) {
      return parts;
    }
    var means = OrderRows.paidWith(tx, ticket);
    long left = fen;
    for (var other : broughtByExchanges(tx, ticket, means).entrySet()) {
      long back = Math.min(left, other.getValue());
      if (back > 0) {
        parts.put(other.getKey(), back);
      }
      left -= back;
    }
    if (left > 0) {
      left -= provider.applyAsLong(left);
    }
    if (left > 0) {
      parts.put(means, left);
    }
    return parts;
  }

  /** Whether a provider took the money of its order. */
  static boolean isCharged(DSLContext tx, TicketRecord ticket) {
    return ChargeRefunds.hasTaken(tx, orderOf(tx, ticket));
  }

  /** The number of its order. */
  static String orderOf(DSLContext tx, TicketRecord ticket) {
    return tx.select(TICKET_ORDER.NUMBER)
        .from(TICKET_ORDER)
        .where(TICKET_ORDER.ID.eq(ticket.getOrderId()))
        .fetchSingle(TICKET_ORDER.NUMBER);
  }

  /**
   * What exchanges of the ticket brought, and did not give back, by other means than the order was
   * paid with: in fen, above 0.
   */
  private static Map<Payment, Long> broughtByExchanges(
      DSLContext tx, TicketRecord ticket, Payment means) {
    var others =
        Arrays.stream(Payment.values())
            .filter(other -> other != means)
            .collect(Collectors.toMap(other -> other.account().name(), Function.identity()));
    var sum = DSL.sum(POSTING_LINE.FEN);
    var brought = new EnumMap<Payment, Long>(Payment.class);
    tx.select(POSTING_LINE.ACCOUNT, sum)
        .from(POSTING_LINE)
        .join(POSTING)
        .on(POSTING.ID.eq(POSTING_LINE.POSTING_ID))
        .where(POSTING.TICKET_ID.eq(ticket.getId()))
        .and(POSTING.KIND.eq(Posting.Kind.EXCHANGE.name()))
        .and(POSTING_LINE.ACCOUNT.in(others.keySet()))
        .groupBy(POSTING_LINE.ACCOUNT)
        .having(sum.gt(java.math.BigDecimal.ZERO))
        .forEach(row -> brought.put(others.get(row.value1()), row.value2().longValueExact()));
    return brought;
  }
}
