package org.shanmen.central.report;

import static org.shanmen.central.db.tables.Tables.PERSON;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.paper.Words;

/** Reports of what was sold, refunded and taken. They block; for the database's workers. */
final class SalesReports {
  private static final String SPLIT_ZH = "套票金额按售出时的分摊归入各景点；只能进一个景点的票种归该景点，其余不归任何景点。张数不按景点分摊。";
  private static final String SPLIT_EN =
      "A package's money is its areas', as it was split when it was sold; that of a type that opens"
          + " one area only is that area's, all other is no area's. Tickets are not split.";

  private final ParkTime time;

  SalesReports(ParkTime time) {
    this.time = time;
  }

  /**
   * @param by keys of dimensions, separated by commas
   */
  Report sales(DSLContext sql, Scope scope, Period period, String by) {
    var dimensions = Dimension.parse(by, Dimension.all(time));
    boolean split = dimensions.contains(Dimension.area());
    var report =
        Sums.of(
            sql,
            "sales",
            new Words("销售报表", "Sales"),
            period,
            dimensions,
            split ? Measure.money(Measure.SALES) : Measure.SALES,
            scope.types());
    return scope.noted(split ? report.noting(SPLIT_ZH, SPLIT_EN) : report);
  }

  /** What of everything sold was which type. */
  Report mix(DSLContext sql, Scope scope, Period period) {
    var measures = List.of(Measure.TICKETS, Measure.PEOPLE, Measure.SOLD, Measure.NET);
    var plain =
        Sums.of(
            sql,
            "ticket-mix",
            new Words("票种构成", "Ticket mix"),
            period,
            List.of(Dimension.kind(), Dimension.ticketType()),
            measures,
            TICKET_TYPE.ID.isNotNull().and(scope.types()));
    int first = plain.columns().size() - measures.size();
    var columns = new ArrayList<>(plain.columns());
    columns.add(Column.percent("tickets_percent", "张数占比", "Of tickets"));
    columns.add(Column.percent("sold_percent", "销售额占比", "Of sales"));
    var total = plain.total().orElseThrow();
    var rows = new ArrayList<List<Object>>();
    for (var row : plain.rows()) {
      rows.add(withShares(row, total, first));
    }
    return scope.noted(
        Report.of(plain.name(), plain.title(), period, columns, rows)
            .with(withShares(total, total, first)));
  }

  private static List<Object> withShares(List<Object> row, List<Object> total, int first) {
    var more = new ArrayList<>(row);
    more.add(share((Long) row.get(first), (Long) total.get(first)));
    more.add(share((Long) row.get(first + 2), (Long) total.get(first + 2)));
    return more;
  }

  /** Percent with one decimal; null of nothing. */
  static BigDecimal share(long part, long whole) {
    return whole == 0
        ? null
        : BigDecimal.valueOf(part)
            .multiply(BigDecimal.valueOf(100))
            .divide(BigDecimal.valueOf(whole), 1, RoundingMode.HALF_UP);
  }

  /**
   * 日结, 月结: what each cashier took and paid back by each means of payment, out of the ledger.
   *
   * @param monthly a row for each month instead of each day
   * @param clerk only this one, by his login name
   */
  Report cashiers(
      DSLContext sql, Scope scope, Period period, boolean monthly, Optional<String> clerk) {
    var measures = new ArrayList<Measure>();
    measures.add(Measure.TICKETS);
    measures.add(Measure.REFUNDED_TICKETS);
    measures.addAll(Measure.payments());
    measures.add(Measure.STORED);
    measures.add(Measure.FEES);
    measures.add(Measure.NET);
    measures.add(Measure.OVER_SHORT);
    Condition which =
        clerk.map(PERSON.NAME::eq).map(Condition.class::cast).orElse(DSL.noCondition());
    var report =
        Sums.of(
                sql,
                "cashiers",
                monthly
                    ? new Words("收款员月结表", "Cashiers' monthly statement")
                    : new Words("收款员日结表", "Cashiers' daily statement"),
                period,
                List.of(monthly ? Dimension.month(time) : Dimension.day(time), Dimension.clerk()),
                measures,
                which.and(scope.drawers()))
            .noting(
                "无收款员的行为闸机扣款或线上收款；金额取自总账。",
                "Rows without a cashier were taken at gates or on the web; amounts are those of the ledger.")
            .toBeSigned();
    return scope.noted(
        report, "仅含经营单位 %s 窗口的班次。", "Only shifts at windows of the operating units %s.");
  }

  /** What is known of today: sales and, always of the whole park, people by the beams. */
  Report live(DSLContext sql, Scope scope, Period today) {
    var measures =
        List.of(
            Measure.TICKETS,
            Measure.PEOPLE,
            Measure.SOLD,
            Measure.REFUNDED_TICKETS,
            Measure.REFUNDED,
            Measure.NET);
    var name = new Words("今日实时", "Today");
    var all = Sums.of(sql, "live", name, today, List.of(), measures, scope.types());
    var groups =
        Sums.of(
                sql,
                "live",
                name,
                today,
                List.of(),
                measures,
                TICKET_TYPE.KIND.eq("GROUP").and(scope.types()))
            .total()
            .orElseThrow();
    var columns = new ArrayList<>(all.columns());
    columns.add(Column.count("groups", "团体数", "Groups"));
    columns.add(Column.count("group_people", "团体人数", "People in groups"));
    var row = new ArrayList<>(all.total().orElseThrow());
    row.addAll(List.of(groups.get(0), groups.get(1)));
    columns.add(Column.count("in", "入园人数", "People in"));
    columns.add(Column.count("out", "出园人数", "People out"));
    row.addAll(PassReport.of(sql, today, Set.of()).total().orElseThrow());
    return scope.noted(
        Report.of("live", name, today, columns, List.of(row)),
        "仅含经营单位 %s 的票种；出入园人数为全园。",
        "Only ticket types of the operating units %s; people in and out are the whole park's.");
  }
}
