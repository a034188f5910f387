package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.ORDER_LINE;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;
import static org.shanmen.central.db.tables.Tables.TICKET_SLOT_STOCK;
import static org.shanmen.central.db.tables.Tables.TICKET_STOCK;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.catalogue.Slot;
import org.shanmen.central.catalogue.TicketType;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.web.Refused;

/**
 * How many people may come on one day, or in one slot of it, with tickets of one type, and how many
 * such tickets are sold. Days of types without a quota are not counted, slots always are. Methods
 * take the caller's transaction, in which he holds the change log's lock, and block.
 */
final class Stock {
  private record OfDay(TicketType type, LocalDate day) {}

  private record OfSlot(TicketType type, LocalDate day, Slot slot) {}

  private final ZoneId zone;

  /**
   * @param zone the park's
   */
  Stock(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * Takes what these tickets need.
   *
   * @throws Refused if there is not enough left
   */
  void take(DSLContext tx, List<Draft> drafts) {
    var days = new LinkedHashMap<OfDay, Integer>();
    var slots = new LinkedHashMap<OfSlot, Integer>();
    for (var draft : drafts) {
      var type = draft.type();
      var day = draft.validity().first();
      if (hasQuota(type)) {
        days.merge(new OfDay(type, day), draft.people(), Integer::sum);
      }
      draft
          .validity()
          .slot()
          .ifPresent(
              slot -> slots.merge(new OfSlot(type, day, slot), draft.people(), Integer::sum));
    }
    days.forEach((of, people) -> take(tx, of, people));
    slots.forEach((of, people) -> take(tx, of, people));
  }

  /** Whether a ticket is counted. */
  static boolean needed(Draft draft) {
    return hasQuota(draft.type()) || draft.validity().slot().isPresent();
  }

  private static boolean hasQuota(TicketType type) {
    return type.row().getDailyQuota() > 0;
  }

  private static void take(DSLContext tx, OfSlot of, int people) {
    int type = of.type().row().getId();
    int quota = of.slot().quota();
    tx.insertInto(TICKET_SLOT_STOCK)
        .set(TICKET_SLOT_STOCK.TICKET_TYPE_ID, type)
        .set(TICKET_SLOT_STOCK.DAY, of.day())
        .set(TICKET_SLOT_STOCK.FROM_MINUTE, of.slot().fromMinute())
        .set(TICKET_SLOT_STOCK.TAKEN, 0)
        .onConflictDoNothing()
        .execute();
    var row = slot(type, of.day(), of.slot().fromMinute());
    var fits = quota == 0 ? DSL.noCondition() : TICKET_SLOT_STOCK.TAKEN.plus(people).le(quota);
    int taken =
        tx.update(TICKET_SLOT_STOCK)
            .set(TICKET_SLOT_STOCK.TAKEN, TICKET_SLOT_STOCK.TAKEN.plus(people))
            .where(row.and(fits))
            .execute();
    if (taken == 0) {
      int left =
          Math.max(
              0,
              quota
                  - tx.select(TICKET_SLOT_STOCK.TAKEN)
                      .from(TICKET_SLOT_STOCK)
                      .where(row)
                      .fetchSingle(TICKET_SLOT_STOCK.TAKEN));
      throw Refused.conflict(
          "%s %s %s 余票不足：剩 %d"
              .formatted(of.day(), of.slot().name(), of.type().row().getNameZh(), left),
          "not enough tickets %s for %s, %s: %d left"
              .formatted(of.type().row().getCode(), of.day(), of.slot().name(), left));
    }
  }

  private static Condition slot(int type, LocalDate day, int minute) {
    return TICKET_SLOT_STOCK
        .TICKET_TYPE_ID
        .eq(type)
        .and(TICKET_SLOT_STOCK.DAY.eq(day))
        .and(TICKET_SLOT_STOCK.FROM_MINUTE.eq(minute));
  }

  /**
   * Counts what is sold and held already, unless somebody did since there is a quota: before a
   * ticket of the day changes. Under the change log's lock, which keeps a second one away.
   */
  void count(DSLContext tx, TicketType type, LocalDate day) {
    int id = type.row().getId();
    var row = TICKET_STOCK.TICKET_TYPE_ID.eq(id).and(TICKET_STOCK.DAY.eq(day));
    if (hasQuota(type) && !tx.fetchExists(TICKET_STOCK, row)) {
      tx.insertInto(TICKET_STOCK)
          .set(TICKET_STOCK.TICKET_TYPE_ID, id)
          .set(TICKET_STOCK.DAY, day)
          .set(TICKET_STOCK.TAKEN, sold(tx, id, day))
          .execute();
    }
  }

  private void take(DSLContext tx, OfDay of, int people) {
    int type = of.type().row().getId();
    int quota = of.type().row().getDailyQuota();
    var row = TICKET_STOCK.TICKET_TYPE_ID.eq(type).and(TICKET_STOCK.DAY.eq(of.day()));
    count(tx, of.type(), of.day());
    int taken =
        tx.update(TICKET_STOCK)
            .set(TICKET_STOCK.TAKEN, TICKET_STOCK.TAKEN.plus(people))
            .where(row.and(TICKET_STOCK.TAKEN.plus(people).le(quota)))
            .execute();
    if (taken == 0) {
      int left = Math.max(0, quota - taken(tx, type, of.day()));
      throw Refused.conflict(
          "%s %s 余票不足：剩 %d".formatted(of.day(), of.type().row().getNameZh(), left),
          "not enough tickets %s for %s: %d left"
              .formatted(of.type().row().getCode(), of.day(), left));
    }
  }

  /** Before there was a quota nobody counted: the tickets, and what is held for orders. */
  private int sold(DSLContext tx, int type, LocalDate day) {
    return held(tx, type, day, day).values().stream().mapToInt(people -> people).sum()
        + tx.select(DSL.coalesce(DSL.sum(TICKET.PEOPLE), DSL.inline(0)))
            .from(TICKET)
            .where(counts(type, day, day, zone))
            .fetchSingle()
            .value1()
            .intValueExact();
  }

  /** For how many people orders hold tickets of these first days, by day. */
  static Map<LocalDate, Integer> held(DSLContext tx, int type, LocalDate from, LocalDate until) {
    return tx.select(ORDER_LINE.FIRST_DAY, DSL.sum(ORDER_LINE.PEOPLE.times(ORDER_LINE.QUANTITY)))
        .from(ORDER_LINE)
        .join(TICKET_ORDER)
        .on(TICKET_ORDER.ID.eq(ORDER_LINE.ORDER_ID))
        .where(ORDER_LINE.TICKET_TYPE_ID.eq(type).and(ORDER_LINE.FIRST_DAY.between(from, until)))
        .and(TICKET_ORDER.STATE.eq(OrderState.HELD.name()))
        .groupBy(ORDER_LINE.FIRST_DAY)
        .fetchMap(row -> row.value1(), row -> row.value2().intValueExact());
  }

  /** The tickets that count to the quotas of these first days. */
  static Condition counts(int type, LocalDate from, LocalDate until, ZoneId zone) {
    return TICKET
        .TICKET_TYPE_ID
        .eq(type)
        .and(TICKET.VALID_FROM.ge(OrderRows.utc(from.atStartOfDay(zone).toInstant())))
        .and(TICKET.VALID_FROM.lt(OrderRows.utc(until.plusDays(1).atStartOfDay(zone).toInstant())))
        .and(TICKET.ORDER_ID.isNotNull())
        .and(TICKET.STATE.ne(TicketState.REVOKED.name()));
  }

  private static int taken(DSLContext tx, int type, LocalDate day) {
    return tx.select(TICKET_STOCK.TAKEN)
        .from(TICKET_STOCK)
        .where(TICKET_STOCK.TICKET_TYPE_ID.eq(type).and(TICKET_STOCK.DAY.eq(day)))
        .fetchSingle(TICKET_STOCK.TAKEN);
  }

  /** Of a type without a quota nobody counts: with a new one it is counted anew. */
  static void forget(DSLContext tx, TicketType type) {
    tx.deleteFrom(TICKET_STOCK).where(TICKET_STOCK.TICKET_TYPE_ID.eq(type.row().getId())).execute();
  }

  /** Gives back what a ticket took; of a day without a quota, nothing. */
  void giveBack(DSLContext tx, TicketRecord ticket) {
    var day = LocalDate.ofInstant(ticket.getValidFrom().toInstant(), zone);
    if (ticket.getSlotMinute() != null) {
      tx.update(TICKET_SLOT_STOCK)
          .set(TICKET_SLOT_STOCK.TAKEN, TICKET_SLOT_STOCK.TAKEN.minus(ticket.getPeople()))
          .where(slot(ticket.getTicketTypeId(), day, ticket.getSlotMinute()))
          .execute();
    }
    tx.update(TICKET_STOCK)
        .set(TICKET_STOCK.TAKEN, TICKET_STOCK.TAKEN.minus(ticket.getPeople()))
        .where(TICKET_STOCK.TICKET_TYPE_ID.eq(ticket.getTicketTypeId()))
        .and(TICKET_STOCK.DAY.eq(day))
        .execute();
  }

  /** Gives back what an order holds, under the change log's lock. */
  static void giveBack(DSLContext tx, long orderId) {
    for (var line : OrderRows.lines(tx, orderId)) {
      tx.update(TICKET_STOCK)
          .set(TICKET_STOCK.TAKEN, TICKET_STOCK.TAKEN.minus(line.getPeople() * line.getQuantity()))
          .where(TICKET_STOCK.TICKET_TYPE_ID.eq(line.getTicketTypeId()))
          .and(TICKET_STOCK.DAY.eq(line.getFirstDay()))
          .execute();
      if (line.getSlotMinute() != null) {
        tx.update(TICKET_SLOT_STOCK)
            .set(
                TICKET_SLOT_STOCK.TAKEN,
                TICKET_SLOT_STOCK.TAKEN.minus(line.getPeople() * line.getQuantity()))
            .where(slot(line.getTicketTypeId(), line.getFirstDay(), line.getSlotMinute()))
            .execute();
      }
    }
  }
}
