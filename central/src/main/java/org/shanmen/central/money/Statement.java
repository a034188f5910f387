package org.shanmen.central.money;

import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.POSTING_LINE;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;
import static org.shanmen.central.money.Posting.Kind.SHIFT_CLOSED;
import static org.shanmen.central.money.Posting.Kind.SHIFT_OPENED;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/**
 * What postings come to, for a cashier, a day or the whole park. It is read from the ledger alone,
 * so it agrees with it to the fen.
 */
final class Statement {
  private static final Field<Long> CAME = part(POSTING_LINE.FEN.gt(0L), POSTING_LINE.FEN);
  private static final Field<Long> WENT = part(POSTING_LINE.FEN.lt(0L), POSTING_LINE.FEN.neg());

  private Statement() {}

  /**
   * @param which postings
   * @return as openapi.yaml's Statement
   */
  static JsonObject of(DSLContext tx, Condition which) {
    var balances = Ledger.balances(tx, which);
    var accounts = new JsonObject();
    balances.forEach((account, fen) -> accounts.put(account.name(), fen));
    return new JsonObject()
        .put("payments", payments(tx, which))
        .put("ticket_types", ticketTypes(tx, which))
        .put("accounts", accounts)
        .put("balanced", balances.values().stream().mapToLong(fen -> fen).sum() == 0);
  }

  /** What visitors paid and were paid back, by each means of payment. */
  private static JsonArray payments(DSLContext tx, Condition which) {
    var fromVisitors = POSTING.KIND.notIn(SHIFT_OPENED.name(), SHIFT_CLOSED.name());
    var sums =
        tx.select(POSTING_LINE.ACCOUNT, CAME, WENT)
            .from(POSTING_LINE)
            .join(POSTING)
            .on(POSTING.ID.eq(POSTING_LINE.POSTING_ID))
            .where(which.and(fromVisitors))
            .groupBy(POSTING_LINE.ACCOUNT)
            .fetchMap(POSTING_LINE.ACCOUNT, row -> new long[] {row.value2(), row.value3()});
    var payments = new JsonArray();
    for (var payment : Payment.values()) {
      long[] sum = sums.getOrDefault(payment.account().name(), new long[2]);
      payments.add(
          new JsonObject()
              .put("payment", payment.name())
              .put("taken_fen", sum[0])
              .put("paid_back_fen", sum[1]));
    }
    return payments;
  }

  /** Takings by the type of the tickets, those at gates among them. */
  private static JsonArray ticketTypes(DSLContext tx, Condition which) {
    var types = new JsonArray();
    tx.select(TICKET_TYPE.CODE, CAME, WENT)
        .from(POSTING_LINE)
        .join(POSTING)
        .on(POSTING.ID.eq(POSTING_LINE.POSTING_ID))
        .join(TICKET_TYPE)
        .on(TICKET_TYPE.ID.eq(POSTING_LINE.TICKET_TYPE_ID))
        .where(which)
        .groupBy(TICKET_TYPE.CODE)
        .orderBy(TICKET_TYPE.CODE)
        .forEach(
            row ->
                types.add(
                    new JsonObject()
                        .put("ticket_type", row.value1())
                        .put("earned_fen", row.value3())
                        .put("given_back_fen", row.value2())));
    return types;
  }

  private static Field<Long> part(Condition which, Field<Long> fen) {
    return DSL.coalesce(DSL.sum(fen).filterWhere(which), DSL.inline(0)).cast(Long.class);
  }
}
