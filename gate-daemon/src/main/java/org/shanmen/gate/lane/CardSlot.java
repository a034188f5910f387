package org.shanmen.gate.lane;

import java.util.Optional;
import org.shanmen.gate.Limits;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.admission.Ticket;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.CredentialKind;

/** The card collector's slot: a card that is on its way into the bin. Not thread-safe. */
final class CardSlot {
  /** Whose card it is. */
  record Card(Input.Presented shown, Decision.Admit admit, String detail) {}

  private final boolean exists;
  private boolean binFull;
  private Optional<Card> card = Optional.empty();
  private long untilMillis;

  CardSlot(boolean exists) {
    this.exists = exists;
  }

  boolean exists() {
    return exists;
  }

  /** Whether a credential lies in the slot while the lane decides. */
  boolean holds(Input.Presented shown) {
    return exists && shown.spot() == Spot.COLLECTOR;
  }

  /** Whether what was shown elsewhere is a card that the machine would keep. */
  boolean keeps(Input.Presented shown, Ticket ticket) {
    return exists
        && !binFull
        && shown.kind() == CredentialKind.CARD
        && shown.spot() != Spot.COLLECTOR
        && ticket.collected();
  }

  void binFull(boolean full) {
    binFull = full;
  }

  boolean isBinFull() {
    return binFull;
  }

  void swallow(Card swallowed, Turn turn) {
    card = Optional.of(swallowed);
    untilMillis = turn.nowMillis() + Limits.CARD_TAKEN_MILLIS;
    turn.add(new Effect.SwallowCard());
  }

  boolean isSwallowing() {
    return card.isPresent();
  }

  boolean isOver(long nowMillis) {
    return card.isPresent() && nowMillis >= untilMillis;
  }

  Optional<Card> take() {
    var taken = card;
    card = Optional.empty();
    return taken;
  }
}
