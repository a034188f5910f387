package org.shanmen.central.ticketing;

import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.shanmen.central.gatelink.ChangeLog;

/**
 * Takes what is personal out of the park's books. What remains tells how many came, when, with
 * which tickets, and what they paid: amounts, ticket numbers and uses are never touched. Methods
 * take the caller's transaction, do at most so much at a time, return how much it was, and block.
 */
final class Forgetting {
  /** Rows of one transaction. */
  static final int ROWS = 1000;

  // The end of an order's visit: that of its last ticket, or if it has none its own.
  private static final String ORDERS =
      """
      select o.id from ticket_order o
      where (o.contact_name is not null or o.contact_phone is not null or o.contact_id_number is not null)
        and coalesce((select max(t.valid_until) from ticket t where t.order_id = o.id), o.ended_at, o.ordered_at) < {0}
      order by o.id limit {1}
      """;
  private static final String FORGET_ORDERS =
      "update ticket_order set contact_name = null, contact_phone = null, contact_id_number = null"
          + " where id = any({0})";
  private static final String FORGET_HOLDERS =
      """
      update ticket_holder set name = '', document_number = '' where id in (
        select h.id from ticket_holder h join order_line l on l.id = h.order_line_id
        where h.document_number <> '' and coalesce(
          (select t.valid_until from ticket t where t.id = h.ticket_id), l.last_day + interval '1 day') < {0}
        order by h.id limit {1})
      """;
  private static final String FORGET_IMPORTED =
      """
      update imported_ticket set holder_name = null, holder_id = null where ticket_id in (
        select i.ticket_id from imported_ticket i join ticket t on t.id = i.ticket_id
        where (i.holder_name is not null or i.holder_id is not null) and t.valid_until < {0}
        order by i.ticket_id limit {1})
      """;
  private static final String FORGET_CREDENTIALS =
      """
      delete from credential where id in (
        select c.id from credential c join ticket t on t.id = c.ticket_id
        where c.kind in ('FACE', 'ID_CARD') and t.valid_until < {0} order by c.id limit {1})
      returning ticket_id
      """;
  private static final String FORGET_EVENTS =
      """
      with batch as (
        select id, stored_at from gate_event where id > {0} order by id limit {1}
      ), due as (
        select id from batch where stored_at < {2}
      ), done as (
        update gate_event set fingerprint = null where id in (select id from due) and fingerprint is not null
      )
      select max(id) from due
      """;

  private final ChangeLog changeLog;

  Forgetting(ChangeLog changeLog) {
    this.changeLog = changeLog;
  }

  /** Contacts, holders and names of imported tickets whose visit ended before the moment. */
  int contacts(DSLContext tx, Instant endedBefore) {
    var before = OrderRows.utc(endedBefore);
    var orders = tx.resultQuery(ORDERS, before, ROWS).fetchInto(Long.class);
    int forgotten = orders.isEmpty() ? 0 : contactsOf(tx, orders);
    forgotten += tx.execute(FORGET_HOLDERS, before, ROWS);
    return forgotten + tx.execute(FORGET_IMPORTED, before, ROWS);
  }

  /** Contacts of these orders. */
  int contactsOf(DSLContext tx, List<Long> orders) {
    return tx.execute(FORGET_ORDERS, (Object) orders.toArray(Long[]::new));
  }

  /** Faces and ID cards of tickets that ended before the moment; gates forget them too. */
  int credentials(DSLContext tx, Instant endedBefore) {
    changeLog.lock(tx);
    var tickets =
        tx.resultQuery(FORGET_CREDENTIALS, OrderRows.utc(endedBefore), ROWS).fetchInto(Long.class);
    if (!tickets.isEmpty()) {
      changeLog.append(tx, Rights.changes(tx, tickets.stream().distinct().toList()));
    }
    return tickets.size();
  }

  /**
   * What was presented at gates, in events that were stored before the moment.
   *
   * @param after the id of an event up to which that was done
   * @return up to which it is done now
   */
  long events(DSLContext tx, long after, Instant storedBefore) {
    var last =
        tx.resultQuery(FORGET_EVENTS, after, ROWS, OrderRows.utc(storedBefore))
            .fetchSingle(0, Long.class);
    return last == null ? after : last;
  }
}
