package org.shanmen.gate.lane;

import org.shanmen.gate.lane.port.ArmPosition;

/** Where the arm was last told to be. Not thread-safe. */
final class ArmKeeper {
  private ArmPosition position = ArmPosition.LOCKED;
  private ArmPosition standing = ArmPosition.LOCKED;
  private boolean mustBeTold = true;

  ArmPosition position() {
    return position;
  }

  boolean isOpen() {
    return position != ArmPosition.LOCKED;
  }

  /** The next move is told even if nothing changes: the board may have forgotten. */
  void tellAgain() {
    mustBeTold = true;
  }

  /** A move was held back; the arm still is where it was. */
  void isAt(ArmPosition actual) {
    position = actual;
  }

  /**
   * @param nowStanding what of it holds for everybody, see {@link Effect.Move}
   */
  void move(ArmPosition wanted, ArmPosition nowStanding, Turn turn) {
    if (wanted != position || nowStanding != standing || mustBeTold) {
      position = wanted;
      standing = nowStanding;
      mustBeTold = false;
      turn.add(new Effect.Move(wanted, nowStanding));
    }
  }
}
