package org.shanmen.central.payment;

import static org.shanmen.central.db.tables.Tables.CHARGE;
import static org.shanmen.central.db.tables.Tables.CHARGE_REFUND;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.tables.tables.records.ChargeRecord;
import org.shanmen.central.db.tables.tables.records.ChargeRefundRecord;
import org.shanmen.central.money.Account;
import org.shanmen.central.money.Ledger;
import org.shanmen.central.money.Posting;
import org.shanmen.central.payment.provider.PayBack;
import org.shanmen.central.payment.provider.RefundRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Money on its way back to visitors. It is asked for in the transaction of what it is for, sent
 * after that, and asked for again with the same number until the provider has paid it or says that
 * it never will. Until then it is {@link Account#SUSPENSE} in the ledger. Thread-safe.
 */
public final class ChargeRefunds {
  private static final Logger LOG = LoggerFactory.getLogger(ChargeRefunds.class);

  private final Database database;
  private final InstantSource clock;
  private final Providers providers;

  ChargeRefunds(Database database, InstantSource clock, Providers providers) {
    this.database = database;
    this.clock = clock;
    this.providers = providers;
  }

  /**
   * What a provider was asked to pay back.
   *
   * @param charge its id
   */
  public record Asked(long charge, long fen) {}

  /** What a provider could still be asked to pay back of an order's money. */
  public record Left(String provider, long fen) {}

  /**
   * Has money paid back that an order was paid with through a provider.
   *
   * @param tx the caller's, which books it out of {@link Account#SUSPENSE}
   * @param fen above 0
   * @return of which charge, and how much: less than was asked for if the charge has less left;
   *     empty: the order was not paid through a provider, or nothing is left of that
   */
  public static Optional<Asked> request(DSLContext tx, String orderNumber, long fen, Instant now) {
    return tx.selectFrom(CHARGE)
        .where(CHARGE.ORDER_NUMBER.eq(orderNumber).and(CHARGE.TAKEN.isTrue()))
        .forUpdate()
        .fetchOptional()
        .flatMap(
            charge -> {
              long back = Math.min(fen, left(tx, charge));
              return back == 0
                  ? Optional.empty()
                  : Optional.of(insert(tx, charge, back, RefundCause.TICKETS, now));
            });
  }

  /** Whether a provider took money that an order was paid with. */
  public static boolean hasTaken(DSLContext tx, String orderNumber) {
    return tx.fetchExists(CHARGE, CHARGE.ORDER_NUMBER.eq(orderNumber).and(CHARGE.TAKEN.isTrue()));
  }

  /**
   * What a provider that took an order's money could pay back of it now.
   *
   * @return empty: the order was not paid through a provider
   */
  public static Optional<Left> left(DSLContext tx, String orderNumber) {
    return tx.selectFrom(CHARGE)
        .where(CHARGE.ORDER_NUMBER.eq(orderNumber).and(CHARGE.TAKEN.isTrue()))
        .fetchOptional()
        .map(charge -> new Left(charge.getProvider(), left(tx, charge)));
  }

  /**
   * Money of an order that goes back, or has gone.
   *
   * @param state as openapi.yaml names it
   */
  public record Back(String provider, long fen, String state) {}

  /** All of it, the oldest first; also what was paid and the order did not take. */
  public static List<Back> ofOrder(DSLContext tx, String orderNumber) {
    return tx.select(CHARGE.PROVIDER, CHARGE_REFUND.FEN, CHARGE_REFUND.STATE)
        .from(CHARGE_REFUND)
        .join(CHARGE)
        .on(CHARGE.ID.eq(CHARGE_REFUND.CHARGE_ID))
        .where(CHARGE.ORDER_NUMBER.eq(orderNumber))
        .orderBy(CHARGE_REFUND.ID)
        .fetch(row -> new Back(row.value1(), row.value2(), row.value3()));
  }

  private static long left(DSLContext tx, ChargeRecord charge) {
    return charge.getPaidFen()
        - ChargeRows.refundsOf(tx, charge.getId()).stream()
            .mapToLong(ChargeRefundRecord::getFen)
            .sum();
  }

  /**
   * Writes a refund that no provider has heard of yet. Its number is that of the charge, with an R
   * for its C, and counts up.
   *
   * @param charge locked by the caller
   */
  static Asked insert(
      DSLContext tx, ChargeRecord charge, long fen, RefundCause cause, Instant now) {
    int count = ChargeRows.refundsOf(tx, charge.getId()).size() + 1;
    var refund = tx.newRecord(CHARGE_REFUND);
    refund.setNumber("R%s%03d".formatted(charge.getNumber().substring(1), count));
    refund.setChargeId(charge.getId());
    refund.setFen(fen);
    refund.setCause(cause.name());
    refund.setState(RefundState.REQUESTED.name());
    refund.setRequestedAt(ChargeRows.utc(now));
    refund.setDetail("");
    refund.setNextTryAt(ChargeRows.utc(now));
    refund.setTries(0);
    refund.insert();
    return new Asked(charge.getId(), fen);
  }

  /** Refunds of a provider whose time has come, for {@link #send}. */
  List<ChargeRefundRecord> due(String provider, int atMost) {
    return database.transact(tx -> ChargeRows.claimRefunds(tx, provider, now(), atMost));
  }

  /** Asks the provider; blocks for as long as it takes. */
  void send(String provider, ChargeRefundRecord refund) {
    var charge =
        database.query(
            sql -> sql.selectFrom(CHARGE).where(CHARGE.ID.eq(refund.getChargeId())).fetchSingle());
    var answer =
        providers
            .get(provider)
            .refund(
                new RefundRequest(
                    refund.getNumber(), charge.getNumber(), refund.getFen(), charge.getPaidFen()));
    ended(refund.getNumber(), answer);
  }

  /**
   * Keeps what a provider says of a refund.
   *
   * @return whether there is such a refund
   */
  boolean ended(String number, PayBack answer) {
    return database.transact(
        tx -> {
          var row = ChargeRows.lockedRefund(tx, number);
          row.filter(refund -> !refund.getState().equals(RefundState.DONE.name()))
              .ifPresent(refund -> keep(tx, refund, answer));
          return row.isPresent();
        });
  }

  private void keep(DSLContext tx, ChargeRefundRecord refund, PayBack answer) {
    var now = now();
    if (answer instanceof PayBack.Done done) {
      refund.setState(RefundState.DONE.name());
      refund.setTransaction(done.transaction());
      refund.setDoneAt(ChargeRows.utc(done.at()));
      refund.setDetail("");
      refund.setNextTryAt(null);
      Ledger.post(
          tx,
          Posting.of(Posting.Kind.PAID_BACK, now)
              .ofCharge(refund.getChargeId())
              .into(Account.SUSPENSE, refund.getFen())
              .outOf(Account.QR, refund.getFen())
              .done());
    } else if (answer instanceof PayBack.Declined declined) {
      LOG.error("refund {} was declined: {}", refund.getNumber(), declined.why());
      refund.setState(RefundState.FAILED.name());
      refund.setDetail(ChargeRows.detail(declined.why()));
      refund.setNextTryAt(null);
    } else {
      if (answer instanceof PayBack.Unclear unclear) {
        refund.setDetail(ChargeRows.detail(unclear.why()));
      } else {
        refund.setState(RefundState.SENT.name());
        refund.setDetail("");
      }
      refund.setNextTryAt(ChargeRows.utc(Pace.nextTry(now, refund.getTries())));
    }
    refund.store();
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
