package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_SLOT_STOCK;
import static org.shanmen.central.db.tables.Tables.TICKET_STOCK;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.catalogue.Slot;
import org.shanmen.central.catalogue.TicketType;

/**
 * For how many people tickets of some days are sold, as it was when it was read.
 *
 * @param days by type and day, of types with a quota
 * @param slots by type, day and minute; what is not there was never sold
 */
record StockLevels(Map<OfDay, Integer> days, Map<OfSlot, Integer> slots) {
  private record OfDay(int type, LocalDate day) {}

  private record OfSlot(int type, LocalDate day, int minute) {}

  /** Blocks. */
  static StockLevels read(
      DSLContext tx, List<TicketType> types, Collection<LocalDate> visits, ZoneId zone) {
    var ids = types.stream().map(type -> type.row().getId()).toList();
    var days = new HashMap<OfDay, Integer>();
    types.stream()
        .filter(type -> type.row().getDailyQuota() > 0)
        .forEach(type -> days.putAll(sold(tx, type, visits, zone)));
    tx.selectFrom(TICKET_STOCK)
        .where(TICKET_STOCK.TICKET_TYPE_ID.in(ids))
        .and(TICKET_STOCK.DAY.in(stockDays(types, visits)))
        .forEach(row -> days.put(new OfDay(row.getTicketTypeId(), row.getDay()), row.getTaken()));
    var slots =
        tx.selectFrom(TICKET_SLOT_STOCK)
            .where(TICKET_SLOT_STOCK.TICKET_TYPE_ID.in(ids).and(TICKET_SLOT_STOCK.DAY.in(visits)))
            .fetchMap(
                row -> new OfSlot(row.getTicketTypeId(), row.getDay(), row.getFromMinute()),
                row -> row.getTaken());
    return new StockLevels(days, slots);
  }

  private static Collection<LocalDate> stockDays(
      List<TicketType> types, Collection<LocalDate> visits) {
    return types.stream()
        .flatMap(type -> visits.stream().map(type::stockDay))
        .collect(Collectors.toSet());
  }

  /**
   * Counted by the tickets and what is held: nobody keeps a count of a day before its first sale
   * under a quota.
   */
  private static Map<OfDay, Integer> sold(
      DSLContext tx, TicketType type, Collection<LocalDate> visits, ZoneId zone) {
    var days = stockDays(List.of(type), visits);
    int id = type.row().getId();
    var sold = new HashMap<OfDay, Integer>();
    Stock.held(tx, id, Collections.min(days), Collections.max(days))
        .forEach((day, people) -> sold.merge(new OfDay(id, day), people, Integer::sum));
    tx.select(TICKET.VALID_FROM, DSL.sum(TICKET.PEOPLE))
        .from(TICKET)
        .where(Stock.counts(id, Collections.min(days), Collections.max(days), zone))
        .groupBy(TICKET.VALID_FROM)
        .forEach(
            row ->
                sold.merge(
                    new OfDay(id, LocalDate.ofInstant(row.value1().toInstant(), zone)),
                    row.value2().intValueExact(),
                    Integer::sum));
    return sold;
  }

  /** How many people more can come; empty: as many as want to. */
  OptionalInt left(TicketType type, LocalDate visit) {
    int quota = type.row().getDailyQuota();
    int taken = days.getOrDefault(new OfDay(type.row().getId(), type.stockDay(visit)), 0);
    return quota == 0 ? OptionalInt.empty() : OptionalInt.of(Math.max(0, quota - taken));
  }

  private OptionalInt left(TicketType type, LocalDate visit, Slot slot) {
    var ofDay = left(type, visit);
    if (slot.quota() == 0) {
      return ofDay;
    }
    var key = new OfSlot(type.row().getId(), visit, slot.fromMinute());
    int ofSlot = Math.max(0, slot.quota() - slots.getOrDefault(key, 0));
    return OptionalInt.of(Math.min(ofSlot, ofDay.orElse(ofSlot)));
  }

  /**
   * The slots of a day as openapi.yaml shows them.
   *
   * @param now whose slots are over says so
   */
  JsonArray slots(TicketType type, LocalDate visit, Instant now, ZoneId zone) {
    var list = new JsonArray();
    for (var slot : type.calendar().slots(visit)) {
      list.add(
          new JsonObject()
              .put("from_minute", slot.fromMinute())
              .put("until_minute", slot.untilMinute())
              .put("left", boxed(left(type, visit, slot)))
              .put("over", !now.isBefore(slot.until(visit, zone))));
    }
    return list;
  }

  static Integer boxed(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }
}
