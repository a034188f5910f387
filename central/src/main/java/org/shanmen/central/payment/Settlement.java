package org.shanmen.central.payment;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.tables.tables.records.ChargeRecord;
import org.shanmen.central.money.Account;
import org.shanmen.central.money.Ledger;
import org.shanmen.central.money.Posting;
import org.shanmen.central.money.Shifts;
import org.shanmen.central.payment.provider.Receipt;
import org.shanmen.central.web.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a provider says that a charge was paid: charge, order, tickets and ledger in
 * one transaction, once, however often it is said. Money that the order does not take (too late,
 * already paid, another amount) is booked as owed to the visitor and paid back. Blocks.
 * Thread-safe.
 */
final class Settlement {
  private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

  /** What came of it. */
  enum Outcome {
    /** The order is paid. */
    TAKEN,
    /** The money is on its way back. */
    NOT_TAKEN,
    /** It was known. */
    REPEATED,
    /** Not a charge of ours. */
    UNKNOWN
  }

  private final Database database;
  private final InstantSource clock;
  private final PaidOrders orders;

  Settlement(Database database, InstantSource clock, PaidOrders orders) {
    this.database = database;
    this.clock = clock;
    this.orders = orders;
  }

  /** Keeps that a charge was paid. */
  Outcome paid(String number, Receipt receipt) {
    var outcome = database.transact(tx -> paid(tx, number, receipt));
    switch (outcome) {
      case TAKEN -> orders.committed();
      case UNKNOWN ->
          LOG.warn("{} fen paid for {}, which is no charge of ours", receipt.fen(), number);
      default -> LOG.info("charge {}: {}", number, outcome);
    }
    return outcome;
  }

  private Outcome paid(DSLContext tx, String number, Receipt receipt) {
    var found = ChargeRows.locked(tx, number);
    if (found.isEmpty()) {
      return Outcome.UNKNOWN;
    }
    var charge = found.get();
    if (charge.getState().equals(ChargeState.PAID.name())) {
      return Outcome.REPEATED;
    }
    charge.setState(ChargeState.PAID.name());
    charge.setTransaction(receipt.transaction());
    charge.setPaidAt(ChargeRows.utc(receipt.at()));
    charge.setPaidFen(receipt.fen());
    charge.setNextLookAt(null);
    var refusal = offer(tx, charge, receipt);
    charge.setTaken(refusal.isEmpty());
    charge.setDetail(ChargeRows.detail(refusal.orElse("")));
    charge.store();
    refusal.ifPresent(why -> sendBack(tx, charge));
    return refusal.isEmpty() ? Outcome.TAKEN : Outcome.NOT_TAKEN;
  }

  /** Empty if the order took it, otherwise why not. */
  private Optional<String> offer(DSLContext tx, ChargeRecord charge, Receipt receipt) {
    if (receipt.fen() != charge.getFen()) {
      return Optional.of(
          "应付 %d 分,实付 %d 分 / %d fen were due and %d fen were paid"
              .formatted(charge.getFen(), receipt.fen(), charge.getFen(), receipt.fen()));
    }
    var till = Optional.ofNullable(charge.getCreatedBy()).map(person -> Shifts.tillOf(tx, person));
    var payment =
        new PaidOrders.Paid(
            charge.getId(),
            charge.getProvider(),
            receipt.transaction(),
            receipt.fen(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            till);
    try {
      // What was begun before it was refused is taken back; that the money came is not.
      return tx.transactionResult(
          nested -> orders.take(nested.dsl(), charge.getOrderNumber(), payment));
    } catch (Refused e) {
      return Optional.of(e.bothLanguages());
    }
  }

  private void sendBack(DSLContext tx, ChargeRecord charge) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Ledger.post(
        tx,
        Posting.of(Posting.Kind.NOT_TAKEN, now)
            .ofCharge(charge.getId())
            .into(Account.QR, charge.getPaidFen())
            .outOf(Account.SUSPENSE, charge.getPaidFen())
            .done());
    ChargeRefunds.insert(tx, charge, charge.getPaidFen(), RefundCause.NOT_TAKEN, now);
  }
}
