package org.shanmen.gate.lane.port;

/** The arm's board. Called by the lane loop only; must return within a millisecond. */
public interface Arm {
  /** Asks the board for a position; asking again for the same one is harmless. */
  void move(ArmPosition position);
}
