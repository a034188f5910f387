package org.shanmen.central.report;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.PERSON;
import static org.shanmen.central.db.tables.Tables.SALES_POINT;
import static org.shanmen.central.db.tables.Tables.SALES_WINDOW;
import static org.shanmen.central.db.tables.Tables.SHIFT;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import java.util.ArrayList;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.shanmen.central.paper.Words;
import org.shanmen.central.web.Refused;

/** Measures of sales, summed by dimensions in the database. Blocks; for its workers. */
final class Sums {
  /** More rows say nothing to anybody. */
  static final int ROWS = 100_000;

  private Sums() {}

  /**
   * @param measures of money alone if it is summed by area
   * @param which of {@link Facts} and the tables joined to them
   * @return a report with a total row; a row in which nothing happened is left out
   * @throws Refused if there are too many rows
   */
  static Report of(
      DSLContext sql,
      String name,
      Words title,
      Period period,
      List<Dimension> by,
      List<Measure> measures,
      Condition which) {
    var columns = new ArrayList<Column>();
    var keys = new ArrayList<Field<?>>();
    for (var dimension : by) {
      columns.addAll(dimension.columns());
      keys.addAll(dimension.fields());
    }
    var sums = new ArrayList<Field<Long>>();
    Condition any = DSL.noCondition();
    for (var measure : measures) {
      columns.add(measure.column());
      sums.add(DSL.coalesce(DSL.sum(measure.fact()), DSL.inline(0)).cast(Long.class));
      any = any.or(measure.fact().ne(0L));
    }
    var found =
        sql.select(keys)
            .select(sums)
            .from(
                by.contains(Dimension.area()) ? byArea(period, measures) : facts(period, measures))
            .where(which.and(any))
            .groupBy(keys)
            .orderBy(keys)
            .limit(ROWS + 1)
            .fetch();
    requireBounded(found.size());
    var rows = found.map(row -> List.of(row.intoArray()));
    return Report.of(name, title, period, columns, rows).added();
  }

  private static Table<?> facts(Period period, List<Measure> measures) {
    return joined(Facts.of(period, measures));
  }

  private static Table<?> byArea(Period period, List<Measure> measures) {
    return joined(Facts.byArea(period, measures)).leftJoin(AREA).on(AREA.ID.eq(Facts.AREA));
  }

  private static Table<?> joined(Table<?> facts) {
    return facts
        .leftJoin(TICKET_TYPE)
        .on(TICKET_TYPE.ID.eq(Facts.TYPE))
        .leftJoin(PERSON)
        .on(PERSON.ID.eq(Facts.PERSON))
        .leftJoin(SHIFT)
        .on(SHIFT.ID.eq(Facts.SHIFT))
        .leftJoin(SALES_WINDOW)
        .on(SALES_WINDOW.ID.eq(SHIFT.WINDOW_ID))
        .leftJoin(SALES_POINT)
        .on(SALES_POINT.ID.eq(SALES_WINDOW.SALES_POINT_ID))
        .leftJoin(TICKET_ORDER)
        .on(TICKET_ORDER.ID.eq(Facts.ORDER_ID));
  }

  /**
   * @throws Refused if there are too many
   */
  static void requireBounded(int rows) {
    if (rows > ROWS) {
      throw Refused.unprocessable(
          "超过 %d 行，请缩短日期或减少汇总项".formatted(ROWS),
          "more than %d rows: ask for fewer days, or sum by less".formatted(ROWS));
    }
  }
}
