package org.shanmen.central.report;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_COUNT;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.DatePart;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.shanmen.central.gatelink.Passes;
import org.shanmen.central.web.Refused;

/**
 * People whom the beams saw through, summed by whatever is asked for. Days and hours are those of
 * the park's zone: an hour that autumn repeats is one hour here, one that spring leaves out has
 * nobody. Blocks; for the database's workers.
 */
final class PassReport {
  /** More rows say nothing to anybody; by the hour and gate it is some years of a large park. */
  private static final int ROWS = 100_000;

  private static final List<String> IN = Passes.countedAs("IN");
  private static final List<String> OUT = Passes.countedAs("OUT");

  /** What rows can be told apart by. */
  enum By {
    GATE_CODE("gate", GATE.CODE),
    CHECK_POINT_CODE("check_point", CHECK_POINT.CODE),
    AREA_CODE("area", AREA.CODE),
    DAY("day", GATE_COUNT.DAY.cast(SQLDataType.VARCHAR)),
    MONTH("month", DSL.toChar(GATE_COUNT.DAY, DSL.inline("YYYY-MM"))),
    /** 1 is Monday, 7 Sunday. */
    WEEKDAY("weekday", DSL.extract(GATE_COUNT.DAY, DatePart.ISO_DAY_OF_WEEK)),
    HOUR("hour", GATE_COUNT.HOUR);

    private final String key;
    private final Field<?> field;

    By(String key, Field<?> field) {
      this.key = key;
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
                  .filter(each -> each.key.equals(key.strip().toLowerCase(Locale.ROOT)))
                  .findFirst()
                  .orElseThrow(() -> unknown(key)));
        }
      }
      return by;
    }

    private static Refused unknown(String key) {
      var known = Arrays.stream(values()).map(each -> each.key).toList();
      return Refused.unprocessable(
          "不能按 %s 汇总,可选:%s".formatted(key, String.join("、", known)),
          "nothing is summed by %s: expected %s".formatted(key, String.join(", ", known)));
    }
  }

  private PassReport() {}

  /**
   * @param until inclusive
   * @return as openapi.yaml shows it
   * @throws Refused if there are too many rows
   */
  static JsonObject of(DSLContext sql, LocalDate from, LocalDate until, Set<By> by) {
    var keys = by.stream().map(each -> each.field.as(each.key)).toList();
    var in = people(IN);
    var out = people(OUT);
    var found =
        sql.select(keys)
            .select(in, out)
            .from(GATE_COUNT)
            .join(GATE)
            .on(GATE.ID.eq(GATE_COUNT.GATE_ID))
            .join(CHECK_POINT)
            .on(CHECK_POINT.ID.eq(GATE.CHECK_POINT_ID))
            .join(AREA)
            .on(AREA.ID.eq(CHECK_POINT.AREA_ID))
            .where(GATE_COUNT.DAY.between(from, until))
            .and(GATE_COUNT.WHAT.in(IN).or(GATE_COUNT.WHAT.in(OUT)))
            .groupBy(by.stream().map(each -> each.field).toList())
            .orderBy(by.stream().map(each -> each.field).toList())
            .limit(ROWS + 1)
            .fetch();
    if (found.size() > ROWS) {
      throw Refused.unprocessable(
          "超过 %d 行,请缩短日期或减少汇总项".formatted(ROWS),
          "more than %d rows: ask for fewer days, or sum by less".formatted(ROWS));
    }
    var rows = new JsonArray();
    long totalIn = 0;
    long totalOut = 0;
    for (var record : found) {
      var row = new JsonObject();
      by.forEach(each -> row.put(each.key, record.get(each.key)));
      rows.add(row.put("in", record.get(in)).put("out", record.get(out)));
      totalIn += record.get(in);
      totalOut += record.get(out);
    }
    return new JsonObject()
        .put("from", from.toString())
        .put("until", until.toString())
        .put("rows", rows)
        .put("total_in", totalIn)
        .put("total_out", totalOut);
  }

  private static Field<Long> people(List<String> counted) {
    return DSL.coalesce(
            DSL.sum(GATE_COUNT.PEOPLE).filterWhere(GATE_COUNT.WHAT.in(counted)), DSL.inline(0))
        .cast(Long.class);
  }
}
