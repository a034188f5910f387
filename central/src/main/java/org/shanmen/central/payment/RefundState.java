package org.shanmen.central.payment;

/** Where money on its way back stands; the names are those of the database and the interface. */
enum RefundState {
  /** Written here; the provider may not know it yet. */
  REQUESTED,
  /** The provider is at it. */
  SENT,
  DONE,
  /** The provider will not; a person must see to it. */
  FAILED
}
