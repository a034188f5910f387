package org.shanmen.sim.lane;

/**
 * What a perfect observer has seen since the lane was made.
 *
 * @param passedIn people who came all the way in
 * @param passedOut people who came all the way out
 * @param outerBreaks how often the outer beam was broken
 * @param innerBreaks how often the inner beam was broken
 */
public record Sensed(long passedIn, long passedOut, long outerBreaks, long innerBreaks) {
  /** All who came through, both ways. */
  public long passed() {
    return passedIn + passedOut;
  }
}
