package org.shanmen.gate.lane.port;

/**
 * The machine at the exit that holds a card while the lane decides. Called by the lane loop only;
 * must return within a millisecond.
 */
public interface CardCollector {
  /** Of a lane that has none. */
  CardCollector NONE =
      new CardCollector() {
        @Override
        public void swallow() {}

        @Override
        public void handBack() {}
      };

  /** Drops the card into the bin; {@link Signal.CardTaken} tells when it is there. */
  void swallow();

  /** Hands the card out again. */
  void handBack();
}
