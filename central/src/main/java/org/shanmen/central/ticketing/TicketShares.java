package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.TICKET_SHARE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.shanmen.central.catalogue.Shares;
import org.shanmen.central.db.tables.tables.records.TicketShareRecord;

/**
 * What was paid for tickets of packages, by area: fixed when they are sold, so that what is given
 * back is taken from where it went. Methods take the caller's transaction and block.
 */
final class TicketShares {
  private TicketShares() {}

  /**
   * Writes down how the prices of new tickets are split.
   *
   * @param ids in the order of the drafts
   */
  static void put(DSLContext tx, List<Long> ids, List<Draft> drafts) {
    var rows = new ArrayList<TicketShareRecord>();
    for (int i = 0; i < ids.size(); i++) {
      long ticket = ids.get(i);
      of(drafts.get(i))
          .forEach(
              (area, fen) -> {
                var row = tx.newRecord(TICKET_SHARE);
                row.setTicketId(ticket);
                row.setAreaId(area);
                row.setFen(fen);
                rows.add(row);
              });
    }
    if (!rows.isEmpty()) {
      tx.insertInto(TICKET_SHARE).set(rows).execute();
    }
  }

  /** The same for a ticket that is exchanged for something else. */
  static void replace(DSLContext tx, long ticket, Draft draft) {
    tx.deleteFrom(TICKET_SHARE).where(TICKET_SHARE.TICKET_ID.eq(ticket)).execute();
    put(tx, List.of(ticket), List.of(draft));
  }

  /** How the price of a ticket is split, by area; empty if it is of no package. */
  static Map<Integer, Long> of(Draft draft) {
    return draft.type().places().split(draft.ticketFen());
  }

  /** The same of all these together. */
  static Map<Integer, Long> of(List<Draft> drafts) {
    return Shares.sum(drafts.stream().map(TicketShares::of).toList());
  }

  /** How the price of a sold ticket was split. */
  static Map<Integer, Long> of(DSLContext tx, long ticket) {
    return tx.selectFrom(TICKET_SHARE)
        .where(TICKET_SHARE.TICKET_ID.eq(ticket))
        .fetchMap(TICKET_SHARE.AREA_ID, TICKET_SHARE.FEN);
  }

  /** A part of a ticket's price, split as the price was. */
  static Map<Integer, Long> part(long fen, Map<Integer, Long> price) {
    var paid =
        price.entrySet().stream()
            .filter(share -> share.getValue() > 0)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return paid.isEmpty() ? Map.of() : Shares.split(fen, paid);
  }
}
