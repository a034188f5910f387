package org.shanmen.gate.lane;

import org.shanmen.gate.Limits;

/**
 * This lane's part in an interlocked pair, of which never both are open. Each lane shows the other
 * when it is open or about to be.
 *
 * <p>The first opens when the other does not show. The second claims, and opens only when the other
 * has not shown for {@link Limits#INTERLOCK_SETTLE_MILLIS}: more than it takes a signal to travel
 * there and back, so that of two claims in the same moment the first lane's wins. A lane goes on
 * showing for {@link Limits#INTERLOCK_CLOSING_MILLIS} after its arm was told to lock.
 *
 * <p>Neither starves the other: a lane takes visitors for {@link Limits#INTERLOCK_TURN_MILLIS},
 * lets those through whom it took, and then shows nothing for {@link Limits#INTERLOCK_REST_MILLIS},
 * in which the other claims. A lane that was commanded to stay open takes no turns. Not
 * thread-safe.
 */
final class Pair {
  private static final String STUCK = "OTHER_LANE_OPEN";
  private static final long NEVER = Long.MIN_VALUE;

  private final LaneOptions.Part part;
  private final Alarms alarms;
  private boolean other;
  private long otherSinceMillis;
  private boolean shown;
  private boolean holds;
  private long turnBeganMillis;
  private long restsUntilMillis = NEVER;
  private long openMillis = NEVER;
  private long claimedMillis = NEVER;

  Pair(LaneOptions.Part part, Alarms alarms) {
    this.part = part;
    this.alarms = alarms;
  }

  void otherLane(boolean open, Turn turn) {
    if (open && !other) {
      otherSinceMillis = turn.nowMillis();
    }
    other = open;
    if (!open) {
      alarms.clear(STUCK, turn);
    }
  }

  /** Whether this lane may open now, or stay open. */
  boolean grants(long nowMillis) {
    return switch (part) {
      case NONE -> true;
      case FIRST -> holds || !(other || rests(nowMillis));
      case SECOND -> !other && (holds || isSettled(nowMillis));
    };
  }

  /** Whether this lane may let one more visitor in before the other lane's turn. */
  boolean grantsAnother(long nowMillis) {
    return grants(nowMillis) && !(holds && isTurnOver(nowMillis));
  }

  /** The other lane is not open, and this one only has to wait for its claim, or its next turn. */
  boolean willGrant(long nowMillis) {
    return !other && !grantsAnother(nowMillis);
  }

  /**
   * @param wants somebody is to be let through
   * @param open the arm lets somebody through
   */
  void update(boolean wants, boolean open, Turn turn) {
    if (part == LaneOptions.Part.NONE) {
      return;
    }
    hold(open, turn.nowMillis());
    if (!holds) {
      claim(wants && !other && !rests(turn.nowMillis()), turn.nowMillis());
    }
    if (wants && other && turn.nowMillis() - otherSinceMillis >= Limits.INTERLOCK_STUCK_MILLIS) {
      alarms.raiseAloud(STUCK, turn);
    }
    boolean show = holds || claimedMillis != NEVER;
    if (show != shown) {
      shown = show;
      turn.add(new Effect.ShowInterlock(show));
    }
  }

  private void hold(boolean open, long nowMillis) {
    if (open) {
      turnBeganMillis = holds ? turnBeganMillis : nowMillis;
      holds = true;
      openMillis = nowMillis;
    } else if (holds && nowMillis - openMillis >= Limits.INTERLOCK_CLOSING_MILLIS) {
      holds = false;
      claimedMillis = NEVER;
      restsUntilMillis = isTurnOver(nowMillis) ? nowMillis + Limits.INTERLOCK_REST_MILLIS : NEVER;
    }
  }

  private void claim(boolean may, long nowMillis) {
    if (!may) {
      claimedMillis = NEVER;
    } else if (claimedMillis == NEVER) {
      claimedMillis = nowMillis;
    }
  }

  private boolean isTurnOver(long nowMillis) {
    return nowMillis - turnBeganMillis >= Limits.INTERLOCK_TURN_MILLIS;
  }

  private boolean rests(long nowMillis) {
    return nowMillis < restsUntilMillis;
  }

  private boolean isSettled(long nowMillis) {
    return claimedMillis != NEVER && nowMillis - claimedMillis >= Limits.INTERLOCK_SETTLE_MILLIS;
  }
}
