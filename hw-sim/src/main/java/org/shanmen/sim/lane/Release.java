package org.shanmen.sim.lane;

/**
 * One release contact of a board that takes pulses. Time in milliseconds; not thread-safe.
 *
 * <p>A contact that is held long enough opens for one person, until he is through or the board
 * gives up. It must be let go before it opens for another one.
 */
final class Release {
  private static final long NEVER = Long.MAX_VALUE;

  private final BoardKind kind;
  private long heldSince = NEVER;
  private boolean seen;
  private long openUntil = Long.MIN_VALUE;
  private long freeAccessAt = NEVER;

  Release(BoardKind kind) {
    this.kind = kind;
  }

  void held(boolean active, long now) {
    if (active && heldSince == NEVER) {
      heldSince = now;
      seen = false;
    } else if (!active) {
      heldSince = NEVER;
      freeAccessAt = NEVER;
    }
  }

  /** Somebody is past the blades. */
  void passed(long now) {
    openUntil = Long.MIN_VALUE;
    if (kind.hasFreeAccess() && heldSince != NEVER) {
      freeAccessAt = now + BoardKind.FREE_ACCESS_MILLIS;
    }
  }

  /** Lock, or a fall of the arm: what was released is forgotten, and a held contact not seen. */
  void forget() {
    openUntil = Long.MIN_VALUE;
    freeAccessAt = NEVER;
    seen = true;
  }

  void advance(long now) {
    if (heldSince != NEVER && !seen && now >= heldSince + kind.leastPulseMillis()) {
      seen = true;
      openUntil = heldSince + kind.leastPulseMillis() + kind.holdMillis();
    }
  }

  boolean isOpen(long now) {
    return now < openUntil || now >= freeAccessAt;
  }

  long due(long now) {
    long due = NEVER;
    if (heldSince != NEVER && !seen) {
      due = heldSince + kind.leastPulseMillis();
    }
    if (openUntil > now) {
      due = Math.min(due, openUntil);
    }
    return freeAccessAt > now ? Math.min(due, freeAccessAt) : due;
  }
}
