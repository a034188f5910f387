package org.shanmen.central.payment;

/** Why a provider pays back; the names are those of the database and the interface. */
enum RefundCause {
  /** The order did not take the money. */
  NOT_TAKEN,
  /** Tickets were given back. */
  TICKETS
}
