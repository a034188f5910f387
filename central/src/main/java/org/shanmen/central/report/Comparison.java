package org.shanmen.central.report;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.shanmen.central.paper.Words;

/**
 * 同期对比: some days against as many before them and against the same a year earlier, part by part.
 * The days before are reached by whole days, weeks, months or years, so that the first ten days of
 * a month stand beside the first ten of the month before. Blocks; for the database's workers.
 */
final class Comparison {
  private static final int MONTHS_OF_A_YEAR = 12;
  private static final int WEEKS_OF_A_YEAR = 52;

  /** What is compared; the names are those of the interface. */
  enum What {
    /** Net income. */
    SALES(Measure.NET),
    TICKETS(Measure.TICKETS),
    /** People in by the beams. */
    PASSES(null);

    private final Measure measure;

    What(Measure measure) {
      this.measure = measure;
    }
  }

  /** In which steps the days before are reached, and the parts; names are the interface's. */
  enum Span {
    DAY(PassReport.By.HOUR_OF_DAY, new Words("日", "day")),
    WEEK(PassReport.By.WEEKDAY, new Words("周", "week")),
    MONTH(PassReport.By.DAY_OF_MONTH, new Words("月", "month")),
    YEAR(PassReport.By.MONTH_OF_YEAR, new Words("年", "year"));

    private final PassReport.By part;
    private final Words words;

    Span(PassReport.By part, Words words) {
      this.part = part;
      this.words = words;
    }

    private Dimension dimension(ParkTime time) {
      return switch (this) {
        case DAY -> Dimension.hour(time);
        case WEEK -> Dimension.weekday(time);
        case MONTH -> Dimension.dayOfMonth(time);
        case YEAR -> Dimension.monthOfYear(time);
      };
    }

    /** The one that holds a day. */
    Period around(LocalDate day, ZoneId zone) {
      return switch (this) {
        case DAY -> new Period(day, day, zone);
        case WEEK -> {
          var monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
          yield new Period(monday, monday.plusDays(6), zone);
        }
        case MONTH ->
            new Period(day.withDayOfMonth(1), day.with(TemporalAdjusters.lastDayOfMonth()), zone);
        case YEAR ->
            new Period(day.withDayOfYear(1), day.with(TemporalAdjusters.lastDayOfYear()), zone);
      };
    }

    /** The nearest earlier ones, none of which is also of the period. */
    Period before(Period period) {
      int steps = 1;
      while (!back(period, steps).until().isBefore(period.from())) {
        steps++;
      }
      return back(period, steps);
    }

    /**
     * The same a year earlier; weekdays stay what they are. Of years, what is before the before.
     */
    Period yearBefore(Period period) {
      return switch (this) {
        case DAY ->
            new Period(period.from().minusYears(1), period.until().minusYears(1), period.zone());
        case WEEK -> back(period, WEEKS_OF_A_YEAR);
        case MONTH -> back(period, MONTHS_OF_A_YEAR);
        case YEAR -> before(before(period));
      };
    }

    private Period back(Period period, int steps) {
      return switch (this) {
        case DAY -> days(period, steps);
        case WEEK -> days(period, Math.multiplyExact(steps, DayOfWeek.values().length));
        case MONTH -> months(period, steps);
        case YEAR -> months(period, Math.multiplyExact(steps, MONTHS_OF_A_YEAR));
      };
    }

    private static Period days(Period period, int days) {
      return new Period(
          period.from().minusDays(days), period.until().minusDays(days), period.zone());
    }

    /** What ends with its month ends with the earlier month too. */
    private static Period months(Period period, int months) {
      var last = TemporalAdjusters.lastDayOfMonth();
      var until = period.until().minusMonths(months);
      boolean whole = period.until().equals(period.until().with(last));
      return new Period(
          period.from().minusMonths(months), whole ? until.with(last) : until, period.zone());
    }
  }

  private Comparison() {}

  /**
   * @param scope the whole park's if people are counted
   * @param now what is compared
   */
  static Report of(DSLContext sql, Scope scope, What what, Span span, Period now) {
    var before = span.before(now);
    var earlier = span.yearBefore(now);
    var sums =
        List.of(
            byPart(sql, scope, what, span, now),
            byPart(sql, scope, what, span, before),
            byPart(sql, scope, what, span, earlier));
    var parts = new TreeSet<Long>();
    sums.forEach(each -> parts.addAll(each.keySet()));
    var rows = new ArrayList<List<Object>>();
    for (long part : parts) {
      rows.add(row(part, sums.stream().map(each -> each.getOrDefault(part, 0L)).toList()));
    }
    var totals =
        sums.stream().map(each -> each.values().stream().mapToLong(sum -> sum).sum()).toList();
    var title =
        switch (what) {
          case SALES -> new Words("净收入同期对比", "Net income compared");
          case TICKETS -> new Words("售票同期对比", "Tickets sold compared");
          case PASSES -> new Words("入园同期对比", "People in compared");
        };
    return scope.noted(
        Report.of("comparison", title, now, columns(what, span, now), rows)
            .with(row(null, totals))
            .noting(
                "上期：%s 至 %s；同期：%s 至 %s"
                    .formatted(before.from(), before.until(), earlier.from(), earlier.until()),
                "before: %s to %s; year before: %s to %s"
                    .formatted(before.from(), before.until(), earlier.from(), earlier.until())));
  }

  private static List<Column> columns(What what, Span span, Period now) {
    boolean whole = now.equals(span.around(now.from(), now.zone()));
    var of = whole ? span.words : new Words("期", "period");
    boolean year = span == Span.YEAR;
    var part = span.dimension(new ParkTime(java.time.ZoneOffset.UTC)).columns().get(0);
    return List.of(
        new Column("part", part.title(), part.kind(), part.codes(), part.only()),
        sum(what, "now", "本" + of.zh(), "This " + of.en()),
        sum(what, "before", "上" + of.zh(), "The " + of.en() + " before"),
        sum(what, "earlier", year ? "再上期" : "去年同期", year ? "Before that" : "The year before"),
        Column.percent("change_before", "环比", "Change"),
        Column.percent(
            "change_earlier", year ? "比再上期" : "同比", year ? "From before that" : "In a year"));
  }

  private static Column sum(What what, String key, String zh, String en) {
    return what == What.SALES ? Column.fen(key + "_fen", zh, en) : Column.count(key, zh, en);
  }

  private static List<Object> row(Long part, List<Long> sums) {
    var row = new ArrayList<Object>();
    row.add(part);
    row.addAll(sums);
    row.add(change(sums.get(0), sums.get(1)));
    row.add(change(sums.get(0), sums.get(2)));
    return row;
  }

  /** In percent; null if there was nothing to compare with. */
  private static BigDecimal change(long now, long then) {
    return then <= 0 ? null : SalesReports.share(now - then, then);
  }

  private static Map<Long, Long> byPart(
      DSLContext sql, Scope scope, What what, Span span, Period period) {
    var found =
        what == What.PASSES
            ? PassReport.of(sql, period, Set.of(span.part))
            : Sums.of(
                sql,
                "",
                new Words("", ""),
                period,
                List.of(span.dimension(new ParkTime(period.zone()))),
                List.of(what.measure),
                scope.types());
    var sums = new TreeMap<Long, Long>();
    found.rows().forEach(row -> sums.put((Long) row.get(0), (Long) row.get(1)));
    return sums;
  }
}
