package org.shanmen.sim.rig;

/** Where at the lane something is shown. */
public enum Spot {
  /** On the street's side. */
  OUTER,
  /** On the park's side. */
  INNER,
  /** In the card collector. */
  COLLECTOR
}
