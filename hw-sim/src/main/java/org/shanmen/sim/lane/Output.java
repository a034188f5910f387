package org.shanmen.sim.lane;

/** The wires that the controller drives, all active high; low when nobody drives them. */
public enum Output {
  /** Held high while people may enter. */
  RELEASE_IN,
  /** Held high while people may leave. */
  RELEASE_OUT,
  /** Held high to keep the arm down. */
  DROP,
  LAMP_GREEN,
  LAMP_RED
}
