package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_STOCK;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.web.Refused;

/**
 * How many people may come on one day with tickets of one type, and how many such tickets are sold.
 * Types without a quota have no stock. Methods take the caller's transaction, in which he holds the
 * change log's lock, and block.
 */
final class Stock {
  private record Of(TicketType type, LocalDate day) {}

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
    var wanted = new LinkedHashMap<Of, Integer>();
    for (var draft : drafts) {
      if (needed(draft)) {
        wanted.merge(new Of(draft.type(), draft.validity().first()), draft.people(), Integer::sum);
      }
    }
    wanted.forEach((of, people) -> take(tx, of, people));
  }

  /** Whether a ticket's type has a quota. */
  static boolean needed(Draft draft) {
    return draft.type().row().getDailyQuota() > 0;
  }

  private void take(DSLContext tx, Of of, int people) {
    int type = of.type().row().getId();
    int quota = of.type().row().getDailyQuota();
    var row = TICKET_STOCK.TICKET_TYPE_ID.eq(type).and(TICKET_STOCK.DAY.eq(of.day()));
    if (!tx.fetchExists(TICKET_STOCK, row)) {
      // Only the first sale of a day reads the tickets; the lock keeps a second one away.
      tx.insertInto(TICKET_STOCK)
          .set(TICKET_STOCK.TICKET_TYPE_ID, type)
          .set(TICKET_STOCK.DAY, of.day())
          .set(TICKET_STOCK.TAKEN, sold(tx, type, of.day()))
          .execute();
    }
    int taken =
        tx.update(TICKET_STOCK)
            .set(TICKET_STOCK.TAKEN, TICKET_STOCK.TAKEN.plus(people))
            .where(row.and(TICKET_STOCK.TAKEN.plus(people).le(quota)))
            .execute();
    if (taken == 0) {
      int left = Math.max(0, quota - taken(tx, type, of.day()));
      throw Refused.conflict(
          "%s %s 余票不足:剩 %d".formatted(of.day(), of.type().row().getNameZh(), left),
          "not enough tickets %s for %s: %d left"
              .formatted(of.type().row().getCode(), of.day(), left));
    }
  }

  /** Before there was a quota nobody counted. */
  private int sold(DSLContext tx, int type, LocalDate day) {
    var from = SaleRows.utc(day.atStartOfDay(zone).toInstant());
    return tx.select(DSL.coalesce(DSL.sum(TICKET.PEOPLE), DSL.inline(0)))
        .from(TICKET)
        .where(TICKET.TICKET_TYPE_ID.eq(type).and(TICKET.VALID_FROM.eq(from)))
        .and(TICKET.SALE_ID.isNotNull())
        .and(TICKET.STATE.ne(TicketState.REVOKED.name()))
        .fetchSingle()
        .value1()
        .intValueExact();
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

  /** Gives back what a ticket took; if its type had no quota then, nothing. */
  void giveBack(DSLContext tx, TicketRecord ticket) {
    tx.update(TICKET_STOCK)
        .set(TICKET_STOCK.TAKEN, TICKET_STOCK.TAKEN.minus(ticket.getPeople()))
        .where(TICKET_STOCK.TICKET_TYPE_ID.eq(ticket.getTicketTypeId()))
        .and(TICKET_STOCK.DAY.eq(LocalDate.ofInstant(ticket.getValidFrom().toInstant(), zone)))
        .execute();
  }

  /** For how many people tickets of the day are sold, by the types with a quota among these. */
  Map<Integer, Integer> taken(DSLContext tx, List<TicketType> types, LocalDate day) {
    var counted =
        tx.select(TICKET_STOCK.TICKET_TYPE_ID, TICKET_STOCK.TAKEN)
            .from(TICKET_STOCK)
            .where(TICKET_STOCK.DAY.eq(day))
            .fetchMap(TICKET_STOCK.TICKET_TYPE_ID, TICKET_STOCK.TAKEN);
    var taken = new HashMap<Integer, Integer>();
    for (var type : types) {
      int id = type.row().getId();
      if (type.row().getDailyQuota() > 0) {
        taken.put(id, counted.containsKey(id) ? counted.get(id) : sold(tx, id, day));
      }
    }
    return taken;
  }
}
