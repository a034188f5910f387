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
   * Asks for a position and tells for whom.
   *
   * @param standing what of it holds for everybody; the rest is for those who were admitted, and a
   *     board that opens for one person at a time must not be told of one of them twice
   */
  default void move(ArmPosition position, ArmPosition standing) {
    move(position);
  }

  /**
   * Somebody is through in the lane's books, and the arm stays released in his direction for
   * whoever comes next: a board that opens for one person at a time is told so again.
   */
  default void next(Direction direction) {}
}
