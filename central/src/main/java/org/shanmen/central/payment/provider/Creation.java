package org.shanmen.central.payment.provider;

/** The answer to a request for money. */
public sealed interface Creation {
  /**
   * @param codeUrl what the QR code says that the visitor scans
   */
  record Shown(String codeUrl) implements Creation {}

  /** The provider will not take it, however often it is asked. */
  record Declined(String why) implements Creation {}

  /** Nobody knows: it may have arrived. */
  record Unclear(String why) implements Creation {}
}
