package org.shanmen.central.payment;

import static org.shanmen.central.db.tables.Tables.CHARGE;
import static org.shanmen.central.db.tables.Tables.CHARGE_REFUND;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.db.tables.tables.records.ChargeRecord;
import org.shanmen.central.db.tables.tables.records.ChargeRefundRecord;

/** Rows of charges and of what is paid back. Methods take the caller's transaction and block. */
final class ChargeRows {
  static final int DETAIL_LENGTH = 2000;

  private static final String OPEN_CHARGE = "charge";

  private ChargeRows() {}

  /** Lets one request at a time open a charge for the order; until the transaction ends. */
  static void lockOrder(DSLContext tx, String orderNumber) {
    tx.execute(
        "select pg_advisory_xact_lock(hashtext({0}), hashtext({1}))",
        DSL.val(OPEN_CHARGE), DSL.val(orderNumber));
  }

  /** All of an order, the newest first. */
  static List<ChargeRecord> ofOrder(DSLContext tx, String orderNumber) {
    return tx.selectFrom(CHARGE)
        .where(CHARGE.ORDER_NUMBER.eq(orderNumber))
        .orderBy(CHARGE.ID.desc())
        .fetch();
  }

  /** What should have ended before a moment, and nobody knows how; the oldest first. */
  static List<ChargeRecord> overdue(DSLContext tx, Instant before, int atMost) {
    return tx.selectFrom(CHARGE)
        .where(CHARGE.STATE.in(ChargeState.OPEN))
        .and(CHARGE.EXPIRES_AT.lt(utc(before)))
        .orderBy(CHARGE.EXPIRES_AT, CHARGE.ID)
        .limit(atMost)
        .fetch();
  }

  /** Locks it until the transaction ends. */
  static Optional<ChargeRecord> locked(DSLContext tx, String number) {
    return tx.selectFrom(CHARGE).where(CHARGE.NUMBER.eq(number)).forUpdate().fetchOptional();
  }

  static Optional<ChargeRefundRecord> lockedRefund(DSLContext tx, String number) {
    return tx.selectFrom(CHARGE_REFUND)
        .where(CHARGE_REFUND.NUMBER.eq(number))
        .forUpdate()
        .fetchOptional();
  }

  static List<ChargeRefundRecord> refundsOf(DSLContext tx, long charge) {
    return tx.selectFrom(CHARGE_REFUND)
        .where(CHARGE_REFUND.CHARGE_ID.eq(charge))
        .orderBy(CHARGE_REFUND.ID)
        .fetch();
  }

  /** Charges of a provider that are to be looked at; nobody else gets them meanwhile. */
  static List<ChargeRecord> claim(DSLContext tx, String provider, Instant now, int atMost) {
    Condition due = CHARGE.NEXT_LOOK_AT.le(utc(now)).and(CHARGE.PROVIDER.eq(provider));
    return tx.update(CHARGE)
        .set(CHARGE.NEXT_LOOK_AT, utc(now.plus(Pace.CLAIM)))
        .set(CHARGE.LOOKS, CHARGE.LOOKS.plus(1))
        .where(
            CHARGE.ID.in(
                DSL.select(CHARGE.ID)
                    .from(CHARGE)
                    .where(due)
                    .orderBy(CHARGE.NEXT_LOOK_AT)
                    .limit(atMost)
                    .forUpdate()
                    .skipLocked()))
        .returning()
        .fetch();
  }

  /** What is to be paid back through a provider; nobody else gets it meanwhile. */
  static List<ChargeRefundRecord> claimRefunds(
      DSLContext tx, String provider, Instant now, int atMost) {
    Condition due = CHARGE_REFUND.NEXT_TRY_AT.le(utc(now)).and(CHARGE.PROVIDER.eq(provider));
    return tx.update(CHARGE_REFUND)
        .set(CHARGE_REFUND.NEXT_TRY_AT, utc(now.plus(Pace.CLAIM)))
        .set(CHARGE_REFUND.TRIES, CHARGE_REFUND.TRIES.plus(1))
        .where(
            CHARGE_REFUND.ID.in(
                DSL.select(CHARGE_REFUND.ID)
                    .from(CHARGE_REFUND)
                    .join(CHARGE)
                    .on(CHARGE.ID.eq(CHARGE_REFUND.CHARGE_ID))
                    .where(due)
                    .orderBy(CHARGE_REFUND.NEXT_TRY_AT)
                    .limit(atMost)
                    .forUpdate()
                    .of(CHARGE_REFUND)
                    .skipLocked()))
        .returning()
        .fetch();
  }

  static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  /** As much of a text as there is room for. */
  static String detail(String text) {
    return text.length() <= DETAIL_LENGTH ? text : text.substring(0, DETAIL_LENGTH);
  }
}
