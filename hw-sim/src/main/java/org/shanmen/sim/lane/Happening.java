package org.shanmen.sim.lane;

/** What the lane did that others must learn of. */
public sealed interface Happening {
  /** The level of one of the controller's input wires changed. */
  record InputChanged(Input input, boolean high) implements Happening {}

  /**
   * All people of a walk are through or gone.
   *
   * @param walk what {@link Lane#walk} returned
   */
  record WalkEnded(long walk, WalkOutcome outcome) implements Happening {}
}
