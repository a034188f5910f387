package org.shanmen.sim.lane;

/**
 * How long people take, in milliseconds of real time.
 *
 * @param speed how compressed time is; 1 is real time
 * @param approachMillis from the request to standing at the arm
 * @param firstBeamMillis how long only the first beam is broken
 * @param bothBeamsMillis how long both are
 * @param lastBeamMillis how long only the last one is
 * @param followMillis from the last beam of one to the first beam of the next of a group
 * @param tailgateMillis the same for a tailgater
 * @param gapMillis the least time for which both beams are free between any two people
 * @param pushMillis how long somebody pushes against the locked arm
 * @param patienceMillis how long somebody stands at a locked arm before he gives up
 */
public record Gait(
    double speed,
    int approachMillis,
    int firstBeamMillis,
    int bothBeamsMillis,
    int lastBeamMillis,
    int followMillis,
    int tailgateMillis,
    int gapMillis,
    int pushMillis,
    int patienceMillis) {
  /** An unhurried visitor: about a second through the lane. */
  public static final Gait WALKING = new Gait(1, 600, 250, 300, 250, 400, 250, 250, 1000, 5000);

  /** However fast time runs, the controller needs some real time to answer. */
  public static final int LEAST_PATIENCE_MILLIS = 1000;

  /**
   * Walking with time compressed.
   *
   * @param speed 1 is real time; higher is faster
   * @param beamDebounceMillis what the controller debounces with: no beam stays broken or free for
   *     less than three times that, or it could not be seen
   */
  public static Gait atSpeed(double speed, int beamDebounceMillis) {
    if (!(speed > 0) || beamDebounceMillis < 0) {
      throw new IllegalArgumentException(
          "speed = " + speed + ", debounce = " + beamDebounceMillis + ": expected more than 0");
    }
    int least = Math.max(1, 3 * beamDebounceMillis);
    return new Gait(
        speed,
        scaled(WALKING.approachMillis, speed, 1),
        scaled(WALKING.firstBeamMillis, speed, least),
        scaled(WALKING.bothBeamsMillis, speed, least),
        scaled(WALKING.lastBeamMillis, speed, least),
        scaled(WALKING.followMillis, speed, least),
        scaled(WALKING.tailgateMillis, speed, least),
        scaled(WALKING.gapMillis, speed, least),
        scaled(WALKING.pushMillis, speed, least),
        scaled(WALKING.patienceMillis, speed, LEAST_PATIENCE_MILLIS));
  }

  /**
   * The same, but that the next of a group keeps a person's distance in real time: however fast
   * time runs, the controller needs some of it to lock behind the one before.
   */
  public Gait keepingDistance() {
    return new Gait(
        speed,
        approachMillis,
        firstBeamMillis,
        bothBeamsMillis,
        lastBeamMillis,
        Math.max(followMillis, WALKING.followMillis),
        tailgateMillis,
        gapMillis,
        pushMillis,
        patienceMillis);
  }

  /** How long one person keeps the lane occupied. */
  public int throughMillis() {
    return firstBeamMillis + bothBeamsMillis + lastBeamMillis;
  }

  private static int scaled(int millis, double speed, int least) {
    return (int) Math.max(least, Math.round(millis / speed));
  }
}
