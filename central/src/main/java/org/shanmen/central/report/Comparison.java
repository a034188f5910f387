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
import org.jooq.impl.DSL;
import org.shanmen.central.paper.Words;

/**
 * 同期对比: a day, week, month or year against the one before it and against the same a year earlier,
 * part by part. Blocks; for the database's workers.
 */
final class Comparison {
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

  /** How long a time is compared, and its parts; the names are those of the interface. */
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

    Period before(Period period) {
      return around(period.from().minusDays(1), period.zone());
    }

    /** The same a year earlier: a week begins on a Monday, 52 weeks ago. Of a year, two years. */
    Period yearBefore(Period period) {
      return around(
          switch (this) {
            case DAY, MONTH -> period.from().minusYears(1);
            case WEEK -> period.from().minusWeeks(52);
            case YEAR -> period.from().minusYears(2);
          },
          period.zone());
    }
  }

  private Comparison() {}

  /**
   * @param day any one of the time that is compared
   */
  static Report of(DSLContext sql, ZoneId zone, What what, Span span, LocalDate day) {
    var now = span.around(day, zone);
    var before = span.before(now);
    var earlier = span.yearBefore(now);
    var sums =
        List.of(
            byPart(sql, what, span, now),
            byPart(sql, what, span, before),
            byPart(sql, what, span, earlier));
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
    return Report.of("comparison", title, now, columns(what, span), rows)
        .with(row(null, totals))
        .noting(
            "上期:%s 至 %s;同期:%s 至 %s"
                .formatted(before.from(), before.until(), earlier.from(), earlier.until()),
            "before: %s to %s; year before: %s to %s"
                .formatted(before.from(), before.until(), earlier.from(), earlier.until()));
  }

  private static List<Column> columns(What what, Span span) {
    boolean year = span == Span.YEAR;
    var part = span.dimension(new ParkTime(java.time.ZoneOffset.UTC)).columns().get(0);
    return List.of(
        new Column("part", part.title(), part.kind(), part.codes(), part.only()),
        sum(what, "now", "本" + span.words.zh(), "This " + span.words.en()),
        sum(what, "before", "上" + span.words.zh(), "The " + span.words.en() + " before"),
        sum(what, "earlier", year ? "前年" : "去年同期", year ? "Two years before" : "The year before"),
        Column.percent("change_before", "环比", "Change"),
        Column.percent("change_earlier", "同比", year ? "In two years" : "In a year"));
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

  private static Map<Long, Long> byPart(DSLContext sql, What what, Span span, Period period) {
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
                DSL.noCondition());
    var sums = new TreeMap<Long, Long>();
    found.rows().forEach(row -> sums.put((Long) row.get(0), (Long) row.get(1)));
    return sums;
  }
}
