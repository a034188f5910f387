package org.shanmen.sim.lane;

/** People who walk together, as far as they have come. Owned by {@link Lane}. */
final class Party {
  final long id;
  final Walk walk;

  /** When the first of those left stands at the arm. */
  long readyAt;

  /** How many have not entered the lane; the one in it is not among them. */
  int left;

  int passed;
  int turnedBack;

  /** Until when they push; -1 while they do not. */
  long pushesUntil = -1;

  Party(long id, Walk walk, long readyAt) {
    this.id = id;
    this.walk = walk;
    this.readyAt = readyAt;
    this.left = walk.people();
  }

  boolean pushes() {
    return pushesUntil >= 0;
  }

  /** The outcome if those left do not get in any more. */
  WalkOutcome outcome() {
    return new WalkOutcome(passed, left, turnedBack);
  }
}
