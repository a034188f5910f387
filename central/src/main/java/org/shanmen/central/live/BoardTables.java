package org.shanmen.central.live;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_COUNT;
import static org.shanmen.central.db.tables.Tables.PARK;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jooq.DSLContext;
import org.shanmen.central.gatelink.Passes;

/**
 * What the board needs from the database: few rows, read anew whenever something was stored.
 *
 * @param gates by number
 * @param passes of the day, by gate number
 * @param total of the day, all gates together
 * @param types names of ticket types by number
 */
record BoardTables(
    JsonObject park,
    Map<Integer, GateState.Info> gates,
    Map<Integer, Passes> passes,
    Passes total,
    Map<Integer, GateState.TypeName> types) {

  /** Reads; blocks. */
  static BoardTables read(DSLContext sql, LocalDate today) {
    var passes = new HashMap<Integer, Passes>();
    var total = new Passes();
    sql.select(GATE_COUNT.GATE_ID, GATE_COUNT.HOUR, GATE_COUNT.WHAT, GATE_COUNT.PEOPLE)
        .from(GATE_COUNT)
        .where(GATE_COUNT.DAY.eq(today))
        .forEach(
            row -> {
              passes
                  .computeIfAbsent(row.value1(), gate -> new Passes())
                  .add(row.value2(), row.value3(), row.value4());
              total.add(row.value2(), row.value3(), row.value4());
            });
    var types =
        sql.select(TICKET_TYPE.ID, TICKET_TYPE.NAME_ZH, TICKET_TYPE.NAME_EN)
            .from(TICKET_TYPE)
            .fetchMap(TICKET_TYPE.ID, row -> new GateState.TypeName(row.value2(), row.value3()));
    return new BoardTables(park(sql), gates(sql), passes, total, types);
  }

  private static JsonObject park(DSLContext sql) {
    return sql.select(PARK.NAME_ZH, PARK.NAME_EN, PARK.ZONE)
        .from(PARK)
        .fetchOptional(
            row ->
                new JsonObject()
                    .put("name_zh", row.value1())
                    .put("name_en", row.value2())
                    .put("zone", row.value3()))
        .orElseGet(() -> new JsonObject().put("name_zh", "").put("name_en", "").put("zone", ""));
  }

  private static Map<Integer, GateState.Info> gates(DSLContext sql) {
    return sql.select(
            GATE.ID,
            GATE.CODE,
            GATE.NAME_ZH,
            GATE.NAME_EN,
            CHECK_POINT.CODE,
            AREA.CODE,
            GATE.KIND,
            GATE.ENROLLED_AT)
        .from(GATE)
        .join(CHECK_POINT)
        .on(CHECK_POINT.ID.eq(GATE.CHECK_POINT_ID))
        .join(AREA)
        .on(AREA.ID.eq(CHECK_POINT.AREA_ID))
        .fetchMap(
            GATE.ID,
            row ->
                new GateState.Info(
                    row.value2(),
                    row.value3(),
                    row.value4(),
                    row.value5(),
                    row.value6(),
                    row.value7(),
                    row.value8() != null));
  }
}
