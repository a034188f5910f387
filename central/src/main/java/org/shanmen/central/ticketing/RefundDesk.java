package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.POSTING;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.money.Account;
import org.shanmen.central.money.Ledger;
import org.shanmen.central.money.Posting;
import org.shanmen.central.money.Shifts;
import org.shanmen.central.money.Till;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;

/**
 * Takes tickets back that nobody used: the money goes where it came from, and the gates are told,
 * in one transaction. Thread-safe.
 */
final class RefundDesk {
  private final InstantSource clock;
  private final Audit audit;
  private final ChangeLog changeLog;
  private final UnusedTickets unused;
  private final Stock stock;

  RefundDesk(InstantSource clock, ZoneId zone, Audit audit, ChangeLog changeLog) {
    this.clock = clock;
    this.audit = audit;
    this.changeLog = changeLog;
    this.unused = new UnusedTickets(changeLog);
    this.stock = new Stock(zone);
  }

  /**
   * Refunds a ticket by the terms in force. Whoever stores a use of it meanwhile waits; a use that
   * a gate has not yet reported is found only later.
   *
   * @param tx the caller's transaction
   * @return the ticket as openapi.yaml shows it
   * @throws Refused if there is no such ticket, it is refunded or used, or it is too late
   */
  JsonObject refund(DSLContext tx, Actor actor, String number, String reason) {
    var ticket = unused.locked(tx, number);
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    long fee =
        RefundTerms.inForce(tx)
            .feeFen(ticket.getPriceFen(), now, ticket.getValidFrom().toInstant());
    return takeBack(tx, actor, ticket, Posting.Kind.REFUND, fee, now, reason);
  }

  /**
   * Takes a sale of the caller's open shift back, as if it had not been made.
   *
   * @return the ticket as openapi.yaml shows it
   * @throws Refused if there is no such ticket, it is refunded or used, or was sold elsewhere
   */
  JsonObject takeBack(DSLContext tx, Actor actor, String number, String reason) {
    var ticket = unused.locked(tx, number);
    var shift = Shifts.tillOf(tx, actor).shift();
    boolean ofShift =
        shift.isPresent()
            && tx.fetchExists(
                POSTING,
                POSTING
                    .SALE_ID
                    .eq(ticket.getSaleId())
                    .and(POSTING.KIND.eq(Posting.Kind.SALE.name()))
                    .and(POSTING.SHIFT_ID.eq(shift.get())));
    if (!ofShift) {
      throw Refused.conflict(
          "此票不是本班次售出,不能作废,请退票:" + number,
          number + " was not sold in your open shift: refund it instead");
    }
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return takeBack(tx, actor, ticket, Posting.Kind.VOID, 0, now, reason);
  }

  private JsonObject takeBack(
      DSLContext tx,
      Actor actor,
      TicketRecord ticket,
      Posting.Kind kind,
      long fee,
      Instant now,
      String reason) {
    var till = Shifts.tillOf(tx, actor);
    ticket.setState(TicketState.REVOKED.name());
    ticket.setRefundedAt(SaleRows.utc(now));
    ticket.setRefundedBy(till.person());
    ticket.setRefundedFen(ticket.getPriceFen() - fee);
    ticket.store();
    stock.giveBack(tx, ticket);
    payBack(tx, ticket, kind, till);
    String number = ticket.getNumber();
    String detail =
        "%d fen, %d kept%s"
            .formatted(ticket.getRefundedFen(), fee, reason.isBlank() ? "" : ": " + reason);
    audit.write(
        tx, actor, kind == Posting.Kind.VOID ? "ticket.void" : "ticket.refund", number, detail);
    var ids = List.of(ticket.getId());
    changeLog.append(tx, Rights.changes(tx, ids));
    return TicketReader.ticket(tx, number);
  }

  /** By the means that it was paid with. */
  private static void payBack(DSLContext tx, TicketRecord ticket, Posting.Kind kind, Till till) {
    int type = ticket.getTicketTypeId();
    Ledger.post(
        tx,
        Posting.of(kind, ticket.getRefundedAt().toInstant())
            .by(till)
            .ofSale(ticket.getSaleId())
            .ofTicket(ticket.getId())
            .outOf(SaleRows.paidWith(tx, ticket).account(), ticket.getRefundedFen())
            .into(Account.TICKETS, type, ticket.getPriceFen())
            .outOf(Account.REFUND_FEES, type, ticket.getPriceFen() - ticket.getRefundedFen())
            .done());
  }
}
