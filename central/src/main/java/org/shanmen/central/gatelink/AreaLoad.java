package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_COUNT;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * How many people are inside an area, as far as gates have reported.
 *
 * @param capacity how many there may be; 0: as many as come
 * @param inside passes in less passes out of one local day, as corrected by hand; never negative
 */
public record AreaLoad(
    int number, String code, String nameZh, String nameEn, int capacity, long inside) {

  /** All areas, by code. Blocks; reads one day's counts. */
  static List<AreaLoad> of(DSLContext sql, LocalDate today) {
    var counted = counted(sql, today);
    return sql.selectFrom(AREA)
        .orderBy(AREA.CODE)
        .fetch(
            row -> {
              int correction = today.equals(row.getCorrectionDay()) ? row.getCorrection() : 0;
              return new AreaLoad(
                  row.getId(),
                  row.getCode(),
                  row.getNameZh(),
                  row.getNameEn(),
                  row.getCapacity() == null ? 0 : row.getCapacity(),
                  Math.max(0, counted.getOrDefault(row.getId(), 0L) + correction));
            });
  }

  /**
   * Says how many people are inside now; from then on passes count from there, until midnight.
   *
   * @return false if there is no such area
   */
  static boolean correct(DSLContext tx, String code, int inside, LocalDate today) {
    var area = tx.selectFrom(AREA).where(AREA.CODE.eq(code)).forUpdate().fetchOne();
    if (area == null) {
      return false;
    }
    long counted = counted(tx, today).getOrDefault(area.getId(), 0L);
    area.setCorrection((int) (inside - counted));
    area.setCorrectionDay(today);
    area.store();
    return true;
  }

  /** People in less people out, by area; below 0 if more came out than were seen to go in. */
  private static Map<Integer, Long> counted(DSLContext sql, LocalDate day) {
    var counted = new HashMap<Integer, Long>();
    sql.select(CHECK_POINT.AREA_ID, GATE_COUNT.WHAT, DSL.sum(GATE_COUNT.PEOPLE))
        .from(GATE_COUNT)
        .join(GATE)
        .on(GATE.ID.eq(GATE_COUNT.GATE_ID))
        .join(CHECK_POINT)
        .on(CHECK_POINT.ID.eq(GATE.CHECK_POINT_ID))
        .where(GATE_COUNT.DAY.eq(day))
        .groupBy(CHECK_POINT.AREA_ID, GATE_COUNT.WHAT)
        .forEach(
            row ->
                Passes.direction(row.value2())
                    .ifPresent(
                        direction ->
                            counted.merge(
                                row.value1(),
                                direction.equals("IN")
                                    ? row.value3().longValue()
                                    : -row.value3().longValue(),
                                Long::sum)));
    return counted;
  }
}
