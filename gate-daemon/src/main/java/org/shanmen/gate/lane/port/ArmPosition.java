package org.shanmen.gate.lane.port;

/** What the arm is asked to do. */
public enum ArmPosition {
  LOCKED,
  RELEASED_IN,
  RELEASED_OUT,
  RELEASED_BOTH,
  /** The way is free at once and for everybody: tripod dropped, wings folded. */
  DROPPED
}
