package org.shanmen.central.catalogue;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE_AREA;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE_CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE_DAY_RULE;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE_FEE;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE_PART;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE_PRICE;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE_SLOT;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.catalogue.Places.Area;
import org.shanmen.central.catalogue.Places.AreaFee;
import org.shanmen.central.catalogue.Places.CheckPoint;
import org.shanmen.central.catalogue.Places.Part;
import org.shanmen.central.web.Refused;

/**
 * The rules of ticket types that have tables of their own. Methods take the caller's transaction
 * and block.
 */
public final class TypeParts {
  private TypeParts() {}

  /** By the type's id; types without a row are left out. */
  static Map<Integer, Places> places(DSLContext tx, Collection<Integer> types) {
    var areas =
        tx.select(TICKET_TYPE_AREA.TICKET_TYPE_ID, AREA.ID, AREA.CODE)
            .from(TICKET_TYPE_AREA)
            .join(AREA)
            .on(AREA.ID.eq(TICKET_TYPE_AREA.AREA_ID))
            .where(TICKET_TYPE_AREA.TICKET_TYPE_ID.in(types))
            .fetchGroups(
                TICKET_TYPE_AREA.TICKET_TYPE_ID, row -> new Area(row.value2(), row.value3()));
    var checkPoints =
        tx.select(
                TICKET_TYPE_CHECK_POINT.TICKET_TYPE_ID, CHECK_POINT.ID, CHECK_POINT.CODE, AREA.CODE)
            .from(TICKET_TYPE_CHECK_POINT)
            .join(CHECK_POINT)
            .on(CHECK_POINT.ID.eq(TICKET_TYPE_CHECK_POINT.CHECK_POINT_ID))
            .join(AREA)
            .on(AREA.ID.eq(CHECK_POINT.AREA_ID))
            .where(TICKET_TYPE_CHECK_POINT.TICKET_TYPE_ID.in(types))
            .fetchGroups(
                TICKET_TYPE_CHECK_POINT.TICKET_TYPE_ID,
                row -> new CheckPoint(row.value2(), row.value3(), row.value4()));
    var fees =
        tx.select(TICKET_TYPE_FEE.TICKET_TYPE_ID, AREA.ID, AREA.CODE, TICKET_TYPE_FEE.FEN)
            .from(TICKET_TYPE_FEE)
            .join(AREA)
            .on(AREA.ID.eq(TICKET_TYPE_FEE.AREA_ID))
            .where(TICKET_TYPE_FEE.TICKET_TYPE_ID.in(types))
            .fetchGroups(
                TICKET_TYPE_FEE.TICKET_TYPE_ID,
                row -> new AreaFee(new Area(row.value2(), row.value3()), row.value4()));
    var parts =
        tx.select(TICKET_TYPE_PART.TICKET_TYPE_ID, AREA.ID, AREA.CODE, TICKET_TYPE_PART.SHARE)
            .from(TICKET_TYPE_PART)
            .join(AREA)
            .on(AREA.ID.eq(TICKET_TYPE_PART.AREA_ID))
            .where(TICKET_TYPE_PART.TICKET_TYPE_ID.in(types))
            .fetchGroups(
                TICKET_TYPE_PART.TICKET_TYPE_ID,
                row -> new Part(new Area(row.value2(), row.value3()), row.value4()));
    var places = new HashMap<Integer, Places>();
    for (int type : types) {
      places.put(
          type,
          new Places(
              areas.getOrDefault(type, List.of()),
              checkPoints.getOrDefault(type, List.of()),
              fees.getOrDefault(type, List.of()),
              parts.getOrDefault(type, List.of())));
    }
    return places;
  }

  /** By the type's id. */
  static Map<Integer, TypeCalendar> calendars(DSLContext tx, Collection<Integer> types) {
    var dayRules = dayRules(tx, types);
    var prices = prices(tx, types);
    var slots =
        tx.selectFrom(TICKET_TYPE_SLOT)
            .where(TICKET_TYPE_SLOT.TICKET_TYPE_ID.in(types))
            .orderBy(TICKET_TYPE_SLOT.POSITION)
            .fetchGroups(
                TICKET_TYPE_SLOT.TICKET_TYPE_ID,
                row ->
                    new Slot(
                        row.getFromMinute(),
                        row.getUntilMinute(),
                        row.getQuota(),
                        row.getWeekdays()));
    var calendars = new HashMap<Integer, TypeCalendar>();
    for (int type : types) {
      calendars.put(
          type,
          new TypeCalendar(
              dayRules.getOrDefault(type, List.of()),
              prices.getOrDefault(type, List.of()),
              slots.getOrDefault(type, List.of())));
    }
    return calendars;
  }

