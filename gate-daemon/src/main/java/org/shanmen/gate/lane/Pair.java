package org.shanmen.gate.lane;

import org.shanmen.gate.Limits;

/**
 * This lane's part in an interlocked pair, of which never both are open. Each lane shows the other
 * when it is open or about to be.
 *
 * <p>The first opens when the other does not show. The second claims, and opens only when the other
 * has not shown for {@link Limits#INTERLOCK_SETTLE_MILLIS}: more than it takes a signal to travel
 * there and back, so that of two claims in the same moment the first lane's wins. A lane goes on
 * showing for {@link Limits#INTERLOCK_CLOSING_MILLIS} after its arm was told to lock. Not
 * thread-safe.
 */
final class Pair {
  private static final long NEVER = Long.MIN_VALUE;

  private final LaneOptions.Part part;
  private boolean other;
  private boolean shown;
  private boolean holds;
  private long openMillis = NEVER;
  private long claimedMillis = NEVER;

  Pair(LaneOptions.Part part) {
    this.part = part;
  }

  void otherLane(boolean open) {
    other = open;
  }

  /** Whether this lane may open now, or stay open. */
  boolean grants(long nowMillis) {
    return switch (part) {
      case NONE -> true;
      case FIRST -> holds || !other;
      case SECOND -> !other && (holds || isSettled(nowMillis));
    };
  }

  /** The other lane is not open, and this one only has to wait for its claim to be heard. */
  boolean willGrant(long nowMillis) {
    return !other && !grants(nowMillis);
  }

  /**
   * @param wants somebody is to be let through
   * @param open the arm lets somebody through
   */
  void update(boolean wants, boolean open, Turn turn) {
    if (part == LaneOptions.Part.NONE) {
      return;
    }
    if (open) {
      holds = true;
      openMillis = turn.nowMillis();
    } else if (holds && turn.nowMillis() - openMillis >= Limits.INTERLOCK_CLOSING_MILLIS) {
      holds = false;
      claimedMillis = NEVER;
    }
    if (!holds) {
      if (!wants || other) {
        claimedMillis = NEVER;
      } else if (claimedMillis == NEVER) {
        claimedMillis = turn.nowMillis();
      }
    }
    boolean show = holds || claimedMillis != NEVER;
    if (show != shown) {
      shown = show;
      turn.add(new Effect.ShowInterlock(show));
    }
  }

  private boolean isSettled(long nowMillis) {
    return claimedMillis != NEVER && nowMillis - claimedMillis >= Limits.INTERLOCK_SETTLE_MILLIS;
  }
}
