package org.shanmen.gate.device.gpio;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.protocol.wire.Direction;

/**
 * Translates what the lane asks of the arm into the contacts that its board understands. Pure, time
 * is an argument. Not thread-safe.
 *
 * <p>On a board that takes pulses a release is one pulse for one person:
 *
 * <ul>
 *   <li>when the lane asks for it;
 *   <li>for the next person, when the lane's books hold that the one before is through ({@link
 *       #next}); what the beams show is not enough, the lane may be about to lock;
 *   <li>again when the board has given up waiting and the lane still asks, unless somebody might be
 *       on his way through: the far beam is free and neither beam has changed for a while. For
 *       somebody who was admitted only where {@link OutputPin#LOCK} ends it: the board would be
 *       open still when the lane has given his entry back.
 * </ul>
 *
 * <p>A pulse ends by its time, when the lane asks for something else, or when somebody is seen
 * through, whichever comes first.
 */
final class ArmContacts {
  /** Boards that look at their inputs every 100 ms see the gap between two pulses. */
  static final long GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  /** How much later than its own figure a board may lock. */
  static final long HOLD_MARGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** The lane's loop hears of a passage, and locks or says who is next, well within this. */
  static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** So long must both beams be free before an arm is raised. */
  static final long CLEAR_BEFORE_RAISING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final Map<Direction, OutputPin> RELEASES =
      new EnumMap<>(
          Map.of(Direction.IN, OutputPin.RELEASE_IN, Direction.OUT, OutputPin.RELEASE_OUT));

  private final ArmSettings settings;
  private final Set<OutputPin> wired;
  private final Map<Direction, Pulse> releases = new EnumMap<>(Direction.class);
  private final Pulse raise;
  private final long holdNanos;
  private final Set<Beam> broken = EnumSet.noneOf(Beam.class);
  private ArmPosition asked;

  /** What of it holds for everybody. */
  private ArmPosition standing;

  private boolean isThere;

  /** Pulses that were asked for while the board was not there. */
  private final Set<Direction> owed = EnumSet.noneOf(Direction.class);

  /** Pulses after which somebody may have passed while the board was not there. */
  private final Set<Direction> doubtful = EnumSet.noneOf(Direction.class);

  private boolean wasAsked;
  private long beamsChangedNanos;
  private boolean mustRaise;
  private long raiseAskedNanos;

  /**
   * @param arm where it is
   * @param wired the outputs that there are
   */
  ArmContacts(ArmSettings settings, Set<OutputPin> wired, ArmPosition arm, long nowNanos) {
    this.settings = settings;
    this.wired = Set.copyOf(wired);
    this.asked = arm;
    this.standing = arm;
    this.beamsChangedNanos = nowNanos;
    this.holdNanos = TimeUnit.MILLISECONDS.toNanos(settings.holdMillis()) + HOLD_MARGIN_NANOS;
    long pulseNanos = TimeUnit.MILLISECONDS.toNanos(settings.pulseMillis());
    RELEASES
        .keySet()
        .forEach(direction -> releases.put(direction, new Pulse(pulseNanos, GAP_NANOS)));
    long raiseMillis =
        settings.profile().isPulsed()
            ? settings.pulseMillis()
            : BoardProfile.PULSE.usualPulseMillis();
    raise = new Pulse(TimeUnit.MILLISECONDS.toNanos(raiseMillis), GAP_NANOS);
  }

  /**
   * The lane asks for a position. "Locked" asked again is an order to raise an arm that fell
   * without the lane's doing; the first call after the start is none.
   *
   * @param forEverybody what of it is not for somebody who was admitted
   */
  void ask(ArmPosition position, ArmPosition forEverybody, long nowNanos) {
    boolean lockedAgain = wasAsked && asked == position && position == ArmPosition.LOCKED;
    boolean rises = asked == ArmPosition.DROPPED && position != ArmPosition.DROPPED;
    var pulsedBefore = EnumSet.noneOf(Direction.class);
    RELEASES.keySet().stream().filter(this::isPulsed).forEach(pulsedBefore::add);
    asked = position;
    standing = forEverybody;
    wasAsked = true;
    if (lockedAgain || rises) {
      mustRaise = wired.contains(OutputPin.RAISE);
      raiseAskedNanos = nowNanos;
    } else if (position == ArmPosition.DROPPED) {
      mustRaise = false;
      raise.cancel(nowNanos);
    }
    releases.forEach(
        (direction, pulse) -> {
          if (!isPulsed(direction)) {
            pulse.cancel(nowNanos);
            owed.remove(direction);
          } else if (!pulsedBefore.contains(direction)) {
            pulse(direction, nowNanos);
          }
        });
    advance(nowNanos);
  }

  private void pulse(Direction direction, long nowNanos) {
    releases.get(direction).ask(nowNanos);
    doubtful.remove(direction);
    if (!isThere) {
      owed.add(direction);
    }
  }

  /** Somebody is through, in the lane's books as well: the next one needs a pulse of his own. */
  void next(Direction direction, long nowNanos) {
    if (isPulsed(direction)) {
      releases.get(direction).cut(nowNanos);
      pulse(direction, nowNanos);
    }
    advance(nowNanos);
  }

