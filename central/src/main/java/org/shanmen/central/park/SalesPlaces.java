package org.shanmen.central.park;

import static org.shanmen.central.db.tables.Tables.OPERATING_UNIT;
import static org.shanmen.central.db.tables.Tables.SALES_POINT;
import static org.shanmen.central.db.tables.Tables.SALES_WINDOW;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;
import static org.shanmen.central.park.NamedTable.named;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.OperatingUnitRecord;
import org.shanmen.central.db.tables.tables.records.SalesPointRecord;
import org.shanmen.central.db.tables.tables.records.SalesWindowRecord;
import org.shanmen.central.web.Refused;

/**
 * Operating units, the sales points that are theirs, and the windows of sales points, in the
 * database. Methods take the caller's transaction and block; JSON is as in openapi.yaml.
 */
final class SalesPlaces {
  private static final NamedTable<OperatingUnitRecord> UNITS =
      new NamedTable<>(
          OPERATING_UNIT,
          OPERATING_UNIT.ID,
          OPERATING_UNIT.CODE,
          OPERATING_UNIT.NAME_ZH,
          OPERATING_UNIT.NAME_EN,
          "经营单位",
          "operating unit");
  private static final NamedTable<SalesPointRecord> POINTS =
      new NamedTable<>(
          SALES_POINT,
          SALES_POINT.ID,
          SALES_POINT.CODE,
          SALES_POINT.NAME_ZH,
          SALES_POINT.NAME_EN,
          "售票站点",
          "sales point");
  private static final NamedTable<SalesWindowRecord> WINDOWS =
      new NamedTable<>(
          SALES_WINDOW,
          SALES_WINDOW.ID,
          SALES_WINDOW.CODE,
          SALES_WINDOW.NAME_ZH,
          SALES_WINDOW.NAME_EN,
          "窗口",
          "window");

  JsonArray units(DSLContext tx) {
    var types =
        tx.select(TICKET_TYPE.UNIT_ID, TICKET_TYPE.CODE)
            .from(TICKET_TYPE)
            .where(TICKET_TYPE.UNIT_ID.isNotNull())
            .orderBy(TICKET_TYPE.CODE)
            .fetchGroups(TICKET_TYPE.UNIT_ID, TICKET_TYPE.CODE);
    var all = new JsonArray();
    tx.selectFrom(OPERATING_UNIT)
        .orderBy(OPERATING_UNIT.CODE)
        .forEach(row -> all.add(json(row, types)));
    return all;
  }

  private static JsonObject json(OperatingUnitRecord row, Map<Integer, List<String>> types) {
    return UNITS
        .json(row)
        .put("ticket_types", new JsonArray(types.getOrDefault(row.getId(), List.of())));
  }

  /**
   * @throws Refused if there is one with this code, or no such ticket type
   */
  JsonObject addUnit(DSLContext tx, JsonObject body) {
    var row = UNITS.add(tx, body, unit -> {});
    own(tx, row.getId(), body);
    return unit(tx, row.getCode());
  }

  /**
   * @throws Refused if there is no such unit or ticket type
   */
  JsonObject changeUnit(DSLContext tx, String code, JsonObject body) {
    var row = UNITS.renamed(tx, code, body);
    row.store();
    own(tx, row.getId(), body);
    return unit(tx, code);
  }

  private JsonObject unit(DSLContext tx, String code) {
    return find(units(tx), code);
  }

  /** Whose the ticket types are: those that are named and no others; nothing if none are named. */
  private static void own(DSLContext tx, int unit, JsonObject body) {
    if (!body.containsKey("ticket_types")) {
      return;
    }
    Set<String> codes = new HashSet<>();
    body.getJsonArray("ticket_types").forEach(code -> codes.add((String) code));
    tx.update(TICKET_TYPE)
        .setNull(TICKET_TYPE.UNIT_ID)
        .where(TICKET_TYPE.UNIT_ID.eq(unit).and(TICKET_TYPE.CODE.notIn(codes)))
        .execute();
    int owned =
        tx.update(TICKET_TYPE)
            .set(TICKET_TYPE.UNIT_ID, unit)
            .where(TICKET_TYPE.CODE.in(codes))
            .execute();
    if (owned != codes.size()) {
      throw Refused.unprocessable("有不存在的票种", "one of the ticket types does not exist");
    }
  }

  JsonArray points(DSLContext tx) {
    var all = new JsonArray();
    tx.select(SALES_POINT.CODE, SALES_POINT.NAME_ZH, SALES_POINT.NAME_EN, OPERATING_UNIT.CODE)
        .from(SALES_POINT)
        .leftJoin(OPERATING_UNIT)
        .on(OPERATING_UNIT.ID.eq(SALES_POINT.UNIT_ID))
        .orderBy(SALES_POINT.CODE)
        .forEach(
            row ->
                all.add(named(row.value1(), row.value2(), row.value3()).put("unit", row.value4())));
    return all;
  }

  /**
   * @throws Refused if there is one with this code, or no such unit
   */
  JsonObject addPoint(DSLContext tx, JsonObject body) {
    var row = POINTS.add(tx, body, point -> point.setUnitId(unitId(tx, body.getString("unit"))));
    return POINTS.json(row).put("unit", body.getString("unit"));
  }

  /**
   * @throws Refused if there is no such sales point or unit
   */
  JsonObject changePoint(DSLContext tx, String code, JsonObject body) {
    var row = POINTS.renamed(tx, code, body);
    if (body.containsKey("unit")) {
      row.setUnitId(unitId(tx, body.getString("unit")));
    }
    row.store();
    return find(points(tx), code);
  }

  JsonArray windows(DSLContext tx) {
    var all = new JsonArray();
    tx.select(SALES_WINDOW.CODE, SALES_WINDOW.NAME_ZH, SALES_WINDOW.NAME_EN, SALES_POINT.CODE)
        .from(SALES_WINDOW)
        .join(SALES_POINT)
        .on(SALES_POINT.ID.eq(SALES_WINDOW.SALES_POINT_ID))
        .orderBy(SALES_WINDOW.CODE)
        .forEach(
            row ->
                all.add(
                    named(row.value1(), row.value2(), row.value3())
                        .put("sales_point", row.value4())));
    return all;
  }

  /**
   * @throws Refused if there is one with this code, or no such sales point
   */
  JsonObject addWindow(DSLContext tx, JsonObject body) {
    var row =
        WINDOWS.add(
            tx,
            body,
            window -> window.setSalesPointId(POINTS.idOf(tx, body.getString("sales_point"))));
    return find(windows(tx), row.getCode());
  }

  /**
   * @throws Refused if there is no such window or sales point
   */
  JsonObject changeWindow(DSLContext tx, String code, JsonObject body) {
    var row = WINDOWS.renamed(tx, code, body);
    if (body.containsKey("sales_point")) {
      row.setSalesPointId(POINTS.idOf(tx, body.getString("sales_point")));
    }
    row.store();
    return find(windows(tx), code);
  }

  /** Null: the park's own. */
  private static Integer unitId(DSLContext tx, String code) {
    return code == null ? null : UNITS.idOf(tx, code);
  }

  private static JsonObject find(JsonArray all, String code) {
    return all.stream()
        .map(JsonObject.class::cast)
        .filter(one -> one.getString("code").equals(code))
        .findFirst()
        .orElseThrow();
  }
}
