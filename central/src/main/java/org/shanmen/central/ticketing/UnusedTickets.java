package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.TICKET;

import java.util.List;
import org.jooq.DSLContext;
import org.shanmen.central.credit.CreditBook;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.web.Refused;

/** Tickets that were sold and that nobody used: only these are taken back or exchanged. */
record UnusedTickets(ChangeLog changeLog) {
  /**
   * Finds such a ticket, and keeps everybody else from changing or using it until the transaction
   * ends.
   *
   * @throws Refused if there is none of the number, or it is not such a ticket
   */
  TicketRecord locked(DSLContext tx, String number) {
    changeLog.lock(tx); // before the ticket's, as everybody does who needs both
    var ticket =
        tx.selectFrom(TICKET)
            .where(TICKET.NUMBER.eq(number))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(() -> Refused.notFound("没有票 " + number, "there is no ticket " + number));
    requireActive(TicketState.valueOf(ticket.getState()), number);
    var ids = List.of(ticket.getId());
    if (!CreditBook.of(tx, ids).isEmpty()) {
      throw Refused.conflict(
          "储值票不能这样退换:" + number, number + " holds money, which is not returned in this way");
    }
    if (!Uses.of(tx, ids).isEmpty()) {
      throw Refused.conflict(
          "此票已使用,不能退换:" + number, number + " was used: neither refund nor exchange");
    }
    return ticket;
  }

  private static void requireActive(TicketState state, String number) {
    switch (state) {
      case ACTIVE -> {}
      case REVOKED -> throw Refused.conflict("此票已退:" + number, number + " was refunded already");
      case NOT_ACTIVATED ->
          throw Refused.conflict("此票尚未售出:" + number, number + " has not been sold yet");
      case LOST, BLOCKED ->
          throw Refused.conflict(
              "此票已挂失或冻结,请先解除:" + number,
              number + " is reported lost or blocked: make it active first");
    }
  }
}
