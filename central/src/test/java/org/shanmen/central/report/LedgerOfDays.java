package org.shanmen.central.report;

import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.POSTING_LINE;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.shanmen.central.WholeCentre;

/**
 * What the ledger and the tickets of some days say, asked behind the centre's back.
 *
 * @param until inclusive
 */
record LedgerOfDays(WholeCentre centre, LocalDate from, LocalDate until) {
  /** What came into accounts in these days. */
  long balance(String... accounts) {
    return sum(POSTING_LINE.ACCOUNT.in(accounts));
  }

  /** The same without what is counted into and out of drawers. */
  long visitors(String account) {
    return sum(
        POSTING_LINE.ACCOUNT.eq(account).and(POSTING.KIND.notIn("SHIFT_OPENED", "SHIFT_CLOSED")));
  }

  /** Of certain lines, postings of these days alone. */
  long sum(Condition which) {
    return centre
        .database()
        .query(
            sql ->
                sql.select(DSL.coalesce(DSL.sum(POSTING_LINE.FEN), DSL.inline(0)))
                    .from(POSTING_LINE)
                    .join(POSTING)
                    .on(POSTING.ID.eq(POSTING_LINE.POSTING_ID))
                    .where(which)
                    .and(POSTING.AT.ge(start()).and(POSTING.AT.lt(end())))
                    .fetchSingle()
                    .value1()
                    .longValueExact());
  }

  long ticketsSold() {
    return centre
        .database()
        .query(
            sql ->
                sql.fetchCount(
                    sql.select()
                        .from(TICKET)
                        .join(TICKET_ORDER)
                        .on(TICKET_ORDER.ID.eq(TICKET.ORDER_ID))
                        .where(TICKET_ORDER.PAID_AT.ge(start()))
                        .and(TICKET_ORDER.PAID_AT.lt(end()))));
  }

  private OffsetDateTime start() {
    return from.atStartOfDay(WholeCentre.ZONE).toOffsetDateTime();
  }

  /** Others' tests may be ahead of the day. */
  private OffsetDateTime end() {
    return until.plusDays(1).atStartOfDay(WholeCentre.ZONE).toOffsetDateTime();
  }
}
