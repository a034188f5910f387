package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.SALE;
import static org.shanmen.central.db.tables.Tables.TICKET;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.shanmen.central.credit.CreditBook;
import org.shanmen.central.db.tables.tables.records.SaleRecord;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.money.Account;
import org.shanmen.central.money.Ledger;
import org.shanmen.central.money.Payment;
import org.shanmen.central.money.Posting;
import org.shanmen.central.money.Till;

/** Rows of sales and tickets. Methods take the caller's transaction and block. Thread-safe. */
final class SaleRows {
  private final Numbers numbers;

  SaleRows(Numbers numbers) {
    this.numbers = numbers;
  }

  static Optional<SaleRecord> earlier(DSLContext tx, String key) {
    return tx.selectFrom(SALE).where(SALE.IDEMPOTENCY_KEY.eq(key)).fetchOptional();
  }

  /**
   * @param till whose hands the money goes into
   * @param key of the request, if it has one
   * @param hash of the request
   * @return empty if the key was taken meanwhile
   */
  Optional<SaleRecord> insertSale(
      DSLContext tx,
      Till till,
      String payment,
      List<Draft> drafts,
      Optional<String> key,
      byte[] hash,
      Instant now) {
    long total = drafts.stream().mapToLong(Draft::priceFen).sum();
    for (int draw = 0; draw < Numbers.DRAWS; draw++) {
      var sale =
          tx.insertInto(SALE)
              .set(SALE.NUMBER, numbers.draw('S', now))
              .set(SALE.SOLD_AT, utc(now))
              .set(SALE.SOLD_BY, till.person())
              .set(SALE.TOTAL_FEN, total)
              .set(SALE.PAYMENT, payment)
              .set(SALE.IDEMPOTENCY_KEY, key.orElse(null))
              .set(SALE.REQUEST_HASH, key.isPresent() ? hash : null)
              .onConflictDoNothing()
              .returning()
              .fetchOptional();
      if (sale.isPresent() || key.flatMap(taken -> earlier(tx, taken)).isPresent()) {
        return sale;
      }
    }
    throw new IllegalStateException(Numbers.DRAWS + " sale numbers in a row were taken");
  }

  /** Books what a sale brings in: what its tickets earn, and what they hold. */
  static void book(DSLContext tx, SaleRecord sale, List<Draft> drafts, Till till) {
    var posting =
        Posting.of(Posting.Kind.SALE, sale.getSoldAt().toInstant())
            .by(till)
            .ofSale(sale.getId())
            .into(Payment.valueOf(sale.getPayment()).account(), sale.getTotalFen())
            .outOf(
                Account.STORED_VALUE,
                drafts.stream().mapToLong(draft -> draft.credit().principal()).sum());
    drafts.stream()
        .collect(
            Collectors.groupingBy(
                draft -> draft.type().row().getId(),
                TreeMap::new,
                Collectors.summingLong(Draft::ticketFen)))
        .forEach((type, fen) -> posting.outOf(Account.TICKETS, type, fen));
    Ledger.post(tx, posting.done());
  }

  /** What a sold ticket was paid with. */
  static Payment paidWith(DSLContext tx, TicketRecord ticket) {
    return Payment.valueOf(
        tx.select(SALE.PAYMENT)
            .from(SALE)
            .where(SALE.ID.eq(ticket.getSaleId()))
            .fetchSingle(SALE.PAYMENT));
  }

  /** Inserts tickets, and returns their ids in the same order. */
  static List<Long> insertTickets(DSLContext tx, List<TicketRecord> tickets) {
    var ids =
        tx.insertInto(TICKET)
            .set(tickets)
            .returning(TICKET.ID, TICKET.NUMBER)
            .fetchMap(TICKET.NUMBER, TICKET.ID);
    return tickets.stream().map(ticket -> ids.get(ticket.getNumber())).toList();
  }

  /** Writes into a ticket's row what its sale decides. */
  static void fill(TicketRecord ticket, SaleRecord sale, Draft draft) {
    ticket.setSaleId(sale.getId());
    ticket.setState(TicketState.ACTIVE.name());
    ticket.setTicketTypeId(draft.type().row().getId());
    ticket.setPriceFen(draft.priceFen());
    ticket.setPeople(draft.people());
    ticket.setEntries(draft.entries());
    ticket.setValidFrom(utc(draft.validity().from()));
    ticket.setValidUntil(utc(draft.validity().until()));
  }

  /** Opens the account of a ticket that holds money. */
  static void openAccount(DSLContext tx, long ticketId, Draft draft, Instant now) {
    if (draft.type().holdsMoney()) {
      CreditBook.open(tx, ticketId, draft.credit().principal(), draft.credit().bonus(), now);
    }
  }

  static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
