package org.shanmen.sim.lane;

/** How the arm stands. */
public enum ArmPosition {
  LOCKED,
  /** Turns for people who enter. */
  RELEASED_IN,
  /** Turns for people who leave. */
  RELEASED_OUT,
  RELEASED_BOTH,
  /** Down: free for everybody. */
  DROPPED;

  /** Whether somebody who walks this way gets past. */
  public boolean lets(Direction direction) {
    return switch (this) {
      case LOCKED -> false;
      case RELEASED_IN -> direction == Direction.IN;
      case RELEASED_OUT -> direction == Direction.OUT;
      case RELEASED_BOTH, DROPPED -> true;
    };
  }
}
