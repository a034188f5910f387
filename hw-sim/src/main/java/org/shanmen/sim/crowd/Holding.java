package org.shanmen.sim.crowd;

import java.util.Optional;
import org.shanmen.protocol.wire.Reason;

/** What a party holds when it comes to a gate. */
public enum Holding {
  /** A ticket for one, bought a moment ago. */
  SINGLE(null),
  /** One code for several people. */
  GROUP(null),
  /** A card with some entries on it. */
  COUNT_CARD(null),
  /** A month's pass. */
  PERIOD_PASS(null),
  /** A ticket that was given back for money before it was shown. */
  REFUNDED(Reason.REVOKED),
  /** A ticket of last week. */
  EXPIRED(Reason.EXPIRED),
  /** A copy of a ticket for one that somebody has gone in with already. */
  USED(Reason.USED_UP),
  /** A month's pass, handed back through the fence to a friend. */
  LENT(Reason.TOO_SOON),
  /** A ticket that does not hold for the area behind this gate. */
  WRONG_AREA(Reason.WRONG_AREA),
  /** A code that looks signed but is not by the park. */
  FORGED(Reason.FORGED),
  /** Something that the park never issued. */
  UNKNOWN(Reason.UNKNOWN);

  private final Reason refusal;

  Holding(Reason refusal) {
    this.refusal = refusal;
  }

  /** The reason for which a right gate refuses it; empty: a right gate lets its holder in. */
  public Optional<Reason> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Whether it was sold for this very visit. */
  public boolean isBought() {
    return switch (this) {
      case SINGLE, GROUP, COUNT_CARD, PERIOD_PASS, REFUNDED, EXPIRED, WRONG_AREA -> true;
      case USED, LENT, FORGED, UNKNOWN -> false;
    };
  }

  /** Whether it is another visit's ticket, shown again. */
  public boolean isShownAgain() {
    return this == USED || this == LENT;
  }
}
