package org.shanmen.central.catalogue;

import static org.shanmen.central.db.tables.Tables.ORDER_LINE;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.TicketTypeRecord;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Refused;
import org.shanmen.protocol.wire.TicketKind;

/** Ticket types in the database. Methods take the caller's transaction and block. */
public final class TicketTypeStore {
  /** Of a stored-value card unless its type says otherwise. */
  private static final int CARD_VALID_DAYS = 365;

  /** At most as much as was paid, unless the type says otherwise; also the column's default. */
  private static final int BONUS_PERCENT = 100;

  /** All types of the park, also those that are not sold any more. Blocks. */
  public List<TicketType> all(DSLContext tx) {
    return typed(tx, tx.selectFrom(TICKET_TYPE).orderBy(TICKET_TYPE.CODE).fetch());
  }

  /**
   * The types of these codes, by code; codes that there are not are left out. Until the transaction
   * ends nobody changes them: tickets made of them are tickets of what they are now.
   */
  public Map<String, TicketType> byCode(DSLContext tx, Collection<String> codes) {
    return typed(
            tx, tx.selectFrom(TICKET_TYPE).where(TICKET_TYPE.CODE.in(codes)).forKeyShare().fetch())
        .stream()
        .collect(Collectors.toMap(type -> type.row().getCode(), type -> type));
  }

  /** The types of these ids, by id; until the transaction ends nobody changes them. */
  public Map<Integer, TicketType> byIds(DSLContext tx, Collection<Integer> ids) {
    return typed(tx, tx.selectFrom(TICKET_TYPE).where(TICKET_TYPE.ID.in(ids)).forKeyShare().fetch())
        .stream()
        .collect(Collectors.toMap(type -> type.row().getId(), type -> type));
  }

  /** The type of this code as it is now; it may change meanwhile. */
  public Optional<TicketType> find(DSLContext tx, String code) {
    return typed(tx, tx.selectFrom(TICKET_TYPE).where(TICKET_TYPE.CODE.eq(code)).fetch()).stream()
        .findAny();
  }

  /**
   * @throws IllegalStateException if there is no type of this id
   */
  public TicketType byId(DSLContext tx, int id) {
    return typed(tx, tx.selectFrom(TICKET_TYPE).where(TICKET_TYPE.ID.eq(id)).fetch()).stream()
        .findAny()
        .orElseThrow(() -> new IllegalStateException("there is no ticket type " + id));
  }

  private static List<TicketType> typed(DSLContext tx, List<TicketTypeRecord> rows) {
    var ids = rows.stream().map(TicketTypeRecord::getId).toList();
    var places = TypeParts.places(tx, ids);
    var calendars = TypeParts.calendars(tx, ids);
    return rows.stream()
        .map(
            row ->
                new TicketType(
                    row,
                    places.getOrDefault(row.getId(), Places.EVERYWHERE),
                    calendars.getOrDefault(row.getId(), TypeCalendar.EMPTY)))
        .toList();
  }

  /**
   * @param body as in openapi.yaml, with what was left out
   * @throws Refused if the code is taken or the values do not go together
   */
  public TicketType add(DSLContext tx, JsonObject body) {
    String code = body.getString("code");
    var row = new TicketTypeRecord();
    row.setCode(code);
    row.setKind(body.getString("kind"));
    row.setCodeForm(body.getString("code_form", "OPAQUE"));
    // Money is spent over many visits; a card for one entry on one day would be useless.
    boolean holdsMoney = body.getString("kind").equals(TicketKind.STORED_VALUE.name());
    row.setValidDays(holdsMoney ? CARD_VALID_DAYS : 1);
    row.setDaysFromFirstUse(0);
    row.setEntries(holdsMoney ? 0 : 1);
    row.setEntriesPerDay(0);
    row.setEntriesPerArea(0);
    row.setMinutesBetween(0);
    row.setReentry("COUNTS");
    row.setAntiPassbackMinutes(0);
    row.setWeekdays(0);
    row.setOpenFromMinute(0);
    row.setOpenUntilMinute(0);
    row.setMaxPeople(1);
    row.setNeedsCheck(body.getString("kind").equals(TicketKind.CONCESSION.name()));
    row.setOfflineLimitFen(0);
    row.setBonusPercent(BONUS_PERCENT);
    row.setCollected(false);
    row.setBeyondCapacity(false);
    row.setOffline("OPEN");
    row.setDailyQuota(0);
    row.setOnSale(true);
    row.setChannels(Channels.ALL);
    row.setRealName(false);
    row.setLimitPerId(0);
    row.setLimitPerPhone(0);
    row.setLimitDays(1);
    row.setProof("NONE");
    row.setProofZh("");
    row.setProofEn("");
    fill(row, body);
    var places = TypeParts.named(tx, Places.EVERYWHERE, body);
    var calendar = TypeCalendar.of(TypeCalendar.EMPTY, body);
    new TicketType(row, places, calendar).check();
    var stored = tx.insertInto(TICKET_TYPE).set(row).onConflictDoNothing().returning().fetchOne();
    if (stored == null) {
      throw Refused.conflict("代码已存在：" + code, "the code " + code + " is taken");
    }
    var type = new TicketType(stored, places, calendar);
    TypeParts.put(tx, type);
    return type;
  }

