package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.TICKET;

import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jooq.DSLContext;
import org.shanmen.central.credit.CreditBook;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.people.Audit;
import org.shanmen.central.people.PeopleStore;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;

/** Refunds tickets that nobody used, and tells the gates. Thread-safe. */
final class RefundDesk {
  private final InstantSource clock;
  private final Audit audit;
  private final ChangeLog changeLog;

  RefundDesk(InstantSource clock, Audit audit, ChangeLog changeLog) {
    this.clock = clock;
    this.audit = audit;
    this.changeLog = changeLog;
  }

  /**
   * Refunds a ticket. Whoever stores a use of it meanwhile waits; a use that a gate has not yet
   * reported is found only later.
   *
   * @param tx the caller's transaction
   * @return the ticket as openapi.yaml shows it
   * @throws Refused if there is no such ticket, or it is refunded or used
   */
  JsonObject refund(DSLContext tx, Actor actor, String number, String reason) {
    changeLog.lock(tx);
    var ticket =
        tx.selectFrom(TICKET)
            .where(TICKET.NUMBER.eq(number))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(() -> Refused.notFound("没有票 " + number, "there is no ticket " + number));
    requireRefundable(TicketState.valueOf(ticket.getState()), number);
    var ids = List.of(ticket.getId());
    if (!CreditBook.of(tx, ids).isEmpty()) {
      throw Refused.conflict(
          "储值票不能这样退:" + number, number + " holds money, which this refund does not return");
    }
    if (!Uses.of(tx, ids).isEmpty()) {
      throw Refused.conflict("此票已使用,不能退:" + number, number + " was used: no refund");
    }
    ticket.setState(TicketState.REVOKED.name());
    ticket.setRefundedAt(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
    ticket.setRefundedBy(PeopleStore.idOf(tx, actor.name()));
    ticket.store();
    String detail = ticket.getPriceFen() + " fen" + (reason.isBlank() ? "" : ": " + reason);
    audit.write(tx, actor, "ticket.refund", number, detail);
    changeLog.append(tx, Rights.changes(tx, ids));
    return TicketReader.ticket(tx, number);
  }

  private static void requireRefundable(TicketState state, String number) {
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
