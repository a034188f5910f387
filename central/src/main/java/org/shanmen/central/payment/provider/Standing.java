package org.shanmen.central.payment.provider;

/** How it stands with a charge. */
public sealed interface Standing {
  record Paid(Receipt receipt) implements Standing {}

  /** It can be paid, and was not. */
  record Open() implements Standing {}

  /** It can no longer be paid, and was not. */
  record Closed() implements Standing {}

  /** The provider has never heard of it; some say so until a visitor has scanned the code. */
  record Unknown() implements Standing {}

  record Unclear(String why) implements Standing {}
}
