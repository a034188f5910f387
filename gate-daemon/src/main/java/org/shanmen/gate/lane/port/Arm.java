package org.shanmen.gate.lane.port;

import org.shanmen.protocol.wire.Direction;

/** The arm's board. Called by the lane loop only; must return within a millisecond. */
public interface Arm {
  /**
   * Asks the board for a position; asking again for the same one lets nobody else through. {@link
   * ArmPosition#LOCKED} asked again is an order to raise an arm that fell without the lane's doing.
   */
  void move(ArmPosition position);

  /**
   * Somebody is through in the lane's books, and the arm stays released in his direction for
   * whoever comes next: a board that opens for one person at a time is told so again.
   */
  default void next(Direction direction) {}
}
