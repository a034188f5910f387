package org.shanmen.central.payment.provider;

/** What a notification says. Everything but {@link Forged} is the provider's own word. */
public sealed interface Notice {
  record ChargePaid(String chargeNumber, Receipt receipt) implements Notice {}

  record RefundEnded(String refundNumber, PayBack how) implements Notice {}

  /** Signed, and of no interest. */
  record Other(String what) implements Notice {}

  /** Not the provider's, too old, or damaged: nothing in it counts. */
  record Forged(String why) implements Notice {}
}
