package org.shanmen.gate.lane.port;

import org.shanmen.protocol.wire.Direction;

/** Where at the lane a credential was shown. */
public enum Spot {
  /** On the street's side: its holder wants in. */
  OUTER(Direction.IN),
  /** On the park's side: its holder wants out. */
  INNER(Direction.OUT),
  /** In the card collector at the exit: the card is in the machine. */
  COLLECTOR(Direction.OUT);

  private final Direction direction;

  Spot(Direction direction) {
    this.direction = direction;
  }

  /** Where whoever stands there wants to go. */
  public Direction direction() {
    return direction;
  }
}
