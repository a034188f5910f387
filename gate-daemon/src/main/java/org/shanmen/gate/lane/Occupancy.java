package org.shanmen.gate.lane;

import org.shanmen.gate.Limits;
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
  private boolean lastHadRight;
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
    return nowMillis - sinceMillis >= Limits.LOITERING_MILLIS;
  }

  void passed(Direction direction, boolean onRight, long nowMillis) {
    lastPass = direction;
    lastHadRight = onRight;
    lastPassMillis = nowMillis;
  }

  /**
   * The alarm for a pass without a right.
   *
   * @param otherWayOpen the arm lets people through, but not that way
   */
  String nameOfForcedPass(Direction direction, boolean otherWayOpen, long nowMillis) {
    long sinceLast = nowMillis - lastPassMillis;
    if (direction == lastPass && sinceLast <= Limits.TAILGATING_MILLIS) {
      return "TAILGATING";
    }
    if (otherWayOpen) {
      return "WRONG_DIRECTION";
    }
    boolean back = lastHadRight && direction != lastPass;
    return back && sinceLast <= Limits.CRAWLING_BACK_MILLIS ? "CRAWLING_BACK" : "FORCED_PASS";
  }
}
