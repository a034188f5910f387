package org.shanmen.gate.lane;

import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.Direction;

/**
 * What is remembered about whoever stands in the beams, and about the last one who passed, to judge
 * a pass without a right. Not thread-safe.
 */
final class Occupancy {
  private long sinceMillis;
  private boolean wasFreeInwards;
  private boolean wasFreeOutwards;
  private Direction lastPass = Direction.DIRECTION_UNSPECIFIED;
  private long lastPassMillis;

  void begins(long nowMillis) {
    sinceMillis = nowMillis;
  }

  void ends() {
    wasFreeInwards = false;
    wasFreeOutwards = false;
  }

  /** While somebody stands in the beams: which ways need no right at this moment. */
  void sees(boolean freeInwards, boolean freeOutwards) {
    wasFreeInwards |= freeInwards;
    wasFreeOutwards |= freeOutwards;
  }

  /** Whether the way was free at any moment since he stepped in; he then passes freely. */
  boolean wasFree(Direction direction) {
    return direction == Direction.IN ? wasFreeInwards : wasFreeOutwards;
  }

  boolean lastsLong(long nowMillis) {
    return nowMillis - sinceMillis >= Limits.BLOCKED_MILLIS;
  }

  void passed(Direction direction, long nowMillis) {
    lastPass = direction;
    lastPassMillis = nowMillis;
  }

  /** The alarm for a pass without a right. */
  String nameOfForcedPass(Direction direction, ArmPosition arm, long nowMillis) {
    if (direction == lastPass && nowMillis - lastPassMillis <= Limits.TAILGATING_MILLIS) {
      return "TAILGATING";
    }
    return arm == ArmPosition.LOCKED ? "FORCED_PASS" : "WRONG_DIRECTION";
  }
}
