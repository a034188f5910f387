package org.shanmen.gate.lane;

/**
 * Ends the wait for those who were admitted and do not come: what is open for them is given back,
 * or taken as used where nothing could tell whether they passed. Not thread-safe.
 */
final class TimeOut {
  private static final long NEVER = Long.MIN_VALUE;

  private final Regime regime;
  private final Reservations reservations;
  private final PassTimer timer;
  private final Pair pair;
  private final Senses senses;
  private final Passages passages;
  private final Reception reception;

  /** Since when nobody is let through for whom the lane was opened; NEVER: they still may pass. */
  private long overSinceMillis = NEVER;

  TimeOut(
      Regime regime,
      Reservations reservations,
      PassTimer timer,
      Pair pair,
      Senses senses,
      Passages passages,
      Reception reception) {
    this.regime = regime;
    this.reservations = reservations;
    this.timer = timer;
    this.pair = pair;
    this.senses = senses;
    this.passages = passages;
    this.reception = reception;
  }

  /** Whether those who are awaited came too late; what they had may not be given back yet. */
  boolean isOver() {
    return overSinceMillis != NEVER;
  }

  /**
   * Whether the lane lets nobody through any more on what it admitted. Whoever stands in it already
   * may go on, but it does not open for him: his admission may be the one that was not recorded.
   */
  boolean mayNotPass() {
    return regime.posture().isClosed() && !reception.owesAWayOut();
  }

  /** Whoever is awaited may have come meanwhile, and even have gone through. */
  void unwatched(long millis) {
    if (!reservations.isEmpty()) {
      timer.forgive(millis);
      senses.unwatched();
    }
  }

  void settle(Turn turn) {
    if (reservations.isEmpty()) {
      overSinceMillis = NEVER;
      senses.forgetDoubt();
    } else if (regime.posture().isEvacuation()) {
      // Whoever goes through now does not visit the park: his entry and his money stay his.
      passages.giveBackAll(turn);
    } else if (senses.areCutOff(turn.nowMillis())) {
      passages.assumeAll(turn);
    } else if (!isOverForThem(turn.nowMillis())) {
      overSinceMillis = NEVER;
    } else {
      overSinceMillis = isOver() ? overSinceMillis : turn.nowMillis();
      if (senses.toldEverybody(turn.nowMillis() - overSinceMillis)) {
        giveBack(turn);
      }
    }
  }

  private boolean isOverForThem(long nowMillis) {
    boolean tooLate =
        (timer.isOver(nowMillis) || passages.isReversed()) && !reception.owesAWayOut();
    boolean granted = regime.posture().isEvacuation() || pair.grants(nowMillis);
    return passages.isClear() && (mayNotPass() || tooLate || !granted);
  }

  void giveBack(Turn turn) {
    if (senses.areDoubtful()) {
      passages.assumeAll(turn);
    } else {
      passages.giveBackAll(turn);
    }
  }
}
