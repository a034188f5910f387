package org.shanmen.central.park;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.park.NamedTable.named;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.AreaRecord;
import org.shanmen.central.db.tables.tables.records.CheckPointRecord;
import org.shanmen.central.web.Refused;

/**
 * Areas and check points in the database. Methods take the caller's transaction and block; JSON is
 * as in openapi.yaml.
 */
final class ParkStore {
  private static final NamedTable<AreaRecord> AREAS =
      new NamedTable<>(AREA, AREA.ID, AREA.CODE, AREA.NAME_ZH, AREA.NAME_EN, "景点", "area");
  private static final NamedTable<CheckPointRecord> CHECK_POINTS =
      new NamedTable<>(
          CHECK_POINT,
          CHECK_POINT.ID,
          CHECK_POINT.CODE,
          CHECK_POINT.NAME_ZH,
          CHECK_POINT.NAME_EN,
          "检票点",
          "check point");

  JsonArray areas(DSLContext tx) {
    var all = new JsonArray();
    tx.selectFrom(AREA).orderBy(AREA.CODE).forEach(row -> all.add(json(row)));
    return all;
  }

  JsonArray checkPoints(DSLContext tx) {
    var all = new JsonArray();
    tx.select(CHECK_POINT.CODE, CHECK_POINT.NAME_ZH, CHECK_POINT.NAME_EN, AREA.CODE)
        .from(CHECK_POINT)
        .join(AREA)
        .on(AREA.ID.eq(CHECK_POINT.AREA_ID))
        .orderBy(CHECK_POINT.CODE)
        .forEach(
            row ->
                all.add(named(row.value1(), row.value2(), row.value3()).put("area", row.value4())));
    return all;
  }

  /**
   * @throws Refused if there is one with this code
   */
  void addArea(DSLContext tx, JsonObject area) {
    AREAS.add(
        tx,
        area,
        row -> {
          row.setCapacity(area.getInteger("capacity"));
          row.setWarningPercent(area.getInteger("warning_percent"));
          row.setOpenFromMinute(area.getInteger("open_from_minute"));
          row.setOpenUntilMinute(area.getInteger("open_until_minute"));
          row.setIntroductionZh(area.getString("introduction_zh", ""));
          row.setIntroductionEn(area.getString("introduction_en", ""));
        });
  }

  /**
   * @param body what to change, as in openapi.yaml
   * @throws Refused if there is no such area
   */
  JsonObject changeArea(DSLContext tx, String code, JsonObject body) {
    var row = AREAS.renamed(tx, code, body);
    if (body.containsKey("capacity")) {
      row.setCapacity(body.getInteger("capacity"));
    }
    if (body.containsKey("warning_percent")) {
      row.setWarningPercent(body.getInteger("warning_percent"));
    }
    if (body.containsKey("open_from_minute")) {
      row.setOpenFromMinute(body.getInteger("open_from_minute"));
    }
    if (body.containsKey("open_until_minute")) {
      row.setOpenUntilMinute(body.getInteger("open_until_minute"));
    }
    row.setIntroductionZh(body.getString("introduction_zh", row.getIntroductionZh()));
    row.setIntroductionEn(body.getString("introduction_en", row.getIntroductionEn()));
    row.store();
    return json(row);
  }

  private static JsonObject json(AreaRecord row) {
    return AREAS
        .json(row)
        .put("capacity", row.getCapacity())
        .put("warning_percent", row.getWarningPercent())
        .put("open_from_minute", row.getOpenFromMinute())
        .put("open_until_minute", row.getOpenUntilMinute())
        .put("introduction_zh", row.getIntroductionZh())
        .put("introduction_en", row.getIntroductionEn());
  }

  /**
   * @throws Refused if there is one with this code, or no such area
   */
  void addCheckPoint(DSLContext tx, JsonObject checkPoint) {
    CHECK_POINTS.add(
        tx, checkPoint, row -> row.setAreaId(AREAS.idOf(tx, checkPoint.getString("area"))));
  }

  /**
   * Changes its names. It stays in its area: what was counted there was counted there.
   *
   * @throws Refused if there is no such check point
   */
  JsonObject changeCheckPoint(DSLContext tx, String code, JsonObject body) {
    var row = CHECK_POINTS.renamed(tx, code, body);
    row.store();
    String area =
        tx.select(AREA.CODE).from(AREA).where(AREA.ID.eq(row.getAreaId())).fetchSingle(AREA.CODE);
    return CHECK_POINTS.json(row).put("area", area);
  }

  /**
   * The number of a check point that a request names.
   *
   * @throws Refused if there is no such check point
   */
  static int checkPoint(DSLContext tx, String code) {
    return CHECK_POINTS.idOf(tx, code);
  }
}
