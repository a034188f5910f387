package org.shanmen.sim.lane;

/**
 * How a walk ended.
 *
 * @param passed how many got through, a tailgater included
 * @param refused how many found the arm locked until they lost patience
 * @param turnedBack how many broke a beam and went back
 */
public record WalkOutcome(int passed, int refused, int turnedBack) {}
