package org.shanmen.sim.lane;

/**
 * One person between the beams, four edges long.
 *
 * <pre>
 *                 start   +first    +both     +last
 * through: first   ____|^^^^^^^^^^^^^^^^^|___________
 *          last    _____________|^^^^^^^^^^^^^^^|____   passed
 * back:    first   ____|^^^^^^^^^^^^^^^^^^^^^^^^|____   turned back
 *          last    _____________|^^^^^^^^|___________
 * </pre>
 */
final class Passage {
  /** A change of one beam. */
  record Edge(Input beam, boolean broken) {}

  final Party party;
  final boolean tailgater;
  private final boolean back;
  private final Input first;
  private final Input last;
  private final int[] waits;
  private int edges;
  private long nextAt;

  private Passage(Party party, boolean tailgater, boolean back, Gait gait, long startAt) {
    this.party = party;
    this.tailgater = tailgater;
    this.back = back;
    boolean in = party.walk.direction() == Direction.IN;
    first = in ? Input.BEAM_OUTER : Input.BEAM_INNER;
    last = in ? Input.BEAM_INNER : Input.BEAM_OUTER;
    waits =
        new int[] {
          gait.firstBeamMillis(),
          gait.bothBeamsMillis() + party.walk.lingerMillis(),
          back ? gait.firstBeamMillis() : gait.lastBeamMillis()
        };
    nextAt = startAt;
  }

  static Passage through(Party party, Gait gait, long startAt) {
    return new Passage(party, false, false, gait, startAt);
  }

  static Passage back(Party party, Gait gait, long startAt) {
    return new Passage(party, false, true, gait, startAt);
  }

  static Passage tailgater(Party party, Gait gait, long startAt) {
    return new Passage(party, true, false, gait, startAt);
  }

  long nextAt() {
    return nextAt;
  }

  /** The edge that is due at {@link #nextAt()}. */
  Edge next() {
    Edge edge =
        switch (edges) {
          case 0 -> new Edge(first, true);
          case 1 -> new Edge(last, true);
          case 2 -> new Edge(back ? last : first, false);
          case 3 -> new Edge(back ? first : last, false);
          default -> throw new IllegalStateException("the passage has ended");
        };
    if (edges < waits.length) {
      nextAt += waits[edges];
    }
    edges++;
    return edge;
  }

  /** The edge that was just taken is where somebody who does not turn back leaves the arm. */
  boolean isPastArm() {
    return !back && edges == 3;
  }

  boolean ended() {
    return edges == 4;
  }

  boolean turnedBack() {
    return back;
  }
}
