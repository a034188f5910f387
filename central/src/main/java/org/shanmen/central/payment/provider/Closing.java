package org.shanmen.central.payment.provider;

/** The answer to the wish that a charge be paid no longer. */
public sealed interface Closing {
  /** Nobody can pay it from now on, and nobody has. */
  record Closed() implements Closing {}

  /** Somebody was faster. */
  record Paid() implements Closing {}

  record Unclear(String why) implements Closing {}
}
