package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.GATE_COUNT;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * How many people are inside an area, as far as gates have reported.
 *
 * @param capacity how many there may be; 0: as many as come
 * @param warningPercent of the capacity, from which on there is little room; 0: nobody is warned
 * @param inside passes in less passes out of one local day, as corrected by hand; never negative at
 *     the end of any hour: who leaves after midnight came the day before, and makes no room for one
 *     more
 */
public record AreaLoad(
    int number,
    String code,
    String nameZh,
    String nameEn,
    int capacity,
    int warningPercent,
    long inside) {

  private static final int HOURS = 24;

  private static final long[] NOBODY = new long[HOURS];

  private static final long PERCENT = 100;

  /** Whether so many people are inside that the area will soon be full, or it is. */
  public boolean filling() {
    return capacity > 0
        && warningPercent > 0
        && inside * PERCENT >= (long) capacity * warningPercent;
  }

  /** All areas, by code. Blocks; reads one day's counts. */
  static List<AreaLoad> of(DSLContext sql, LocalDate today) {
    var changes = changes(sql, today);
    return sql.selectFrom(AREA)
        .orderBy(AREA.CODE)
        .fetch(
            row -> {
              boolean corrected = today.equals(row.getCorrectionDay());
              return new AreaLoad(
                  row.getId(),
                  row.getCode(),
                  row.getNameZh(),
                  row.getNameEn(),
                  row.getCapacity() == null ? 0 : row.getCapacity(),
                  row.getWarningPercent() == null ? 0 : row.getWarningPercent(),
                  inside(
                      changes.getOrDefault(row.getId(), NOBODY),
                      corrected ? row.getCorrection() : 0,
                      corrected ? row.getCorrectionHour() : 0));
            });
  }

  /**
   * Says how many people are inside now; from then on passes count from there, until midnight.
   *
   * @return false if there is no such area
   */
  static boolean correct(DSLContext tx, String code, int inside, LocalDateTime now) {
    var area = tx.selectFrom(AREA).where(AREA.CODE.eq(code)).forUpdate().fetchOne();
    if (area == null) {
      return false;
    }
    var changes = changes(tx, now.toLocalDate()).getOrDefault(area.getId(), NOBODY);
    long passed = Arrays.stream(changes, 0, now.getHour() + 1).sum();
    area.setCorrection((int) (inside - passed));
    area.setCorrectionDay(now.toLocalDate());
    area.setCorrectionHour(now.getHour());
    area.store();
    return true;
  }

  /** Goes through a day; what was before the end of the correction's hour, the correction knows. */
  private static long inside(long[] changes, int correction, int correctionHour) {
    long inside = correction;
    for (int hour = 0; hour < HOURS; hour++) {
      inside += changes[hour];
      if (hour >= correctionHour) {
        inside = Math.max(0, inside);
      }
    }
    return inside;
  }

  /** People in less people out in each hour of a day, by area. */
  private static Map<Integer, long[]> changes(DSLContext sql, LocalDate day) {
    var changes = new HashMap<Integer, long[]>();
    sql.select(CHECK_POINT.AREA_ID, GATE_COUNT.HOUR, GATE_COUNT.WHAT, DSL.sum(GATE_COUNT.PEOPLE))
        .from(GATE_COUNT)
        .join(CHECK_POINT)
        .on(CHECK_POINT.ID.eq(GATE_COUNT.CHECK_POINT_ID))
        .where(GATE_COUNT.DAY.eq(day))
        .groupBy(CHECK_POINT.AREA_ID, GATE_COUNT.HOUR, GATE_COUNT.WHAT)
        .forEach(
            row ->
                Passes.direction(row.value3())
                    .ifPresent(
                        direction -> {
                          long people = row.value4().longValue();
                          changes
                                  .computeIfAbsent(row.value1(), area -> new long[HOURS])[
                                  row.value2()] +=
                              direction.equals("IN") ? people : -people;
                        }));
    return changes;
  }
}
