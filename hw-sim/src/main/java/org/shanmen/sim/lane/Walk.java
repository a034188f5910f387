package org.shanmen.sim.lane;

/**
 * A person or a group that walks up to the arm, one after another.
 *
 * @param people how many the group counts, 1 to {@link #MAX_PEOPLE}; a tailgater comes on top
 * @param manner what they do at the arm
 * @param lingerMillis how much longer than usual each stands between the beams, 0 to {@link
 *     #MAX_LINGER_MILLIS}; not scaled by the simulation's speed
 */
public record Walk(Direction direction, int people, Manner manner, int lingerMillis) {
  public static final int MAX_PEOPLE = 100;
  public static final int MAX_LINGER_MILLIS = 120_000;

  /** What people do at the arm. */
  public enum Manner {
    /** Wait for the arm, walk through. */
    STRAIGHT,
    /** The last of the group turns round between the beams and goes back where he came from. */
    TURN_BACK,
    /** Push against the arm if it is locked, and give up; walk through if it is not. */
    PUSH,
    /** They climb over the arm, however it stands: the upper beam sees them. */
    CLIMB,
    /** They crawl below the arm, however it stands. */
    CRAWL,
    /** A stranger follows the last of the group through before the arm can close. */
    TAILGATE
  }

  public Walk {
    if (people < 1 || people > MAX_PEOPLE) {
      throw new IllegalArgumentException("people = " + people + ": expected 1 to " + MAX_PEOPLE);
    }
    if (lingerMillis < 0 || lingerMillis > MAX_LINGER_MILLIS) {
      throw new IllegalArgumentException(
          "linger_millis = " + lingerMillis + ": expected 0 to " + MAX_LINGER_MILLIS);
    }
  }

  /** They do not turn the arm, and it does not stop them. */
  boolean evadesArm() {
    return manner == Manner.CLIMB || manner == Manner.CRAWL;
  }

  /** One person who simply enters. */
  public static Walk in() {
    return new Walk(Direction.IN, 1, Manner.STRAIGHT, 0);
  }

  /** One person who simply leaves. */
  public static Walk out() {
    return new Walk(Direction.OUT, 1, Manner.STRAIGHT, 0);
  }

  /** The same walk by so many people. */
  public Walk by(int count) {
    return new Walk(direction, count, manner, lingerMillis);
  }

  /** The same walk in another manner. */
  public Walk by(Manner other) {
    return new Walk(direction, people, other, lingerMillis);
  }
}
