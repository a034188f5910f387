package org.shanmen.sim.lane;

/** Which way somebody walks. */
public enum Direction {
  /** Into the park: breaks the outer beam first. */
  IN,
  /** Out of the park: breaks the inner beam first. */
  OUT
}
