package org.shanmen.central.report;

import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_COUNT;
import static org.shanmen.central.db.tables.Tables.GATE_EVENT;
import static org.shanmen.central.db.tables.Tables.TICKET;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SelectHavingStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.shanmen.central.paper.Words;
import org.shanmen.central.web.Refused;

/** What gates reported, summed and one by one. Blocks; for the database's workers. */
final class TerminalReports {
  /** Whose detail says which alarm or mode; the counts do not know it. */
  private static final List<String> DETAILED =
      List.of("ALARM_RAISED", "ALARM_CLEARED", "MODE_CHANGED");

  private static final Field<String> EMPTY = DSL.inline("");

  private TerminalReports() {}

  /**
   * How often each gate reported what: refusals by their reason, alarms and modes by their name.
   */
  static Report summary(DSLContext sql, Period period, Optional<String> gate) {
    var gates = gate.<Condition>map(GATE.CODE::eq).orElse(DSL.noCondition());
    List<Column> columns =
        List.of(
            Column.text("gate", "闸机", "Gate"),
            Column.code("message", "消息", "Message", Codes.MESSAGE),
            Column.code("detail", "原因", "Detail", Codes.DETAIL),
            Column.count("count", "次数", "Count"));
    var found =
        sql.fetch(
            counted(period, gates)
                .unionAll(detailed(period, gates))
                .orderBy(DSL.inline(1), DSL.inline(2), DSL.inline(3))
                .limit(Sums.ROWS + 1));
    Sums.requireBounded(found.size());
    List<List<Object>> rows = found.map(row -> Arrays.asList(row.intoArray()));
    return Report.of("terminals", new Words("终端消息汇总", "Terminal messages"), period, columns, rows)
        .noting("通过类消息按人数计。", "Passes are counted in people.");
  }

  private static SelectHavingStep<Record> counted(Period period, Condition gates) {
    Field<String> message = DSL.splitPart(GATE_COUNT.WHAT, DSL.inline(":"), DSL.inline(1));
    Field<String> detail = DSL.splitPart(GATE_COUNT.WHAT, DSL.inline(":"), DSL.inline(2));
    List<SelectField<?>> fields =
        List.of(GATE.CODE, message, detail, DSL.sum(GATE_COUNT.PEOPLE).cast(SQLDataType.BIGINT));
    return DSL.select(fields)
        .from(GATE_COUNT)
        .join(GATE)
        .on(GATE.ID.eq(GATE_COUNT.GATE_ID))
        .where(GATE_COUNT.DAY.between(period.from(), period.until()))
        .and(gates)
        .and(message.notIn(DETAILED))
        .groupBy(GATE.CODE, message, detail);
  }

  private static SelectHavingStep<Record> detailed(Period period, Condition gates) {
    List<SelectField<?>> fields =
        List.of(
            GATE.CODE, GATE_EVENT.KIND, GATE_EVENT.DETAIL, DSL.count().cast(SQLDataType.BIGINT));
    return DSL.select(fields)
        .from(GATE_EVENT)
        .join(GATE)
        .on(GATE.ID.eq(GATE_EVENT.GATE_ID))
        .where(period.holds(GATE_EVENT.AT))
        .and(gates)
        .and(GATE_EVENT.KIND.in(DETAILED))
        .groupBy(GATE.CODE, GATE_EVENT.KIND, GATE_EVENT.DETAIL);
  }

  /**
   * Messages one by one, in the order in which they were stored.
   *
   * @param kind of event; empty: all
   * @param after messages with greater ids only
   * @param limit how many at most
   */
  static Report messages(
      DSLContext sql,
      Period period,
      Optional<String> gate,
      Optional<String> kind,
      long after,
      int limit) {
    var time = new ParkTime(period.zone());
    Condition which = period.holds(GATE_EVENT.AT).and(GATE_EVENT.ID.gt(after));
    if (gate.isPresent()) {
      which = which.and(GATE.CODE.eq(gate.get()));
    }
    if (kind.isPresent()) {
      which = which.and(GATE_EVENT.KIND.eq(kind.get()));
    }
    List<Column> columns =
        List.of(
            Column.ordinal("id", "编号", "Id", Map.of()),
            Column.text("at", "时间", "Time"),
            Column.text("gate", "闸机", "Gate"),
            Column.code("message", "消息", "Message", Codes.MESSAGE),
            Column.code("direction", "方向", "Direction", Codes.DIRECTION),
            Column.code("reason", "原因", "Reason", Codes.REASON),
            Column.count("people", "人数", "People"),
            Column.text("ticket", "票号", "Ticket"),
            Column.code("detail", "说明", "Detail", Codes.DETAIL));
    var found =
        sql.select(
                GATE_EVENT.ID,
                time.clock(GATE_EVENT.AT),
                GATE.CODE,
                GATE_EVENT.KIND,
                DSL.coalesce(GATE_EVENT.DIRECTION, EMPTY),
                DSL.coalesce(GATE_EVENT.REASON, EMPTY),
                GATE_EVENT.PEOPLE.cast(SQLDataType.BIGINT),
                DSL.coalesce(TICKET.NUMBER, EMPTY),
                GATE_EVENT.DETAIL)
            .from(GATE_EVENT)
            .join(GATE)
            .on(GATE.ID.eq(GATE_EVENT.GATE_ID))
            .leftJoin(TICKET)
            .on(TICKET.ID.eq(GATE_EVENT.RIGHT_ID))
            .where(which)
            .orderBy(GATE_EVENT.ID)
            .limit(limit)
            .fetch();
    List<List<Object>> rows = found.map(row -> Arrays.asList(row.intoArray()));
    return Report.of(
        "terminal-messages", new Words("终端消息明细", "Terminal messages"), period, columns, rows);
  }

  /** That an unknown gate is told from one that said nothing. */
  static void requireGate(DSLContext sql, Optional<String> gate) {
    if (gate.isPresent() && !sql.fetchExists(GATE, GATE.CODE.eq(gate.get()))) {
      throw Refused.notFound("没有闸机 " + gate.get(), "there is no gate " + gate.get());
    }
  }
}
