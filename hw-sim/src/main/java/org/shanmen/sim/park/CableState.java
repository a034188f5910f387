package org.shanmen.sim.park;

/** What a cable does to the connections that it carries. */
public enum CableState {
  /** Everything arrives at once. */
  WHOLE,
  /** Connections end, and none begins. */
  CUT,
  /** Connections stand and begin, and nothing arrives: it is late when the cable is mended. */
  HALF_OPEN,
  /** What the centre says does not arrive. */
  TO_CENTRE_ONLY,
  /** What the gate says does not arrive. */
  TO_GATE_ONLY,
  /** A slow line: {@link Cable#SLOW_BYTES} at a time, with pauses. */
  SLOW,
  /** Each connection ends after some bytes, at whatever place of a message. */
  FLAPPING;

  /**
   * @param towardsCentre or towards the gate
   */
  boolean carries(boolean towardsCentre) {
    return switch (this) {
      case WHOLE, SLOW, FLAPPING -> true;
      case CUT, HALF_OPEN -> false;
      case TO_CENTRE_ONLY -> towardsCentre;
      case TO_GATE_ONLY -> !towardsCentre;
    };
  }
}