  /**
   * @param body what to change, as in openapi.yaml
   * @throws Refused if there is no such type, the values do not go together, or tickets that were
   *     sold without an account would need one or the other way round
   */
  public TicketType change(DSLContext tx, String code, JsonObject body) {
    var row =
        tx.selectFrom(TICKET_TYPE)
            .where(TICKET_TYPE.CODE.eq(code))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(() -> Refused.notFound("没有票种 " + code, "there is no ticket type " + code));
    var before = typed(tx, List.of(row)).get(0);
    fill(row, body);
    var type =
        new TicketType(
            row,
            TypeParts.named(tx, before.places(), body),
            TypeCalendar.of(before.calendar(), body));
    type.check();
    if (type.holdsMoney() != before.holdsMoney() && hasTickets(tx, row)) {
      throw Refused.conflict(
          "该票种已有票，不能增加或取消按次扣费（fees）；请另建票种：" + code,
          "there are tickets of the type %s: whether they hold money (fees) cannot change; make another type"
              .formatted(code));
    }
    row.store();
    TypeParts.put(tx, type);
    return type;
  }

  private static boolean hasTickets(DSLContext tx, TicketTypeRecord type) {
    return tx.fetchExists(TICKET, TICKET.TICKET_TYPE_ID.eq(type.getId()))
        || tx.fetchExists(ORDER_LINE, ORDER_LINE.TICKET_TYPE_ID.eq(type.getId()));
  }

  private static void fill(TicketTypeRecord row, JsonObject body) {
    row.setNameZh(body.getString("name_zh", row.getNameZh()));
    row.setNameEn(body.getString("name_en", row.getNameEn()));
    row.setPriceFen(body.getLong("price_fen", row.getPriceFen()));
    row.setValidDays(body.getInteger("valid_days", row.getValidDays()));
    row.setDaysFromFirstUse(body.getInteger("days_from_first_use", row.getDaysFromFirstUse()));
    row.setEntries(body.getInteger("entries", row.getEntries()));
    row.setEntriesPerDay(body.getInteger("entries_per_day", row.getEntriesPerDay()));
    row.setEntriesPerArea(body.getInteger("entries_per_area", row.getEntriesPerArea()));
    row.setMinutesBetween(body.getInteger("minutes_between", row.getMinutesBetween()));
    row.setReentry(body.getString("reentry", row.getReentry()));
    row.setAntiPassbackMinutes(
        body.getInteger("anti_passback_minutes", row.getAntiPassbackMinutes()));
    if (body.containsKey("weekdays")) {
      row.setWeekdays(Weekdays.bits(body.getJsonArray("weekdays")));
    }
    row.setOpenFromMinute(body.getInteger("open_from_minute", row.getOpenFromMinute()));
    row.setOpenUntilMinute(body.getInteger("open_until_minute", row.getOpenUntilMinute()));
    row.setMaxPeople(body.getInteger("max_people", row.getMaxPeople()));
    row.setNeedsCheck(body.getBoolean("needs_check", row.getNeedsCheck()));
    row.setOfflineLimitFen(body.getInteger("offline_limit_fen", row.getOfflineLimitFen()));
    row.setBonusPercent(body.getInteger("bonus_percent", row.getBonusPercent()));
    row.setCollected(body.getBoolean("collected", row.getCollected()));
    row.setBeyondCapacity(body.getBoolean("beyond_capacity", row.getBeyondCapacity()));
    row.setOffline(body.getString("offline", row.getOffline()));
    if (body.containsKey("only")) {
      String only = body.getString("only");
      row.setOnlyDirection(only.equals("BOTH") ? null : only);
    }
    row.setDailyQuota(body.getInteger("daily_quota", row.getDailyQuota()));
    row.setOnSale(body.getBoolean("on_sale", row.getOnSale()));
    fillTermsOfSale(row, body);
    if (body.containsKey("season")) {
      fillSeason(row, body.getJsonObject("season"));
    }
  }

  private static void fillTermsOfSale(TicketTypeRecord row, JsonObject body) {
    if (body.containsKey("channels")) {
      row.setChannels(Channels.bits(body.getJsonArray("channels")));
    }
    row.setRealName(body.getBoolean("real_name", row.getRealName()));
    row.setLimitPerId(body.getInteger("limit_per_id", row.getLimitPerId()));
    row.setLimitPerPhone(body.getInteger("limit_per_phone", row.getLimitPerPhone()));
    row.setLimitDays(body.getInteger("limit_days", row.getLimitDays()));
    row.setProof(body.getString("proof", row.getProof()));
    row.setProofZh(body.getString("proof_zh", row.getProofZh()));
    row.setProofEn(body.getString("proof_en", row.getProofEn()));
  }

  private static void fillSeason(TicketTypeRecord row, JsonObject season) {
    row.setSeasonFrom(season == null ? null : Days.of(season.getString("from")));
    row.setSeasonUntil(season == null ? null : Days.of(season.getString("until")));
    if (season != null && row.getSeasonUntil().isBefore(row.getSeasonFrom())) {
      throw Refused.unprocessable("有效期（season）的结束早于开始", "the season ends before it begins");
    }
  }
}
