package org.shanmen.central.report;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_COUNT;
import static org.shanmen.central.db.tables.Tables.GATE_EVENT;
import static org.shanmen.central.db.tables.Tables.GATE_STAY;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.shanmen.central.gatelink.Passes;
import org.shanmen.central.paper.Words;
import org.shanmen.central.web.Refused;

/**
 * People whom the beams saw through, summed by whatever is asked for, each where the gate stood
 * then. Days and hours are those of the park's zone: an hour that autumn repeats is one hour here,
 * one that spring leaves out has nobody. Blocks; for the database's workers.
 */
final class PassReport {
  /** By tickets, every single event is read. */
  private static final int DAYS_BY_TICKET = 400;

  private static final List<String> IN = Passes.countedAs("IN");
  private static final List<String> OUT = Passes.countedAs("OUT");

  // Of the counts, or of the events made to look like them.
  private static final Field<Integer> GATE_ID =
      DSL.field(DSL.name("pass", "gate_id"), Integer.class);
  private static final Field<Integer> PLACE =
      DSL.field(DSL.name("pass", "check_point_id"), Integer.class);
  private static final Field<LocalDate> DAY = DSL.field(DSL.name("pass", "day"), LocalDate.class);
  private static final Field<Integer> HOUR = DSL.field(DSL.name("pass", "hour"), Integer.class);
  private static final Field<String> WHAT = DSL.field(DSL.name("pass", "what"), String.class);
  private static final Field<Long> PEOPLE = DSL.field(DSL.name("pass", "people"), Long.class);
  private static final Field<Long> RIGHT = DSL.field(DSL.name("pass", "right_id"), Long.class);

  /** What rows can be told apart by. */
  enum By {
    GATE_CODE(Column.text("gate", "闸机", "Gate"), GATE.CODE),
    CHECK_POINT_CODE(Column.text("check_point", "检票点", "Check point"), CHECK_POINT.CODE),
    AREA_CODE(Column.text("area", "景点", "Area"), AREA.CODE),
    DAY_OF_PARK(Column.text("day", "日期", "Day"), DAY.cast(SQLDataType.VARCHAR)),
    MONTH(Column.text("month", "月份", "Month"), DSL.toChar(DAY, DSL.inline("YYYY-MM"))),
    /** 1 is Monday, 7 Sunday. */
    WEEKDAY(
        Column.ordinal("weekday", "星期", "Weekday", Codes.WEEKDAY),
        DSL.extract(DAY, DatePart.ISO_DAY_OF_WEEK).cast(SQLDataType.BIGINT)),
    HOUR_OF_DAY(Column.ordinal("hour", "时段", "Hour", Map.of()), HOUR.cast(SQLDataType.BIGINT)),
    DAY_OF_MONTH(
        Column.ordinal("day_of_month", "日", "Day of the month", Map.of()),
        DSL.extract(DAY, DatePart.DAY).cast(SQLDataType.BIGINT)),
    MONTH_OF_YEAR(
        Column.ordinal("month_of_year", "月", "Month of the year", Map.of()),
        DSL.extract(DAY, DatePart.MONTH).cast(SQLDataType.BIGINT)),
    KIND(
        Column.code("kind", "票类", "Kind", Codes.TICKET_KIND),
        DSL.coalesce(TICKET_TYPE.KIND, DSL.inline(""))),
    TYPE(
        Column.text("ticket_type", "票种", "Ticket type"),
        DSL.coalesce(TICKET_TYPE.CODE, DSL.inline("")));

    private final Column column;
    private final Field<?> field;

    By(Column column, Field<?> field) {
      this.column = column;
      this.field = field;
    }

    /**
     * @param keys separated by commas; none: one row for everything
     * @throws Refused if there is no such key
     */
    static Set<By> parse(String keys) {
      var by = EnumSet.noneOf(By.class);
      for (String key : keys.split(",")) {
        if (!key.isBlank()) {
          by.add(
              Arrays.stream(values())
                  .filter(each -> each.column.key().equals(key.strip().toLowerCase(Locale.ROOT)))
                  .findFirst()
                  .orElseThrow(() -> unknown(key)));
        }
      }
      return by;
    }

    private static Refused unknown(String key) {
      var known = Arrays.stream(values()).map(each -> each.column.key()).toList();
      return Refused.unprocessable(
          "不能按 %s 汇总，可选：%s".formatted(key, String.join("、", known)),
          "nothing is summed by %s: expected %s".formatted(key, String.join(", ", known)));
    }
  }

