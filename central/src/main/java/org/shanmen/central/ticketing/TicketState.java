package org.shanmen.central.ticketing;

import org.shanmen.protocol.wire.RightState;

/** How a ticket stands; the names are those of the database and the interface. */
enum TicketState {
  /** Pre-printed, and nobody has bought it yet. */
  NOT_ACTIVATED(RightState.RIGHT_NOT_ACTIVATED),
  ACTIVE(RightState.ACTIVE),
  /** Reported lost by its holder: frozen until it is found. */
  LOST(RightState.RIGHT_LOST),
  /** Frozen by the park. */
  BLOCKED(RightState.RIGHT_BLOCKED),
  /** Somebody wants his money back, and the park has not decided yet. */
  REFUND_REQUESTED(RightState.RIGHT_BLOCKED),
  /** Refunded; for good. */
  REVOKED(RightState.RIGHT_REVOKED);

  private final RightState right;

  TicketState(RightState right) {
    this.right = right;
  }

  /** The state of its right at the gates. */
  RightState right() {
    return right;
  }

  /** Whether it may become active again. */
  boolean frozen() {
    return this == LOST || this == BLOCKED;
  }
}
