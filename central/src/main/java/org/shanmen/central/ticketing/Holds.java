package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

import java.time.Instant;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.gatelink.ChangeLog;

/**
 * Orders that hold stock until a moment: when it is over, the stock is given back, once. Methods
 * take the caller's transaction and block. Thread-safe.
 */
record Holds(ChangeLog changeLog) {
  /** Orders in one transaction. */
  private static final int AT_ONCE = 100;

  /** Held, and its time is over, whether or not its stock was given back already. */
  static Condition over(Instant now) {
    return TICKET_ORDER
        .STATE
        .eq(OrderState.HELD.name())
        .and(TICKET_ORDER.HELD_UNTIL.le(OrderRows.utc(now)));
  }

  /**
   * Gives back what orders held too long. An order that somebody else is working at is left alone:
   * he pays or cancels it. Who calls this may hold the change log's lock, because it waits for no
   * order.
   *
   * @return how many orders expired, at most {@link #AT_ONCE}
   */
  int release(DSLContext tx, Instant now) {
    var overdue =
        tx.selectFrom(TICKET_ORDER)
            .where(over(now))
            .orderBy(TICKET_ORDER.HELD_UNTIL)
            .limit(AT_ONCE)
            .forUpdate()
            .skipLocked()
            .fetch();
    if (overdue.isEmpty()) {
      return 0;
    }
    changeLog.lock(tx); // who counts a day's stock sees an order held or expired, not between
    for (var order : overdue) {
      OrderState.valueOf(order.getState()).requireMayBecome(OrderState.EXPIRED, order.getNumber());
      Stock.giveBack(tx, order.getId());
      order.setState(OrderState.EXPIRED.name());
      order.setEndedAt(OrderRows.utc(now));
      order.store();
    }
    return overdue.size();
  }

  /** When the next hold ends, be it in the past; empty if nothing is held. */
  static Optional<Instant> nextEnd(DSLContext sql) {
    return sql.select(DSL.min(TICKET_ORDER.HELD_UNTIL))
        .from(TICKET_ORDER)
        .where(TICKET_ORDER.STATE.eq(OrderState.HELD.name()))
        .fetchOptional(row -> row.value1())
        .map(end -> end.toInstant());
  }
}
