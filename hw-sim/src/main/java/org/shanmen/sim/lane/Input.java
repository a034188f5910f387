package org.shanmen.sim.lane;

/** The wires that the controller reads. */
public enum Input {
  /** High while the beam on the street's side is broken. */
  BEAM_OUTER,
  /** High while the beam on the park's side is broken. */
  BEAM_INNER,
  /** Normally closed: high while all is well, low in a fire or when the loop is cut. */
  FIRE_LOOP,
  /** High while somebody pushes against the locked arm. */
  ARM_PUSH
}
