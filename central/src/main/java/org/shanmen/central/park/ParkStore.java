package org.shanmen.central.park;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.HANDHELD;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.db.tables.tables.records.AreaRecord;
import org.shanmen.central.web.Refused;

/**
 * Areas, check points and gates in the database. Methods take the caller's transaction and block;
 * JSON is as in openapi.yaml.
 */
final class ParkStore {
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

  JsonArray gates(DSLContext tx) {
    var all = new JsonArray();
    tx.select(
            GATE.CODE,
            GATE.NAME_ZH,
            GATE.NAME_EN,
            CHECK_POINT.CODE,
            GATE.KIND,
            GATE.CERTIFICATE_SERIAL.isNotNull())
        .from(GATE)
        .join(CHECK_POINT)
        .on(CHECK_POINT.ID.eq(GATE.CHECK_POINT_ID))
        .where(GATE.ID.notIn(DSL.select(HANDHELD.GATE_ID).from(HANDHELD)))
        .orderBy(GATE.CODE)
        .forEach(
            row ->
                all.add(
                    named(row.value1(), row.value2(), row.value3())
                        .put("check_point", row.value4())
                        .put("kind", row.value5())
                        .put("enrolled", row.value6())));
    return all;
  }

  /**
   * @throws Refused if there is one with this code
   */
  void addArea(DSLContext tx, JsonObject area) {
    int added =
        tx.insertInto(AREA)
            .set(AREA.CODE, area.getString("code"))
            .set(AREA.NAME_ZH, area.getString("name_zh"))
            .set(AREA.NAME_EN, area.getString("name_en"))
            .set(AREA.CAPACITY, area.getInteger("capacity"))
            .set(AREA.WARNING_PERCENT, area.getInteger("warning_percent"))
            .set(AREA.OPEN_FROM_MINUTE, area.getInteger("open_from_minute"))
            .set(AREA.OPEN_UNTIL_MINUTE, area.getInteger("open_until_minute"))
            .set(AREA.INTRODUCTION_ZH, area.getString("introduction_zh", ""))
            .set(AREA.INTRODUCTION_EN, area.getString("introduction_en", ""))
            .onConflictDoNothing()
            .execute();
    requireNew(added, area);
  }

  /**
   * @param body what to change, as in openapi.yaml
   * @throws Refused if there is no such area
   */
  JsonObject changeArea(DSLContext tx, String code, JsonObject body) {
    var row =
        tx.selectFrom(AREA)
            .where(AREA.CODE.eq(code))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(() -> Refused.notFound("没有景点 " + code, "there is no area " + code));
    row.setNameZh(body.getString("name_zh", row.getNameZh()));
    row.setNameEn(body.getString("name_en", row.getNameEn()));
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
    return named(row.getCode(), row.getNameZh(), row.getNameEn())
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
    String area = checkPoint.getString("area");
    int areaId =
        tx.select(AREA.ID)
            .from(AREA)
            .where(AREA.CODE.eq(area))
            .fetchOptional(AREA.ID)
            .orElseThrow(() -> Refused.unprocessable("没有景点 " + area, "there is no area " + area));
    int added =
        tx.insertInto(CHECK_POINT)
            .set(CHECK_POINT.CODE, checkPoint.getString("code"))
            .set(CHECK_POINT.NAME_ZH, checkPoint.getString("name_zh"))
            .set(CHECK_POINT.NAME_EN, checkPoint.getString("name_en"))
            .set(CHECK_POINT.AREA_ID, areaId)
            .onConflictDoNothing()
            .execute();
    requireNew(added, checkPoint);
  }

  /**
   * Changes its names. It stays in its area: what was counted there was counted there.
   *
   * @throws Refused if there is no such check point
   */
  JsonObject changeCheckPoint(DSLContext tx, String code, JsonObject body) {
    var row =
        tx.selectFrom(CHECK_POINT)
            .where(CHECK_POINT.CODE.eq(code))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(
                () -> Refused.notFound("没有检票点 " + code, "there is no check point " + code));
    row.setNameZh(body.getString("name_zh", row.getNameZh()));
    row.setNameEn(body.getString("name_en", row.getNameEn()));
    row.store();
    String area =
        tx.select(AREA.CODE).from(AREA).where(AREA.ID.eq(row.getAreaId())).fetchSingle(AREA.CODE);
    return named(code, row.getNameZh(), row.getNameEn()).put("area", area);
  }

  /**
   * @throws Refused if there is one with this code, or no such check point
   */
  void addGate(DSLContext tx, JsonObject gate) {
    String checkPoint = gate.getString("check_point");
    int checkPointId =
        tx.select(CHECK_POINT.ID)
            .from(CHECK_POINT)
            .where(CHECK_POINT.CODE.eq(checkPoint))
            .fetchOptional(CHECK_POINT.ID)
            .orElseThrow(
                () ->
                    Refused.unprocessable(
                        "没有检票点 " + checkPoint, "there is no check point " + checkPoint));
    int added =
        tx.insertInto(GATE)
            .set(GATE.CODE, gate.getString("code"))
            .set(GATE.NAME_ZH, gate.getString("name_zh"))
            .set(GATE.NAME_EN, gate.getString("name_en"))
            .set(GATE.CHECK_POINT_ID, checkPointId)
            .set(GATE.KIND, gate.getString("kind"))
            .onConflictDoNothing()
            .execute();
    requireNew(added, gate);
  }

  private static void requireNew(int added, JsonObject what) {
    if (added == 0) {
      String code = what.getString("code");
      throw Refused.conflict("代码已存在:" + code, "the code " + code + " is taken");
    }
  }

  private static JsonObject named(String code, String nameZh, String nameEn) {
    return new JsonObject().put("code", code).put("name_zh", nameZh).put("name_en", nameEn);
  }
}