  private PassReport() {}

  /**
   * @throws Refused if there are too many rows, or too many days to be told apart by tickets
   */
  static Report of(DSLContext sql, Period period, Set<By> by) {
    boolean tickets = by.contains(By.KIND) || by.contains(By.TYPE);
    var fields = by.stream().<Field<?>>map(each -> each.field).toList();
    var found =
        sql.select(fields)
            .select(people(IN), people(OUT))
            .from(tickets ? events(period.atMost(DAYS_BY_TICKET)) : counts(period))
            .join(GATE)
            .on(GATE.ID.eq(GATE_ID))
            .join(CHECK_POINT)
            .on(CHECK_POINT.ID.eq(DSL.coalesce(PLACE, GATE.CHECK_POINT_ID)))
            .join(AREA)
            .on(AREA.ID.eq(CHECK_POINT.AREA_ID))
            .leftJoin(TICKET)
            .on(TICKET.ID.eq(RIGHT))
            .leftJoin(TICKET_TYPE)
            .on(TICKET_TYPE.ID.eq(TICKET.TICKET_TYPE_ID))
            .groupBy(fields)
            .orderBy(fields)
            .limit(Sums.ROWS + 1)
            .fetch();
    Sums.requireBounded(found.size());
    var columns = new ArrayList<>(by.stream().map(each -> each.column).toList());
    columns.add(Column.count("in", "入园人数", "In"));
    columns.add(Column.count("out", "出园人数", "Out"));
    List<List<Object>> rows = found.map(row -> Arrays.asList(row.intoArray()));
    return Report.of("passes", new Words("通行报表", "Passes"), period, columns, rows).added();
  }

  private static Table<? extends Record> counts(Period period) {
    return DSL.select(
            GATE_COUNT.GATE_ID.as(GATE_ID),
            GATE_COUNT.CHECK_POINT_ID.as(PLACE),
            GATE_COUNT.DAY.as(DAY),
            GATE_COUNT.HOUR.as(HOUR),
            GATE_COUNT.WHAT.as(WHAT),
            GATE_COUNT.PEOPLE.as(PEOPLE),
            DSL.inline((Long) null, SQLDataType.BIGINT).as(RIGHT))
        .from(GATE_COUNT)
        .where(GATE_COUNT.DAY.between(period.from(), period.until()))
        .and(GATE_COUNT.WHAT.in(IN).or(GATE_COUNT.WHAT.in(OUT)))
        .asTable("pass");
  }

  /** The events that were counted, each with its ticket. */
  private static Table<? extends Record> events(Period period) {
    var time = new ParkTime(period.zone());
    Field<String> counted = DSL.concat(GATE_EVENT.KIND, DSL.inline(":"), GATE_EVENT.DIRECTION);
    List<SelectField<?>> fields =
        List.of(
            GATE_EVENT.GATE_ID.as(GATE_ID),
            placeOfEvent().as(PLACE),
            time.day(GATE_EVENT.AT).cast(SQLDataType.LOCALDATE).as(DAY),
            time.hour(GATE_EVENT.AT).cast(SQLDataType.INTEGER).as(HOUR),
            counted.as(WHAT),
            DSL.greatest(GATE_EVENT.PEOPLE, DSL.inline(1)).cast(SQLDataType.BIGINT).as(PEOPLE),
            GATE_EVENT.RIGHT_ID.as(RIGHT));
    return DSL.select(fields)
        .from(GATE_EVENT)
        .where(period.holds(GATE_EVENT.AT))
        .and(counted.in(IN).or(counted.in(OUT)))
        .asTable("pass");
  }

  /** Where the gate stood when it happened, if it was moved since; else null. */
  private static Field<Integer> placeOfEvent() {
    return DSL.field(
        DSL.select(GATE_STAY.CHECK_POINT_ID)
            .from(GATE_STAY)
            .where(GATE_STAY.GATE_ID.eq(GATE_EVENT.GATE_ID))
            .and(GATE_STAY.UNTIL.gt(GATE_EVENT.AT))
            .orderBy(GATE_STAY.UNTIL)
            .limit(1));
  }

  private static Field<Long> people(List<String> counted) {
    return DSL.coalesce(DSL.sum(PEOPLE).filterWhere(WHAT.in(counted)), DSL.inline(0))
        .cast(Long.class);
  }
}
