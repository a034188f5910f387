package org.shanmen.gate.lane;

import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Reason;

/**
 * Turns away whoever is not let through: records it, tells him why, and hands his card back. Not
 * thread-safe.
 */
final class Refusals {
  private final Regime regime;
  private final CardSlot slot;
  private final Signage signage;

  Refusals(Regime regime, CardSlot slot, Signage signage) {
    this.regime = regime;
    this.slot = slot;
    this.signage = signage;
  }

  void turnAway(Input.Presented shown, Turn turn) {
    if (regime.isFree(directionOf(shown))) {
      // He may leave; what the lane cannot see through, or not record, it does not pretend to.
      handBack(shown, turn);
      signage.tell(new Prompt.Opened(), turn.nowMillis());
    } else {
      refuse(shown, regime.posture().refusal(), 0, "", turn);
    }
  }

  void refuse(Input.Presented shown, Reason reason, long fromMillis, String detail, Turn turn) {
    var ticket = shown.decision().ticket();
    turn.record(Entry.refused(shown, ticket, directionOf(shown), reason, detail));
    signage.tell(new Prompt.Refused(ticket, reason, fromMillis), turn.nowMillis());
    handBack(shown, turn);
  }

  /** What he is told is told with what the lane does instead. */
  void displaced(Input.Presented other, Turn turn) {
    turn.record(
        Entry.refused(other, other.decision().ticket(), directionOf(other), Reason.BUSY, ""));
    handBack(other, turn);
  }

  void handBack(Input.Presented shown, Turn turn) {
    if (slot.holds(shown)) {
      turn.add(new Effect.HandBackCard());
    }
  }

  Direction directionOf(Input.Presented shown) {
    return regime.directionOf(shown.spot());
  }
}
