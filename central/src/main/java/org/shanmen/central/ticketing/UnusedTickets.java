package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.IMPORTED_TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET;

import java.util.List;
import java.util.Optional;
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
    return locked(tx, number, TicketState.ACTIVE);
  }

  /** The same of tickets in this state. */
  TicketRecord locked(DSLContext tx, String number, TicketState expected) {
    changeLog.lock(tx); // before the ticket's, as everybody does who needs both
    var row = tx.selectFrom(TICKET).where(TICKET.NUMBER.eq(number)).forUpdate().fetchOptional();
    return checked(tx, row, number, expected);
  }

  /**
   * Such a ticket as it is now; whatever happens to it next.
   *
   * @throws Refused as {@link #locked(DSLContext, String)}
   */
  TicketRecord asItIs(DSLContext tx, String number) {
    var row = tx.selectFrom(TICKET).where(TICKET.NUMBER.eq(number)).fetchOptional();
    return checked(tx, row, number, TicketState.ACTIVE);
  }

  private static TicketRecord checked(
      DSLContext tx, Optional<TicketRecord> row, String number, TicketState expected) {
    var ticket =
        row.orElseThrow(() -> Refused.notFound("没有票 " + number, "there is no ticket " + number));
    var state = TicketState.valueOf(ticket.getState());
    if (state != expected) {
      throw refusal(state, number);
    }
    if (tx.fetchExists(IMPORTED_TICKET, IMPORTED_TICKET.TICKET_ID.eq(ticket.getId()))) {
      throw Refused.conflict(
          "此票由合作方售出，请在原渠道退改；需作废时请冻结此票：" + number,
          number + " was sold by a partner, who pays it back; block it to take it out of use");
    }
    var ids = List.of(ticket.getId());
    if (!CreditBook.of(tx, ids).isEmpty()) {
      throw Refused.conflict(
          "储值票不能这样退换：" + number, number + " holds money, which is not returned in this way");
    }
    if (!Uses.of(tx, ids).isEmpty()) {
      throw Refused.conflict(
          "此票已使用，不能退换：" + number, number + " was used: neither refund nor exchange");
    }
    return ticket;
  }

  private static Refused refusal(TicketState state, String number) {
    return switch (state) {
      case ACTIVE -> Refused.conflict("此票有效：" + number, number + " is active");
      case REVOKED -> Refused.conflict("此票已退：" + number, number + " was refunded already");
      case NOT_ACTIVATED -> Refused.conflict("此票尚未售出：" + number, number + " has not been sold yet");
      case LOST, BLOCKED ->
          Refused.conflict(
              "此票已挂失或冻结，请先解除：" + number,
              number + " is reported lost or blocked: make it active first");
      case REFUND_REQUESTED ->
          Refused.conflict("此票的退票申请待审核：" + number, number + " waits for a decision on its refund");
    };
  }
}
