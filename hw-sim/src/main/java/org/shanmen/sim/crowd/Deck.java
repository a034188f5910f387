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
    PERCENT.put(Holding.SINGLE, 50);
    PERCENT.put(Holding.COUNT_CARD, 10);
    PERCENT.put(Holding.PERIOD_PASS, 10);
    PERCENT.put(Holding.GROUP, 9);
    PERCENT.put(Holding.REFUNDED, 3);
    PERCENT.put(Holding.EXPIRED, 3);
    PERCENT.put(Holding.USED, 3);
    PERCENT.put(Holding.LENT, 3);
    PERCENT.put(Holding.WRONG_AREA, 3);
    PERCENT.put(Holding.FORGED, 3);
    PERCENT.put(Holding.UNKNOWN, 3);
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
