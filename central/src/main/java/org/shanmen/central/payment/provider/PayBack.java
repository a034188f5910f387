package org.shanmen.central.payment.provider;

import java.time.Instant;

/** The answer to the wish that money be paid back. */
public sealed interface PayBack {
  /**
   * @param transaction the provider's own number
   * @param at by the provider's clock
   */
  record Done(String transaction, Instant at) implements PayBack {}

  /** The provider will; ask again later. */
  record UnderWay() implements PayBack {}

  /** It will not, however often it is asked; a person must see to it. */
  record Declined(String why) implements PayBack {}

  /** Nobody knows, or not now: ask again later. */
  record Unclear(String why) implements PayBack {}
}
