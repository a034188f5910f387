package org.shanmen.gate;

import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.shanmen.protocol.wire.ClockQuality;
import org.shanmen.protocol.wire.Event;

/**
 * What time it is in the park, as well as this gate can know, and how well that is.
 *
 * <pre>
 * LINKED       the centre's clock, measured over the link
 * HELD         the same, carried on by this machine's even pace: link down, or a clock was set
 * LOCAL        this machine's own clock; the centre was not heard since the start
 * LOWER_BOUND  later than the last time that the journal has from the centre: the own clock is
 *              behind that, as on a board without a clock that keeps running
 * </pre>
 *
 * <p>Once the centre was heard, this machine's own clock may be set to anything: it no longer
 * counts. Not thread-safe; owned by the lane loop.
 */
final class ParkTime {
  /** A time and what it is worth. */
  record Reading(long millis, ClockQuality quality) {}

  private record Anchor(long millis, long nanos) {
    long at(long laterNanos) {
      return millis + Math.floorDiv(laterNanos - nanos, 1_000_000L);
    }
  }

  private final LongSupplier nanos;
  private final InstantSource wall;
  private final Supplier<OptionalLong> centreOffsetMillis;
  private final long beganNanos;
  private boolean online;

  /** The centre's time when it was last heard. */
  private Optional<Anchor> heard = Optional.empty();

  /** Since when what is heard differs from what was; empty: it does not. */
  private Optional<Long> differsSinceNanos = Optional.empty();

  /** The latest time in the journal that came from the centre; 0: none. */
  private long journaledMillis;

  /**
   * @param nanos never jumps
   * @param centreOffsetMillis the centre's clock minus this machine's, as it was last measured
   */
  ParkTime(LongSupplier nanos, InstantSource wall, Supplier<OptionalLong> centreOffsetMillis) {
    this.nanos = nanos;
    this.wall = wall;
    this.centreOffsetMillis = centreOffsetMillis;
    this.beganNanos = nanos.getAsLong();
  }

  /** Takes note of an event of an earlier run. */
  void journaled(Event event) {
    if (event.getClock() == ClockQuality.LINKED || event.getClock() == ClockQuality.HELD) {
      journaledMillis = Math.max(journaledMillis, event.getAtMillis());
    }
  }

  /** Whether the centre is there. */
  void online(boolean up) {
    online = up;
  }

  Reading now() {
    long nowNanos = nanos.getAsLong();
    long ownMillis = wall.millis();
    var offset = centreOffsetMillis.get();
    boolean linked = online && offset.isPresent() && hear(ownMillis + offset.getAsLong(), nowNanos);
    return heard
        .map(
            anchor ->
                new Reading(anchor.at(nowNanos), linked ? ClockQuality.LINKED : ClockQuality.HELD))
        .orElseGet(() -> own(ownMillis, nowNanos));
  }

  /**
   * Takes what the last measurement says. When it differs, this machine's clock was set and the
   * next measurement will say so; when it goes on to differ, the centre's was.
   *
   * @return whether it is believed
   */
  private boolean hear(long millis, long nowNanos) {
    boolean agrees =
        heard
            .map(anchor -> Math.abs(anchor.at(nowNanos) - millis) <= Limits.CLOCK_AGREES_MILLIS)
            .orElse(true);
    if (agrees) {
      differsSinceNanos = Optional.empty();
    } else if (differsSinceNanos.isEmpty()) {
      differsSinceNanos = Optional.of(nowNanos);
    }
    long differsNanos = nowNanos - differsSinceNanos.orElse(nowNanos);
    if (!agrees && differsNanos < Limits.CLOCK_BELIEVED_MILLIS * 1_000_000L) {
      return false;
    }
    differsSinceNanos = Optional.empty();
    heard = Optional.of(new Anchor(millis, nowNanos));
    return true;
  }

  private Reading own(long ownMillis, long nowNanos) {
    long boundMillis = new Anchor(journaledMillis, beganNanos).at(nowNanos);
    return journaledMillis != 0 && ownMillis < boundMillis
        ? new Reading(boundMillis, ClockQuality.LOWER_BOUND)
        : new Reading(ownMillis, ClockQuality.LOCAL);
  }
}
