package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE_AREA;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.db.tables.tables.records.TicketTypeRecord;
import org.shanmen.central.ticketing.TicketType.AreaRef;
import org.shanmen.central.web.Refused;

/** Ticket types in the database. Methods take the caller's transaction and block. */
final class TicketTypeStore {
  List<TicketType> all(DSLContext tx) {
    var areas = areasByType(tx);
    return tx.selectFrom(TICKET_TYPE)
        .orderBy(TICKET_TYPE.CODE)
        .fetch(row -> new TicketType(row, areas.getOrDefault(row.getId(), List.of())));
  }

  /** The types of these codes, by code; codes that there are not are left out. */
  Map<String, TicketType> byCode(DSLContext tx, Collection<String> codes) {
    var areas = areasByType(tx);
    return tx.selectFrom(TICKET_TYPE).where(TICKET_TYPE.CODE.in(codes)).stream()
        .collect(
            Collectors.toMap(
                TicketTypeRecord::getCode,
                row -> new TicketType(row, areas.getOrDefault(row.getId(), List.of()))));
  }

  /**
   * @param body as in openapi.yaml, with what was left out
   * @throws Refused if the code is taken or the values do not go together
   */
  TicketType add(DSLContext tx, JsonObject body) {
    String code = body.getString("code");
    var row = new TicketTypeRecord();
    row.setCode(code);
    row.setKind(body.getString("kind"));
    row.setCodeForm(body.getString("code_form", "OPAQUE"));
    row.setValidDays(1);
    row.setEntries(1);
    row.setEntriesPerDay(0);
    row.setMinutesBetween(0);
    row.setOpenFromMinute(0);
    row.setOpenUntilMinute(0);
    row.setMaxPeople(1);
    row.setOnSale(true);
    fill(row, body);
    new TicketType(row, List.of()).check();
    var stored = tx.insertInto(TICKET_TYPE).set(row).onConflictDoNothing().returning().fetchOne();
    if (stored == null) {
      throw Refused.conflict("代码已存在:" + code, "the code " + code + " is taken");
    }
    return new TicketType(
        stored, putAreas(tx, stored.getId(), body.getJsonArray("areas", new JsonArray())));
  }

  /**
   * @param body what to change, as in openapi.yaml
   * @throws Refused if there is no such type or the values do not go together
   */
  TicketType change(DSLContext tx, String code, JsonObject body) {
    var row =
        tx.selectFrom(TICKET_TYPE)
            .where(TICKET_TYPE.CODE.eq(code))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(() -> Refused.notFound("没有票种 " + code, "there is no ticket type " + code));
    fill(row, body);
    new TicketType(row, List.of()).check();
    row.store();
    var areas =
        body.containsKey("areas")
            ? putAreas(tx, row.getId(), body.getJsonArray("areas"))
            : areasByType(tx).getOrDefault(row.getId(), List.of());
    return new TicketType(row, areas);
  }

  private static void fill(TicketTypeRecord row, JsonObject body) {
    row.setNameZh(body.getString("name_zh", row.getNameZh()));
    row.setNameEn(body.getString("name_en", row.getNameEn()));
    row.setPriceFen(body.getLong("price_fen", row.getPriceFen()));
    row.setValidDays(body.getInteger("valid_days", row.getValidDays()));
    row.setEntries(body.getInteger("entries", row.getEntries()));
    row.setEntriesPerDay(body.getInteger("entries_per_day", row.getEntriesPerDay()));
    row.setMinutesBetween(body.getInteger("minutes_between", row.getMinutesBetween()));
    row.setOpenFromMinute(body.getInteger("open_from_minute", row.getOpenFromMinute()));
    row.setOpenUntilMinute(body.getInteger("open_until_minute", row.getOpenUntilMinute()));
    row.setMaxPeople(body.getInteger("max_people", row.getMaxPeople()));
    row.setOnSale(body.getBoolean("on_sale", row.getOnSale()));
  }

  private static List<AreaRef> putAreas(DSLContext tx, int typeId, JsonArray codes) {
    var wanted = codes.stream().map(String.class::cast).toList();
    var areas =
        tx.select(AREA.ID, AREA.CODE)
            .from(AREA)
            .where(AREA.CODE.in(wanted))
            .fetch(row -> new AreaRef(row.value1(), row.value2()));
    if (areas.size() != wanted.size()) {
      throw Refused.unprocessable(
          "景点代码不全存在:" + String.join("、", wanted),
          "not all of these areas exist: " + String.join(", ", wanted));
    }
    tx.deleteFrom(TICKET_TYPE_AREA).where(TICKET_TYPE_AREA.TICKET_TYPE_ID.eq(typeId)).execute();
    if (!areas.isEmpty()) {
      tx.insertInto(TICKET_TYPE_AREA, TICKET_TYPE_AREA.TICKET_TYPE_ID, TICKET_TYPE_AREA.AREA_ID)
          .valuesOfRows(areas.stream().map(area -> DSL.row(typeId, area.id())).toList())
          .execute();
    }
    return areas;
  }

  private static Map<Integer, List<AreaRef>> areasByType(DSLContext tx) {
    return tx.select(TICKET_TYPE_AREA.TICKET_TYPE_ID, AREA.ID, AREA.CODE)
        .from(TICKET_TYPE_AREA)
        .join(AREA)
        .on(AREA.ID.eq(TICKET_TYPE_AREA.AREA_ID))
        .fetchGroups(
            TICKET_TYPE_AREA.TICKET_TYPE_ID, row -> new AreaRef(row.value2(), row.value3()));
  }
}