  /** A beam as the board's debounced inputs show it. */
  void beam(Beam beam, boolean blocked, long nowNanos) {
    boolean changed = blocked ? broken.add(beam) : broken.remove(beam);
    if (changed) {
      beamsChangedNanos = nowNanos;
    }
    if (changed && blocked) {
      Direction through = beam == Beam.INNER ? Direction.IN : Direction.OUT;
      releases.get(through).cut(nowNanos);
    }
    advance(nowNanos);
  }

  /** The board's own detection. */
  void counted(Direction direction, long nowNanos) {
    releases.get(direction).cut(nowNanos);
    beamsChangedNanos = nowNanos;
    advance(nowNanos);
  }

  /**
   * The board was not there. What it has not heard is told to it; a pulse that it had is not given
   * again, for whoever was admitted may have passed on it unseen.
   */
  void opened(long nowNanos) {
    isThere = true;
    releases.forEach(
        (direction, pulse) -> {
          pulse.cancel(nowNanos);
          if (!isPulsed(direction)) {
            return;
          }
          if (owed.contains(direction) || lets(direction, standing)) {
            pulse(direction, nowNanos);
          } else {
            doubtful.add(direction);
          }
        });
    owed.clear();
    advance(nowNanos);
  }

  /** Nothing reaches the board. */
  void lost() {
    isThere = false;
  }

  /** Lets happen what is due. */
  void advance(long nowNanos) {
    releases.forEach(
        (direction, pulse) -> {
          pulse.advance(nowNanos);
          if (waitsForBoard(direction) && nowNanos - againNanos(direction) >= 0) {
            pulse.ask(nowNanos);
          }
        });
    if (mustRaise && broken.isEmpty() && nowNanos - raiseNanos() >= 0) {
      mustRaise = false;
      raise.ask(nowNanos);
    }
    raise.advance(nowNanos);
  }

  /** When {@link #advance} has something to do, if nothing else comes. */
  OptionalLong dueNanos(long nowNanos) {
    OptionalLong due = raise.dueNanos();
    for (Direction direction : releases.keySet()) {
      due = earlier(due, releases.get(direction).dueNanos(), nowNanos);
      if (waitsForBoard(direction)) {
        due = earlier(due, OptionalLong.of(againNanos(direction)), nowNanos);
      }
    }
    if (mustRaise && broken.isEmpty()) {
      due = earlier(due, OptionalLong.of(raiseNanos()), nowNanos);
    }
    return due;
  }

  /** The outputs that are active now. */
  Set<OutputPin> active() {
    Set<OutputPin> active = EnumSet.noneOf(OutputPin.class);
    if (asked == ArmPosition.DROPPED) {
      active.add(OutputPin.DROP);
    } else {
      RELEASES.forEach(
          (direction, pin) -> {
            if (isPulsed(direction)) {
              if (releases.get(direction).isActive()) {
                active.add(pin);
              }
            } else if (lets(direction, asked)) {
              active.add(settings.profile().isPulsed() ? free(direction) : pin);
            }
          });
    }
    // Not before the lane asks: it has first to see whether somebody stands below the arm.
    if (asked == ArmPosition.LOCKED && wasAsked) {
      active.add(OutputPin.LOCK);
    }
    if (raise.isActive()) {
      active.add(OutputPin.RAISE);
    }
    active.retainAll(wired);
    return active;
  }

  /** Whether what is asked is told by pulses in a direction; otherwise it is held, or not given. */
  private boolean isPulsed(Direction direction) {
    return settings.profile().isPulsed()
        && asked != ArmPosition.DROPPED
        && lets(direction, asked)
        && !isHeldFree(direction);
  }

  /** Who is admitted against the stream of a free exit is pulsed, he alone. */
  private boolean isHeldFree(Direction direction) {
    return settings.exitIsFree()
        ? direction == Direction.OUT && wired.contains(OutputPin.FREE_OUT)
        : standing == ArmPosition.RELEASED_BOTH && wired.contains(free(direction));
  }

  private boolean waitsForBoard(Direction direction) {
    Beam far = direction == Direction.IN ? Beam.INNER : Beam.OUTER;
    return isPulsed(direction)
        && mayComeAgain(direction)
        && !doubtful.contains(direction)
        && releases.get(direction).isIdle()
        && !broken.contains(far);
  }

  /**
   * For everybody, so that nobody is shut in; for somebody who was admitted only where {@link
   * OutputPin#LOCK} ends it with the lane's time.
   */
  private boolean mayComeAgain(Direction direction) {
    return lets(direction, standing)
        || (standing == ArmPosition.LOCKED && wired.contains(OutputPin.LOCK));
  }

  private long againNanos(Direction direction) {
    return later(releases.get(direction).beganNanos() + holdNanos, beamsChangedNanos + QUIET_NANOS);
  }

  private long raiseNanos() {
    return later(raiseAskedNanos, beamsChangedNanos) + CLEAR_BEFORE_RAISING_NANOS;
  }

  private static boolean lets(Direction direction, ArmPosition position) {
    return direction == Direction.IN ? position.letsIn() : position.letsOut();
  }

  private static OutputPin free(Direction direction) {
    return direction == Direction.IN ? OutputPin.FREE_IN : OutputPin.FREE_OUT;
  }

  private static long later(long a, long b) {
    return a - b >= 0 ? a : b;
  }

  private static OptionalLong earlier(OptionalLong a, OptionalLong b, long nowNanos) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    return a.getAsLong() - nowNanos <= b.getAsLong() - nowNanos ? a : b;
  }
}
