package org.shanmen.central.report;

import static org.shanmen.central.db.tables.Tables.PERSON;
import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.shanmen.central.money.Posting;
import org.shanmen.central.paper.Words;

/** Tickets that were refunded or voided, and why. Blocks; for the database's workers. */
final class RefundReport {
  private static final Field<Long> KEPT = TICKET.PRICE_FEN.minus(TICKET.REFUNDED_FEN);

  /** What was kept of the price, in percent: the tier by which it was refunded. */
  private static final Field<Long> TIER =
      DSL.coalesce(
          DSL.round(
                  KEPT.cast(SQLDataType.NUMERIC)
                      .mul(DSL.inline(100))
                      .div(DSL.nullif(TICKET.PRICE_FEN, DSL.inline(0L))))
              .cast(SQLDataType.BIGINT),
          DSL.inline(0L));

  private RefundReport() {}

  /**
   * @param by keys of what rows are told apart by: day, clerk, what, reason, fee_percent,
   *     ticket_type
   */
  static Report of(DSLContext sql, Scope scope, Period period, String by) {
    var dimensions = Dimension.parse(by, dimensions(new ParkTime(period.zone())));
    var columns = new ArrayList<Column>();
    var fields = new ArrayList<Field<?>>();
    for (var dimension : dimensions) {
      columns.addAll(dimension.columns());
      fields.addAll(dimension.fields());
    }
    columns.add(Column.count("tickets", "张数", "Tickets"));
    columns.add(Column.fen("price_fen", "票价合计", "Price"));
    columns.add(Column.fen("refunded_fen", "退还金额", "Paid back"));
    columns.add(Column.fen("fees_fen", "手续费", "Kept"));
    var found =
        sql.select(fields)
            .select(
                DSL.count().cast(SQLDataType.BIGINT),
                sum(TICKET.PRICE_FEN),
                sum(TICKET.REFUNDED_FEN),
                sum(KEPT))
            .from(TICKET)
            .join(TICKET_TYPE)
            .on(TICKET_TYPE.ID.eq(TICKET.TICKET_TYPE_ID))
            .leftJoin(PERSON)
            .on(PERSON.ID.eq(TICKET.REFUNDED_BY))
            .leftJoin(POSTING)
            .on(
                POSTING
                    .TICKET_ID
                    .eq(TICKET.ID)
                    .and(POSTING.KIND.in(Posting.Kind.REFUND.name(), Posting.Kind.VOID.name())))
            .where(period.holds(TICKET.REFUNDED_AT).and(scope.types()))
            .groupBy(fields)
            .having(DSL.count().gt(0))
            .orderBy(fields)
            .limit(Sums.ROWS + 1)
            .fetch();
    Sums.requireBounded(found.size());
    List<List<Object>> rows = found.map(row -> Arrays.asList(row.intoArray()));
    return scope.noted(
        Report.of("refunds", new Words("退票报表", "Refunds"), period, columns, rows).added());
  }

  private static List<Dimension> dimensions(ParkTime time) {
    var clerk = Dimension.clerk();
    return List.of(
        new Dimension(
            "day", List.of(Column.text("day", "日期", "Day")), List.of(time.day(TICKET.REFUNDED_AT))),
        new Dimension(
            "clerk",
            List.of(clerk.columns().get(0), Column.text("clerk_name", "经办人", "By")),
            clerk.fields()),
        new Dimension(
            "what",
            List.of(Column.code("what", "类别", "What", Codes.REFUND)),
            List.of(DSL.coalesce(POSTING.KIND, DSL.inline("")))),
        new Dimension(
            "reason",
            List.of(Column.text("reason", "原因", "Reason")),
            List.of(DSL.coalesce(TICKET.REFUND_REASON, DSL.inline("")))),
        new Dimension(
            "fee_percent",
            List.of(Column.ordinal("fee_percent", "手续费率 %", "Kept %", Map.of())),
            List.of(TIER)),
        Dimension.ticketType());
  }

  private static Field<Long> sum(Field<Long> fen) {
    return DSL.coalesce(DSL.sum(fen), DSL.inline(0)).cast(Long.class);
  }
}
