package org.shanmen.gate.admission;

import java.util.function.LongToIntFunction;
import org.shanmen.protocol.wire.ClockQuality;
import org.shanmen.protocol.wire.Direction;

/**
 * What the lane knows at the moment when a credential is shown.
 *
 * @param direction where whoever shows it wants to go; an exit leads out and an entry in regardless
 * @param reserved people whom the lane has admitted on a right and who have not passed yet
 * @param unconfirmedFen what this gate deducted from a right and the centre has not confirmed
 * @param areaFull the centre said so, and it still holds
 * @param online the centre is there
 * @param nowMillis Unix time
 * @param claimed what the centre said, or is taken to say, when asked for a right
 * @param clock how good that time is
 */
public record Circumstances(
    Direction direction,
    LongToIntFunction reserved,
    LongToIntFunction unconfirmedFen,
    boolean areaFull,
    boolean online,
    long nowMillis,
    Claimed claimed,
    ClockQuality clock) {
  /** When nobody asks the centre. */
  public Circumstances(
      Direction direction,
      LongToIntFunction reserved,
      LongToIntFunction unconfirmedFen,
      boolean areaFull,
      boolean online,
      long nowMillis) {
    this(
        direction,
        reserved,
        unconfirmedFen,
        areaFull,
        online,
        nowMillis,
        Claimed.UNANSWERED,
        ClockQuality.CLOCK_QUALITY_UNSPECIFIED);
  }
}
