package org.shanmen.central.payment;

import java.util.List;

/** Where a charge stands; the names are those of the database and the interface. */
enum ChargeState {
  /** Written here; the provider may not know it yet. */
  CREATED,
  /** It can be paid. */
  PENDING,
  PAID,
  /** It can no longer be paid. Should it be paid all the same, it becomes PAID. */
  CLOSED,
  /** The provider refused to take it. */
  FAILED;

  /** Of these nobody knows yet how they end. */
  static final List<String> OPEN = List.of(CREATED.name(), PENDING.name());
}
