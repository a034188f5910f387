package org.shanmen.gate.lane;

/**
 * What a lane is told about itself by its configuration.
 *
 * @param passTimeoutMillis how long an admission waits for the next of its people
 * @param sameCodeMillis a code seen again within this time is the same presentation
 * @param checkTimeoutMillis how long a member of staff may take to look at somebody who is held
 * @param collector a machine at the exit takes single-use cards; such an exit stays locked until
 *     somebody shows something
 * @param interlock this lane's part in a pair of which never both are open
 * @param sensing what sees people through
 */
public record LaneOptions(
    long passTimeoutMillis,
    long sameCodeMillis,
    long checkTimeoutMillis,
    boolean collector,
    Part interlock,
    Sensing sensing) {

  /** Of a lane whose configuration says nothing. */
  public static final LaneOptions DEFAULT =
      new LaneOptions(8_000, 3_000, 20_000, false, Part.NONE, Sensing.BEAMS);

  /** In an interlocked pair. */
  public enum Part {
    /** The lane stands alone. */
    NONE,
    /** Opens first when both want to. */
    FIRST,
    /** Gives way. */
    SECOND
  }

  /** How passes are counted. */
  public enum Sensing {
    /** By the order in which the two beams are broken and freed. */
    BEAMS,
    /** By the board, which tells each person; beams, if there are any, only tell of presence. */
    CONTACT
  }
}
