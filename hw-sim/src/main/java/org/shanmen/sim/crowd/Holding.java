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
  /** A card with two tickets on it, of which one holds today. */
  TWO_TICKETS(null),
  /** A pass for the season: who was seen out comes in again. */
  SEASON_PASS(null),
  /** A pass for the year, of the same kind. */
  ANNUAL_PASS(null),
  /** A neighbour's card: once a day, for nothing. */
  RESIDENT(null),
  /** Of somebody who works here. */
  STAFF(null),
  /** A cheaper ticket, whose holder the attendant lets in when he has seen his papers. */
  CONCESSION(null),
  /** A card with money on it, of which the gate takes what the entry costs. */
  STORED_VALUE(null),
  /** Printed ahead, and sold a moment ago. */
  PRINTED(null),
  /** A ticket on a name, for which gates ask the centre; bought for the acts at the tower only. */
  NAMED(null),
  /** A season pass whose holder goes out at the exit. */
  LEAVING(null),
  /** A season pass whose holder comes back on the same day. */
  RETURNING(null),
  /** A ticket that was given back for money before it was shown. */
  REFUNDED(Reason.REVOKED),
  /** A ticket of last week. */
  EXPIRED(Reason.EXPIRED),
  /** A ticket for a day to come. */
  TOO_EARLY(Reason.NOT_YET_VALID),
  /** A ticket for the winter festival, on a day without one. */
  OUT_OF_SEASON(Reason.OUTSIDE_HOURS),
  /** A copy of a ticket for one that somebody has gone in with already. */
  USED(Reason.USED_UP),
  /** A month's pass, handed back through the fence to a friend. */
  LENT(Reason.TOO_SOON),
  /** A year's pass, handed back through the fence. */
  HANDED_BACK(Reason.ALREADY_INSIDE),
  /** A neighbour's card, shown a second time on one day. */
  SECOND_TODAY(Reason.DAILY_LIMIT),
  /** A cheaper ticket in the hands of somebody who may not have it. */
  NOT_ENTITLED(Reason.NEEDS_CHECK),
  /** A card with less money on it than the entry costs. */
  EMPTY_CARD(Reason.INSUFFICIENT_BALANCE),
  /** Printed ahead, and taken from the pile before it was sold. */
  NOT_SOLD(Reason.NOT_ACTIVATED),
  /** A card that its owner has reported lost. */
  FOUND_CARD(Reason.LOST),
  /** A card that the park has blocked. */
  BLOCKED_CARD(Reason.BLOCKED),
  /** A ticket that does not hold for the area behind this gate. */
  WRONG_AREA(Reason.WRONG_AREA),
  /** A ticket that holds for the way out only, shown where people come in. */
  WAY_OUT(Reason.WRONG_WAY),
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

  /** Whose ticket it is, if it is another visit's, shown again. */
  public Optional<Holding> original() {
    return Optional.ofNullable(
        switch (this) {
          case USED -> SINGLE;
          case LENT -> PERIOD_PASS;
          case HANDED_BACK -> ANNUAL_PASS;
          case SECOND_TODAY -> RESIDENT;
          case LEAVING -> SEASON_PASS;
          case RETURNING -> LEAVING;
          default -> null;
        });
  }

  /** Whether it is another visit's ticket, shown again. */
  public boolean isShownAgain() {
    return original().isPresent();
  }

  /** Whether it is about being inside the main area: it is shown at the gates of that area only. */
  public boolean isOfTheMainArea() {
    return this == SEASON_PASS || this == ANNUAL_PASS || this == HANDED_BACK || this == RETURNING;
  }

  /** Whether its holder waits until the attendant has looked at him. */
  public boolean isLookedAt() {
    return this == CONCESSION || this == NOT_ENTITLED;
  }
}
