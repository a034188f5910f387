package org.shanmen.central.report;

import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_BATCH;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import java.util.Arrays;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.shanmen.central.paper.Language;
import org.shanmen.central.paper.Words;

/**
 * Where the pre-printed tickets of each batch are: what was printed is in the store, at windows,
 * sold or spoilt. Blocks; for the database's workers.
 */
final class BatchReport {
  private BatchReport() {}

  /**
   * @param period in which the batches were made
   */
  static Report of(DSLContext sql, Scope scope, Period period) {
    var day = new ParkTime(period.zone()).day(TICKET_BATCH.MADE_AT);
    var inert = TICKET.STATE.eq("NOT_ACTIVATED");
    var found =
        sql.select(
                TICKET_BATCH.NUMBER,
                day,
                TICKET_TYPE.CODE,
                TICKET_TYPE.NAME_ZH,
                TICKET_TYPE.NAME_EN,
                count(DSL.noCondition()),
                count(inert.and(TICKET.HELD_AT.isNull())),
                count(inert.and(TICKET.HELD_AT.isNotNull())),
                count(DSL.not(inert).and(TICKET.SPOILT_AT.isNull())),
                count(TICKET.SPOILT_AT.isNotNull()))
            .from(TICKET_BATCH)
            .join(TICKET)
            .on(TICKET.BATCH_ID.eq(TICKET_BATCH.ID))
            .join(TICKET_TYPE)
            .on(TICKET_TYPE.ID.eq(DSL.coalesce(TICKET.SOLD_AS, TICKET.TICKET_TYPE_ID)))
            .where(period.holds(TICKET_BATCH.MADE_AT).and(scope.types()))
            .groupBy(
                TICKET_BATCH.NUMBER,
                day,
                TICKET_TYPE.CODE,
                TICKET_TYPE.NAME_ZH,
                TICKET_TYPE.NAME_EN)
            .orderBy(day, TICKET_BATCH.NUMBER)
            .limit(Sums.ROWS + 1)
            .fetch();
    Sums.requireBounded(found.size());
    List<List<Object>> rows = found.map(row -> Arrays.asList(row.intoArray()));
    List<Column> columns =
        List.of(
            Column.text("batch", "批次", "Batch"),
            Column.text("day", "制票日期", "Made on"),
            Column.text("ticket_type", "票种代码", "Type"),
            Column.name("name_zh", "票种", "Ticket type", Language.ZH),
            Column.name("name_en", "票种", "Ticket type", Language.EN),
            Column.count("printed", "印制", "Printed"),
            Column.count("in_store", "库存", "In the store"),
            Column.count("at_windows", "窗口领用", "At windows"),
            Column.count("sold", "售出", "Sold"),
            Column.count("spoilt", "作废", "Spoilt"));
    return scope.noted(
        Report.of(
                "ticket-batches", new Words("预制票对账", "Pre-printed tickets"), period, columns, rows)
            .added());
  }

  private static Field<Long> count(Condition which) {
    return DSL.count().filterWhere(which).cast(SQLDataType.BIGINT);
  }
}
