package org.shanmen.central.credit;

import static org.shanmen.central.db.tables.Tables.CREDIT_ACCOUNT;
import static org.shanmen.central.db.tables.Tables.CREDIT_ENTRY;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.CreditAccountRecord;
import org.shanmen.central.db.tables.tables.records.CreditEntryRecord;
import org.shanmen.central.money.Payment;
import org.shanmen.central.money.Till;

/**
 * The accounts of tickets that hold money. An account and the entry that changed it are written
 * together, in the caller's transaction; methods block.
 */
public final class CreditBook {
  /**
   * One account.
   *
   * @param paidIn everything ever paid in, bonus included: what gates reckon with
   */
  public record Account(Balance balance, long paidIn) {}

  /**
   * A deduction that a gate reported.
   *
   * @param ticketId the right's id
   * @param event the id of the stored event
   */
  public record Fee(long ticketId, long fen, long event, Instant at) {}

  /**
   * Money that a visitor brings.
   *
   * @param till whose hands take it
   * @param key of the request, if it has one
   */
  public record PayIn(
      long ticketId, Balance.Parts parts, Payment payment, Till till, Optional<String> key) {}

  private CreditBook() {}

  /** The accounts of these tickets; those that hold no money are left out. */
  public static Map<Long, Account> of(DSLContext tx, Collection<Long> ticketIds) {
    return tx.selectFrom(CREDIT_ACCOUNT)
        .where(CREDIT_ACCOUNT.TICKET_ID.in(ticketIds))
        .fetchMap(CREDIT_ACCOUNT.TICKET_ID, CreditBook::account);
  }

  /** Opens an account with what was paid at the sale. */
  public static void open(DSLContext tx, long ticketId, long principal, long bonus, Instant at) {
    var row = tx.newRecord(CREDIT_ACCOUNT);
    row.setTicketId(ticketId);
    row.setPaidInFen(principal + bonus);
    put(row, Balance.EMPTY.paidIn(principal, bonus));
    row.insert();
    entry(tx, ticketId, at, "SALE", new Balance.Parts(principal, bonus)).insert();
  }

  /** What a request's key was used for before. */
  public enum Earlier {
    NONE,
    /** This same request. */
    SAME,
    /** Another ticket, other amounts or another means of payment. */
    OTHER
  }

  /**
   * Looks for an earlier payment with the key. The caller keeps everybody else from paying in until
   * the transaction ends.
   */
  public static Earlier earlier(DSLContext tx, PayIn payIn) {
    var entry =
        payIn
            .key()
            .map(
                taken ->
                    tx.selectFrom(CREDIT_ENTRY)
                        .where(CREDIT_ENTRY.IDEMPOTENCY_KEY.eq(taken))
                        .fetchOne());
    if (entry.isEmpty()) {
      return Earlier.NONE;
    }
    var before = entry.get();
    boolean same =
        before.getTicketId() == payIn.ticketId()
            && payIn
                .parts()
                .equals(new Balance.Parts(before.getPrincipalFen(), before.getBonusFen()))
            && (before.getPayment() == null || before.getPayment().equals(payIn.payment().name()));
    return same ? Earlier.SAME : Earlier.OTHER;
  }

  /** Pays in. The ticket has an account, the key was not used {@link #earlier}. */
  public static void topUp(DSLContext tx, PayIn payIn, Instant at) {
    long ticketId = payIn.ticketId();
    var parts = payIn.parts();
    var row = locked(tx, List.of(ticketId)).get(ticketId);
    var before = account(row).balance();
    row.setPaidInFen(row.getPaidInFen() + parts.total());
    put(row, before.paidIn(parts.principal(), parts.bonus()));
    row.store();
    var entry = entry(tx, ticketId, at, "TOP_UP", parts);
    entry.setPayment(payIn.payment().name());
    entry.setTakenBy(payIn.till().person());
    entry.setIdempotencyKey(payIn.key().orElse(null));
    entry.insert();
    CreditPostings.paidIn(tx, payIn, at);
    long settled = before.settled(parts.principal(), parts.bonus());
    if (settled > 0) {
      entry(tx, ticketId, at, "SETTLEMENT", new Balance.Parts(settled, -settled)).insert();
      CreditPostings.settled(tx, payIn, settled, at);
    }
  }

  /**
   * Books what gates deducted, in the order given. A fee of a ticket without an account changes
   * nothing: it stays in the event that reported it.
   *
   * @param now when they became known: a day whose books are closed does not change
   */
  public static void charge(DSLContext tx, List<Fee> fees, Instant now) {
    if (fees.isEmpty()) {
      return;
    }
    var accounts = locked(tx, fees.stream().map(Fee::ticketId).toList());
    var entries = new ArrayList<CreditEntryRecord>();
    var principals = new HashMap<Long, Long>();
    for (var fee : fees) {
      var row = accounts.get(fee.ticketId());
      if (row != null) {
        var before = account(row).balance();
        var parts = before.partsOf(fee.fen());
        put(row, before.charged(fee.fen()));
        var spent = new Balance.Parts(-parts.principal(), -parts.bonus());
        var entry = entry(tx, fee.ticketId(), fee.at(), "FEE", spent);
        entry.setGateEventId(fee.event());
        entries.add(entry);
        principals.merge(fee.ticketId(), parts.principal(), Long::sum);
      }
    }
    tx.batchInsert(entries).execute();
    tx.batchUpdate(accounts.values()).execute();
    CreditPostings.charged(tx, principals, now);
  }

  /**
   * In the order of their ids, so that two who want the same accounts never wait for each other.
   */
  private static Map<Long, CreditAccountRecord> locked(DSLContext tx, Collection<Long> ticketIds) {
    return tx.selectFrom(CREDIT_ACCOUNT)
        .where(CREDIT_ACCOUNT.TICKET_ID.in(new TreeSet<>(ticketIds)))
        .orderBy(CREDIT_ACCOUNT.TICKET_ID)
        .forUpdate()
        .fetchMap(CREDIT_ACCOUNT.TICKET_ID);
  }

  private static Account account(CreditAccountRecord row) {
    return new Account(
        new Balance(row.getPrincipalFen(), row.getBonusFen(), row.getSpentFen()),
        row.getPaidInFen());
  }

  private static void put(CreditAccountRecord row, Balance balance) {
    row.setPrincipalFen(balance.principal());
    row.setBonusFen(balance.bonus());
    row.setSpentFen(balance.spent());
  }

  private static CreditEntryRecord entry(
      DSLContext tx, long ticketId, Instant at, String kind, Balance.Parts parts) {
    var entry = tx.newRecord(CREDIT_ENTRY);
    entry.setTicketId(ticketId);
    entry.setAt(OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
    entry.setKind(kind);
    entry.setPrincipalFen(parts.principal());
    entry.setBonusFen(parts.bonus());
    return entry;
  }
}
