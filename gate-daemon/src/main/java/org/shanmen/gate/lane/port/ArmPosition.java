package org.shanmen.gate.lane.port;

/** What the arm is asked to do. */
public enum ArmPosition {
  LOCKED,
  RELEASED_IN,
  RELEASED_OUT,
  RELEASED_BOTH,
  /** The way is free at once and for everybody: tripod dropped, wings folded. */
  DROPPED;

  /** Released for those who walk in, those who walk out, both, or neither. */
  public static ArmPosition released(boolean in, boolean out) {
    if (in) {
      return out ? RELEASED_BOTH : RELEASED_IN;
    }
    return out ? RELEASED_OUT : LOCKED;
  }

  /** The position that stops nobody whom one of the two would let through. */
  public ArmPosition orFreer(ArmPosition other) {
    return this == DROPPED || other == DROPPED
        ? DROPPED
        : released(letsIn() || other.letsIn(), letsOut() || other.letsOut());
  }

  public boolean letsIn() {
    return this == RELEASED_IN || this == RELEASED_BOTH || this == DROPPED;
  }

  public boolean letsOut() {
    return this == RELEASED_OUT || this == RELEASED_BOTH || this == DROPPED;
  }
}
