package org.shanmen.gate.lane.port;

/**
 * The two passage beams. A visitor who enters breaks {@link #OUTER} first, one who leaves {@link
 * #INNER}.
 */
public enum Beam {
  /** On the street's side. */
  OUTER,
  /** On the park's side. */
  INNER
}