  /** By the type's id, in their order; types without one are left out. */
  private static Map<Integer, List<DayRule>> dayRules(DSLContext tx, Collection<Integer> types) {
    return tx.selectFrom(TICKET_TYPE_DAY_RULE)
        .where(TICKET_TYPE_DAY_RULE.TICKET_TYPE_ID.in(types))
        .orderBy(TICKET_TYPE_DAY_RULE.POSITION)
        .fetchGroups(
            TICKET_TYPE_DAY_RULE.TICKET_TYPE_ID,
            row ->
                new DayRule(
                    row.getFromDay(),
                    row.getUntilDay(),
                    row.getClosed(),
                    row.getOpenFromMinute(),
                    row.getOpenUntilMinute()));
  }

  /** By the type's id, in their order; types without one are left out. */
  private static Map<Integer, List<PriceRule>> prices(DSLContext tx, Collection<Integer> types) {
    return tx.selectFrom(TICKET_TYPE_PRICE)
        .where(TICKET_TYPE_PRICE.TICKET_TYPE_ID.in(types))
        .orderBy(TICKET_TYPE_PRICE.POSITION)
        .fetchGroups(
            TICKET_TYPE_PRICE.TICKET_TYPE_ID,
            row ->
                new PriceRule(
                    Optional.ofNullable(row.getFromDay()),
                    Optional.ofNullable(row.getUntilDay()),
                    row.getWeekdays(),
                    row.getPriceFen()));
  }

  /**
   * The places that a request names.
   *
   * @param before what holds for those that it leaves out
   * @param body as in openapi.yaml
   * @throws Refused if one is not there, or has two fees
   */
  static Places named(DSLContext tx, Places before, JsonObject body) {
    var fees = body.getJsonArray("fees", new JsonArray());
    var priced = fees.stream().map(fee -> ((JsonObject) fee).getString("area")).toList();
    var parts = body.getJsonArray("parts", new JsonArray());
    var shared = parts.stream().map(part -> ((JsonObject) part).getString("area")).toList();
    var areaCodes = new ArrayList<>(codes(body.getJsonArray("areas", new JsonArray())));
    areaCodes.addAll(priced);
    areaCodes.addAll(shared);
    var areas =
        tx.select(AREA.ID, AREA.CODE)
            .from(AREA)
            .where(AREA.CODE.in(areaCodes))
            .fetchMap(AREA.CODE, row -> new Area(row.value1(), row.value2()));
    return new Places(
        body.containsKey("areas")
            ? all(codes(body.getJsonArray("areas")), areas, "景点", "areas")
            : before.areas(),
        body.containsKey("check_points")
            ? all(
                codes(body.getJsonArray("check_points")),
                checkPoints(tx, codes(body.getJsonArray("check_points"))),
                "检票点",
                "check points")
            : before.checkPoints(),
        body.containsKey("fees") ? fees(fees, all(priced, areas, "景点", "areas")) : before.fees(),
        body.containsKey("parts")
            ? parts(parts, all(shared, areas, "景点", "areas"))
            : before.parts());
  }

  private static Map<String, CheckPoint> checkPoints(DSLContext tx, List<String> codes) {
    return tx.select(CHECK_POINT.ID, CHECK_POINT.CODE, AREA.CODE)
        .from(CHECK_POINT)
        .join(AREA)
        .on(AREA.ID.eq(CHECK_POINT.AREA_ID))
        .where(CHECK_POINT.CODE.in(codes))
        .fetchMap(
            CHECK_POINT.CODE, row -> new CheckPoint(row.value1(), row.value2(), row.value3()));
  }

  private static List<AreaFee> fees(JsonArray fees, List<Area> areas) {
    var byArea = new LinkedHashMap<String, AreaFee>();
    for (int i = 0; i < fees.size(); i++) {
      var fee = new AreaFee(areas.get(i), fees.getJsonObject(i).getInteger("fen"));
      if (byArea.put(fee.area().code(), fee) != null) {
        throw Refused.unprocessable(
            "景点 %s 有两个价格（fees）".formatted(fee.area().code()),
            "area %s has two fees".formatted(fee.area().code()));
      }
    }
    return List.copyOf(byArea.values());
  }

  private static List<Part> parts(JsonArray parts, List<Area> areas) {
    var byArea = new LinkedHashMap<String, Part>();
    for (int i = 0; i < parts.size(); i++) {
      var part = new Part(areas.get(i), parts.getJsonObject(i).getLong("share"));
      if (byArea.put(part.area().code(), part) != null) {
        throw Refused.unprocessable(
            "景点 %s 有两个份额（parts）".formatted(part.area().code()),
            "area %s has two shares (parts)".formatted(part.area().code()));
      }
    }
    return List.copyOf(byArea.values());
  }

  private static List<String> codes(JsonArray codes) {
    return codes.stream().map(String.class::cast).toList();
  }

  private static <T> List<T> all(
      List<String> wanted, Map<String, T> found, String whatZh, String whatEn) {
    var missing = wanted.stream().filter(code -> !found.containsKey(code)).toList();
    if (!missing.isEmpty()) {
      throw Refused.unprocessable(
          whatZh + "代码不存在：" + String.join("、", missing),
          "there are no such " + whatEn + ": " + String.join(", ", missing));
    }
    return wanted.stream().map(found::get).collect(Collectors.toList());
  }

