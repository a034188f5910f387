package org.shanmen.central.ticketing;

import java.util.Optional;
import org.shanmen.central.money.Payment;
import org.shanmen.central.money.Till;

/**
 * How an order is paid.
 *
 * @param means empty only if there is nothing to pay
 * @param till whose hands the money goes into; empty: a machine's or a provider's
 * @param reference the provider's or terminal's own number of the payment
 * @param charge by which a provider was asked for it
 */
record Taken(
    Optional<Payment> means,
    Optional<Till> till,
    Optional<String> reference,
    Optional<Long> charge) {
  Taken(Optional<Payment> means, Optional<Till> till, Optional<String> reference) {
    this(means, till, reference, Optional.empty());
  }

  /** At a window. */
  static Taken by(Till till, Payment means) {
    return new Taken(Optional.of(means), Optional.of(till), Optional.empty());
  }
}
