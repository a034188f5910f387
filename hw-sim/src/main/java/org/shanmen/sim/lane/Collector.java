package org.shanmen.sim.lane;

/** The card collector at an exit. Not thread-safe. */
final class Collector {
  private Cards cards = new Cards(false, 0, 0);

  Cards cards() {
    return cards;
  }

  /**
   * @throws IllegalStateException if there is a card already
   */
  void insert() {
    if (cards.held()) {
      throw new IllegalStateException("the collector holds a card already");
    }
    cards = new Cards(true, cards.swallowed(), cards.returned());
  }

  /**
   * The controller's order.
   *
   * @return whether a card fell into the bin
   */
  boolean order(Output wire) {
    if (!cards.held()) {
      return false;
    }
    boolean swallows = wire == Output.COLLECTOR_SWALLOW;
    cards =
        new Cards(
            false, cards.swallowed() + (swallows ? 1 : 0), cards.returned() + (swallows ? 0 : 1));
    return swallows;
  }
}
