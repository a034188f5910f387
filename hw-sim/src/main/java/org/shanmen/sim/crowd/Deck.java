package org.shanmen.sim.crowd;

import java.util.EnumMap;
import java.util.Map;

/**
 * An endless deck of holdings in which every kind keeps its share, as closely as whole cards allow.
 *
 * <p>Not thread-safe.
 */
final class Deck {
  /** Of a hundred parties, how many hold what. */
  private static final Map<Holding, Integer> PERCENT = new EnumMap<>(Holding.class);

  static {
    PERCENT.put(Holding.SINGLE, 18);
    PERCENT.put(Holding.COUNT_CARD, 7);
    PERCENT.put(Holding.PERIOD_PASS, 5);
    PERCENT.put(Holding.TWO_TICKETS, 2);
    PERCENT.put(Holding.GROUP, 6);
    PERCENT.put(Holding.CONCESSION, 4);
    PERCENT.put(Holding.STORED_VALUE, 4);
    PERCENT.put(Holding.RESIDENT, 4);
    PERCENT.put(Holding.SEASON_PASS, 4);
    PERCENT.put(Holding.ANNUAL_PASS, 3);
    PERCENT.put(Holding.STAFF, 2);
    PERCENT.put(Holding.PRINTED, 2);
    PERCENT.put(Holding.LEAVING, 3);
    PERCENT.put(Holding.RETURNING, 2);
    PERCENT.put(Holding.REFUNDED, 2);
    PERCENT.put(Holding.EXPIRED, 2);
    PERCENT.put(Holding.TOO_EARLY, 2);
    PERCENT.put(Holding.OUT_OF_SEASON, 2);
    PERCENT.put(Holding.USED, 2);
    PERCENT.put(Holding.LENT, 2);
    PERCENT.put(Holding.HANDED_BACK, 2);
    PERCENT.put(Holding.SECOND_TODAY, 2);
    PERCENT.put(Holding.NOT_ENTITLED, 2);
    PERCENT.put(Holding.EMPTY_CARD, 2);
    PERCENT.put(Holding.NOT_SOLD, 2);
    PERCENT.put(Holding.FOUND_CARD, 2);
    PERCENT.put(Holding.BLOCKED_CARD, 2);
    PERCENT.put(Holding.WRONG_AREA, 2);
    PERCENT.put(Holding.WAY_OUT, 2);
    PERCENT.put(Holding.FORGED, 2);
    PERCENT.put(Holding.UNKNOWN, 2);
  }

  private final Map<Holding, Integer> dealt = new EnumMap<>(Holding.class);
  private int cards;

  /** The kind that is furthest behind its share. */
  Holding deal() {
    cards++;
    Holding next =
        PERCENT.keySet().stream()
            .max((a, b) -> Integer.compare(behind(a), behind(b)))
            .orElseThrow();
    dealt.merge(next, 1, Integer::sum);
    return next;
  }

  /** Hundredths of a card. */
  private int behind(Holding holding) {
    return PERCENT.get(holding) * cards - 100 * dealt.getOrDefault(holding, 0);
  }
}
