package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_DISCOUNT;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.shanmen.central.credit.CreditBook;
import org.shanmen.central.db.tables.tables.records.TicketDiscountRecord;
import org.shanmen.central.db.tables.tables.records.TicketOrderRecord;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.money.Account;
import org.shanmen.central.money.Ledger;
import org.shanmen.central.money.Payment;
import org.shanmen.central.money.Posting;
import org.shanmen.central.money.Till;
import org.shanmen.central.ticketing.CredentialStore.Issue;

/**
 * Makes the tickets of an order that is paid, and books what it brings in. Methods take the
 * caller's transaction and block. Thread-safe.
 */
final class Fulfilment {
  private final ChangeLog changeLog;
  private final CodeIssuer issuer;
  private final CredentialStore credentials;

  Fulfilment(ChangeLog changeLog, CodeIssuer issuer) {
    this.changeLog = changeLog;
    this.issuer = issuer;
    this.credentials = new CredentialStore(issuer);
  }

  /**
   * Makes an order paid, and its tickets.
   *
   * @param order held by the caller; its lines are stored, and its stock is taken
   * @param drafts all of its tickets
   * @return the tickets of which the gates must hear: {@link #tell}
   */
  List<Long> pay(
      DSLContext tx, TicketOrderRecord order, List<Draft> drafts, Taken taken, Instant now) {
    markPaid(order, taken, now);
    var ids = insertTickets(tx, order, drafts);
    book(tx, order, drafts, taken);
    TicketShares.put(tx, ids, drafts);
    insertDiscounts(tx, ids, drafts);
    for (int i = 0; i < ids.size(); i++) {
      openAccount(tx, ids.get(i), drafts.get(i), now);
    }
    if (drafts.stream().anyMatch(draft -> draft.holder().isPresent())) {
      OrderRows.giveToHolders(tx, order.getId(), ids);
    }
    var changed = new ArrayList<>(credentials.issue(tx, issues(tx, drafts, ids), now));
    changed.addAll(ids);
    return changed;
  }

  private static void insertDiscounts(DSLContext tx, List<Long> ids, List<Draft> drafts) {
    var rows = new ArrayList<TicketDiscountRecord>();
    for (int i = 0; i < ids.size(); i++) {
      for (var discount : drafts.get(i).discounts()) {
        var row = tx.newRecord(TICKET_DISCOUNT);
        row.setTicketId(ids.get(i));
        row.setPromotionId(discount.promotion());
        row.setFen(discount.fen());
        rows.add(row);
      }
    }
    if (!rows.isEmpty()) {
      tx.insertInto(TICKET_DISCOUNT).set(rows).execute();
    }
  }

  /** Tells the gates; last, because everybody who sells waits for the change log. */
  void tell(DSLContext tx, List<Long> changed) {
    // In the order of their ids: who loses a card to a new ticket is told first.
    changeLog.append(tx, Rights.changes(tx, changed));
  }

  /** Writes down who paid an order, how and when. */
  static void markPaid(TicketOrderRecord order, Taken taken, Instant now) {
    OrderState.valueOf(order.getState()).requireMayBecome(OrderState.PAID, order.getNumber());
    order.setState(OrderState.PAID.name());
    order.setPaidAt(OrderRows.utc(now));
    order.setEndedAt(null);
    order.setPaidBy(taken.till().map(Till::person).orElse(null));
    order.setShiftId(taken.till().flatMap(Till::shift).orElse(null));
    order.setPayment(taken.means().map(Payment::name).orElse(null));
    order.setPaymentReference(taken.reference().orElse(null));
    order.store();
  }

  /** Books what an order brings in: what its tickets earn, and what they hold. */
  static void book(DSLContext tx, TicketOrderRecord order, List<Draft> drafts, Taken taken) {
    if (order.getTotalFen() == 0) {
      return;
    }
    var posting =
        Posting.of(Posting.Kind.SALE, order.getPaidAt().toInstant())
            .ofOrder(order.getId())
            .into(taken.means().orElseThrow().account(), order.getTotalFen())
            .outOf(
                Account.STORED_VALUE,
                drafts.stream().mapToLong(draft -> draft.credit().principal()).sum());
    taken.till().ifPresent(posting::by);
    taken.charge().ifPresent(posting::ofCharge);
    drafts.stream()
        .collect(
            Collectors.groupingBy(
                draft -> draft.type().row().getId(), TreeMap::new, Collectors.toList()))
        .forEach(
            (type, sold) ->
                posting.outOf(
                    Account.TICKETS,
                    type,
                    sold.stream().mapToLong(Draft::ticketFen).sum(),
                    TicketShares.of(sold)));
    Ledger.post(tx, posting.done());
  }

  /** Opens the account of a ticket that holds money. */
  static void openAccount(DSLContext tx, long ticketId, Draft draft, Instant now) {
    if (draft.type().holdsMoney()) {
      CreditBook.open(tx, ticketId, draft.credit().principal(), draft.credit().bonus(), now);
    }
  }

  /** The tickets' ids, in the order of the drafts. */
  private static List<Long> insertTickets(
      DSLContext tx, TicketOrderRecord order, List<Draft> drafts) {
    var tickets = new ArrayList<TicketRecord>();
    for (int i = 0; i < drafts.size(); i++) {
      var ticket = tx.newRecord(TICKET);
      ticket.setNumber(Numbers.ofTicket(order.getNumber(), i));
      OrderRows.fill(ticket, order, drafts.get(i));
      tickets.add(ticket);
    }
    return OrderRows.insertTickets(tx, tickets);
  }

  private List<Issue> issues(DSLContext tx, List<Draft> drafts, List<Long> ids) {
    var codes = issuer.codes(tx, drafts, ids);
    var issues = new ArrayList<Issue>();
    for (int i = 0; i < drafts.size(); i++) {
      long id = ids.get(i);
      issues.add(new Issue(id, codes.get(i)));
      drafts.get(i).shown().forEach(shown -> issues.add(new Issue(id, shown)));
    }
    return issues;
  }
}
