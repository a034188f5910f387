package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.POSTING;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
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
    return refund(tx, Buyer.atWindow(actor, Shifts.tillOf(tx, actor)), number, reason);
  }

  /** The same for whoever asks, over whatever channel. */
  JsonObject refund(DSLContext tx, Buyer by, String number, String reason) {
    var ticket = unused.locked(tx, number);
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return takeBack(tx, by, ticket, Posting.Kind.REFUND, feeFen(tx, ticket, now), now, reason);
  }

  /**
   * What refunds of tickets of one order would pay back now; changes nothing.
   *
   * @param numbers at least one
   * @return as openapi.yaml shows it
   * @throws Refused as the refund of any of them
   */
  JsonObject quote(DSLContext tx, List<String> numbers) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var quote = new RefundQuote(tx);
    for (String number : numbers) {
      var ticket = unused.asItIs(tx, number);
      quote.add(ticket, feeFen(tx, ticket, now));
    }
    return quote.json();
  }

  /**
   * Refunds a ticket that somebody wanted to give back, with what was promised then.
   *
   * @throws Refused if it was used meanwhile, or is not in that state
   */
  void refundRequested(DSLContext tx, Buyer by, String number, long refundFen, String reason) {
    var ticket = unused.locked(tx, number, TicketState.REFUND_REQUESTED);
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    long fee = ticket.getPriceFen() - refundFen;
    takeBack(tx, by, ticket, Posting.Kind.REFUND, fee, now, reason);
  }

  /**
   * What the park keeps of a ticket by the terms in force.
   *
   * @throws Refused if it is too late
   */
  static long feeFen(DSLContext tx, TicketRecord ticket, Instant now) {
    return RefundTerms.inForce(tx).feeFen(ticket.getPriceFen(), now, termsFrom(ticket));
  }

  /** The start of the earliest first day that it was ever sold for. */
  static Instant termsFrom(TicketRecord ticket) {
    var own = ticket.getValidFrom().toInstant();
    var earlier = ticket.getTermsFrom();
    return earlier == null || own.isBefore(earlier.toInstant()) ? own : earlier.toInstant();
  }

  /**
   * Takes a sale of the caller's open shift back, as if it had not been made.
   *
   * @return the ticket as openapi.yaml shows it
   * @throws Refused if there is no such ticket, it is refunded or used, or was sold elsewhere
   */
  JsonObject takeBack(DSLContext tx, Actor actor, String number, String reason) {
    var ticket = unused.locked(tx, number);
    var till = Shifts.tillOf(tx, actor);
    var shift = till.shift();
    boolean ofShift =
        shift.isPresent()
            && tx.fetchExists(
                POSTING,
                POSTING
                    .ORDER_ID
                    .eq(ticket.getOrderId())
                    .and(POSTING.KIND.eq(Posting.Kind.SALE.name()))
                    .and(POSTING.SHIFT_ID.eq(shift.get())));
    if (!ofShift) {
      throw Refused.conflict(
          "此票不是本班次售出，不能作废，请退票：" + number,
          number + " was not sold in your open shift: refund it instead");
    }
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return takeBack(tx, Buyer.atWindow(actor, till), ticket, Posting.Kind.VOID, 0, now, reason);
  }

  private JsonObject takeBack(
      DSLContext tx,
      Buyer by,
      TicketRecord ticket,
      Posting.Kind kind,
      long fee,
      Instant now,
      String reason) {
    ticket.setState(TicketState.REVOKED.name());
    ticket.setRefundedAt(OrderRows.utc(now));
    ticket.setRefundedBy(by.person().orElse(null));
    ticket.setRefundedFen(ticket.getPriceFen() - fee);
    ticket.setRefundReason(reason);
    ticket.store();
    stock.giveBack(tx, ticket);
    payBack(tx, ticket, kind, by.till());
    String number = ticket.getNumber();
    String detail =
        "%d fen, %d kept%s"
            .formatted(ticket.getRefundedFen(), fee, reason.isBlank() ? "" : ": " + reason);
    String action = kind == Posting.Kind.VOID ? "ticket.void" : "ticket.refund";
    audit.write(tx, by.actor(), action, number, detail);
    var ids = List.of(ticket.getId());
    changeLog.append(tx, Rights.changes(tx, ids));
    return TicketReader.ticket(tx, number);
  }

  /** By the means that it was paid with. */
  private static void payBack(
      DSLContext tx, TicketRecord ticket, Posting.Kind kind, Optional<Till> till) {
    int type = ticket.getTicketTypeId();
    long kept = ticket.getPriceFen() - ticket.getRefundedFen();
    var shares = TicketShares.of(tx, ticket.getId());
    var now = ticket.getRefundedAt().toInstant();
    var posting =
        Posting.of(kind, now)
            .ofOrder(ticket.getOrderId())
            .ofTicket(ticket.getId())
            .into(Account.TICKETS, type, ticket.getPriceFen(), shares)
            .outOf(Account.REFUND_FEES, type, kept, TicketShares.part(kept, shares));
    till.ifPresent(posting::by);
    MoneyBack.add(tx, posting, ticket, ticket.getRefundedFen(), now);
    Ledger.post(tx, posting.done());
  }
}