  private static void putPrices(DSLContext tx, int type, List<PriceRule> prices) {
    tx.deleteFrom(TICKET_TYPE_PRICE).where(TICKET_TYPE_PRICE.TICKET_TYPE_ID.eq(type)).execute();
    for (int position = 0; position < prices.size(); position++) {
      var rule = prices.get(position);
      var row = tx.newRecord(TICKET_TYPE_PRICE);
      row.setTicketTypeId(type);
      row.setPosition(position);
      row.setFromDay(rule.from().orElse(null));
      row.setUntilDay(rule.until().orElse(null));
      row.setWeekdays(rule.weekdays());
      row.setPriceFen(rule.priceFen());
      row.insert();
    }
  }

  private static void putSlots(DSLContext tx, int type, List<Slot> slots) {
    tx.deleteFrom(TICKET_TYPE_SLOT).where(TICKET_TYPE_SLOT.TICKET_TYPE_ID.eq(type)).execute();
    for (int position = 0; position < slots.size(); position++) {
      var slot = slots.get(position);
      var row = tx.newRecord(TICKET_TYPE_SLOT);
      row.setTicketTypeId(type);
      row.setPosition(position);
      row.setFromMinute(slot.fromMinute());
      row.setUntilMinute(slot.untilMinute());
      row.setQuota(slot.quota());
      row.setWeekdays(slot.weekdays());
      row.insert();
    }
  }

  /** Writes what has tables of its own, in place of what was there. */
  static void put(DSLContext tx, TicketType type) {
    int id = type.row().getId();
    var places = type.places();
    tx.deleteFrom(TICKET_TYPE_AREA).where(TICKET_TYPE_AREA.TICKET_TYPE_ID.eq(id)).execute();
    tx.deleteFrom(TICKET_TYPE_CHECK_POINT)
        .where(TICKET_TYPE_CHECK_POINT.TICKET_TYPE_ID.eq(id))
        .execute();
    tx.deleteFrom(TICKET_TYPE_FEE).where(TICKET_TYPE_FEE.TICKET_TYPE_ID.eq(id)).execute();
    tx.deleteFrom(TICKET_TYPE_DAY_RULE).where(TICKET_TYPE_DAY_RULE.TICKET_TYPE_ID.eq(id)).execute();
    tx.insertInto(TICKET_TYPE_AREA, TICKET_TYPE_AREA.TICKET_TYPE_ID, TICKET_TYPE_AREA.AREA_ID)
        .valuesOfRows(rows(places.areas(), area -> DSL.row(id, area.id())))
        .execute();
    tx.insertInto(
            TICKET_TYPE_CHECK_POINT,
            TICKET_TYPE_CHECK_POINT.TICKET_TYPE_ID,
            TICKET_TYPE_CHECK_POINT.CHECK_POINT_ID)
        .valuesOfRows(rows(places.checkPoints(), checkPoint -> DSL.row(id, checkPoint.id())))
        .execute();
    tx.insertInto(
            TICKET_TYPE_FEE,
            TICKET_TYPE_FEE.TICKET_TYPE_ID,
            TICKET_TYPE_FEE.AREA_ID,
            TICKET_TYPE_FEE.FEN)
        .valuesOfRows(rows(places.fees(), fee -> DSL.row(id, fee.area().id(), fee.fen())))
        .execute();
    tx.deleteFrom(TICKET_TYPE_PART).where(TICKET_TYPE_PART.TICKET_TYPE_ID.eq(id)).execute();
    tx.insertInto(
            TICKET_TYPE_PART,
            TICKET_TYPE_PART.TICKET_TYPE_ID,
            TICKET_TYPE_PART.AREA_ID,
            TICKET_TYPE_PART.SHARE)
        .valuesOfRows(rows(places.parts(), part -> DSL.row(id, part.area().id(), part.share())))
        .execute();
    putPrices(tx, id, type.calendar().prices());
    putSlots(tx, id, type.calendar().slots());
    var dayRules = type.calendar().dayRules();
    for (int position = 0; position < dayRules.size(); position++) {
      var rule = dayRules.get(position);
      var row = tx.newRecord(TICKET_TYPE_DAY_RULE);
      row.setTicketTypeId(id);
      row.setPosition(position);
      row.setFromDay(rule.from());
      row.setUntilDay(rule.until());
      row.setClosed(rule.closed());
      row.setOpenFromMinute(rule.openFromMinute());
      row.setOpenUntilMinute(rule.openUntilMinute());
      row.insert();
    }
  }

  /** jOOQ executes an insert of no rows as nothing. */
  private static <T, R> List<R> rows(List<T> parts, Function<T, R> row) {
    return parts.stream().map(row).toList();
  }
}
