package org.shanmen.central.money;

/**
 * What money is in, or stands for. In a {@link Posting} what comes into one account goes out of
 * others.
 */
public enum Account {
  /** In the drawers of the shifts. */
  CASH,
  /** Taken by card terminals, and owed to the park by the bank. */
  CARD,
  /** Taken by QR payment, and owed to the park by whoever runs it. */
  QR,
  /** Taken by partners that sell for the park, and owed to it by them. */
  PARTNER,
  /** With the park's treasurer: where floats come from and drawers are emptied into. */
  SAFE,
  /**
   * What the park owes the holders of stored-value tickets; the bonus is no money and not in it.
   */
  STORED_VALUE,
  /** Earned with tickets. */
  TICKETS,
  /** Earned at gates, from what tickets hold. */
  GATE_FEES,
  /** Kept of refunds. */
  REFUND_FEES,
  /** What was missing in drawers, less what was too much. */
  CASH_DIFFERENCE,
  /** On its way back to visitors who paid through a provider: owed to them until it has paid. */
  SUSPENSE
}
