package org.shanmen.central.payment.provider;

import java.time.LocalDate;

/**
 * A company that takes money from visitors for the park, such as WeChat Pay.
 *
 * <p>Methods block until the provider has answered or its time-out is over, so they are called
 * neither on an event loop nor within a transaction. What goes wrong on the other side or on the
 * way is an answer, not an exception. Each may be called again with the same numbers and does
 * nothing twice. Thread-safe.
 */
public interface PaymentProvider {
  /** Asks for money; the answer says what to show to whoever pays. */
  Creation create(ChargeRequest charge);

  /** How it stands with a charge. */
  Standing query(String chargeNumber);

  /** Sees to it that a charge can no longer be paid. */
  Closing close(String chargeNumber);

  /** Pays back all or some of a charge; also tells how an earlier request with its number went. */
  PayBack refund(RefundRequest refund);

  /** Reads what was sent to the notification address, by anybody who knows it. */
  Notice read(Message message);

  /**
   * What to answer a notification with.
   *
   * @param kept whether what it says is kept; if not, the provider should send it again
   */
  Reception reception(boolean kept);

  /**
   * What the provider says it took and paid back on a day.
   *
   * @param day of the park's zone
   */
  Bill bill(LocalDate day);
}
