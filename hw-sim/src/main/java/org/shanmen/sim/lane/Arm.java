package org.shanmen.sim.lane;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The arm and its board.
 *
 * <p>Fire, a lost supply and the drop wire let it fall at once, whatever the controller says or
 * does not say. It comes up again by a command only: a pulse on {@code RAISE}, the end of {@code
 * DROP}, or in potential mode the end of a release; when there is neither fire nor a lack of power,
 * and when nobody stands between the beams. Time in milliseconds.
 */
final class Arm {
  private final BoardKind kind;
  private final Set<Output> held = EnumSet.noneOf(Output.class);
  private final Map<Direction, Release> releases = new EnumMap<>(Direction.class);
  private boolean fire;
  private boolean power = true;
  private boolean down;
  private boolean raising;
  private long now = Long.MIN_VALUE;

  Arm(BoardKind kind) {
    this.kind = kind;
    for (Direction direction : Direction.values()) {
      releases.put(direction, new Release(kind));
    }
  }

  void output(Output wire, boolean active) {
    boolean fell = !active && held.remove(wire);
    if (active) {
      held.add(wire);
    }
    if (forcedDown()) {
      fall();
      return;
    }
    releases.get(Direction.IN).held(held.contains(Output.RELEASE_IN), now);
    releases.get(Direction.OUT).held(held.contains(Output.RELEASE_OUT), now);
    if (held.contains(Output.LOCK) || down) {
      releases.values().forEach(Release::forget);
    }
    if (down && raises(wire, active, fell)) {
      raising = true;
    }
  }

  private boolean raises(Output wire, boolean active, boolean fell) {
    return switch (wire) {
      case RAISE -> active;
      case DROP -> fell;
      case RELEASE_IN, RELEASE_OUT -> fell && !kind.isPulsed();
      default -> false;
    };
  }

  /** Somebody who turned the arm is past it. */
  void passed(Direction direction) {
    releases.get(direction).passed(now);
  }

  void advance(long nowMillis) {
    now = nowMillis;
    releases.values().forEach(release -> release.advance(now));
  }

  /** When the board does something by itself; {@link Long#MAX_VALUE}: it does nothing. */
  long dueMillis() {
    return Math.min(releases.get(Direction.IN).due(now), releases.get(Direction.OUT).due(now));
  }

  void fire(boolean burning) {
    fire = burning;
    if (burning) {
      fall();
    }
  }

  void power(boolean on) {
    power = on;
    if (!on) {
      fall();
    }
  }

  /** Nobody stands between the beams: an arm that was told to comes up. */
  void laneIsClear() {
    if (raising) {
      raising = false;
      down = false;
    }
  }

  boolean fireLoopOpen() {
    return fire;
  }

  boolean powered() {
    return power;
  }

  boolean holds(Output wire) {
    return held.contains(wire);
  }

  ArmPosition position() {
    if (down) {
      return ArmPosition.DROPPED;
    }
    boolean in = lets(Direction.IN, Output.RELEASE_IN, Output.FREE_IN);
    boolean out = lets(Direction.OUT, Output.RELEASE_OUT, Output.FREE_OUT);
    if (in && out) {
      return ArmPosition.RELEASED_BOTH;
    }
    if (in) {
      return ArmPosition.RELEASED_IN;
    }
    return out ? ArmPosition.RELEASED_OUT : ArmPosition.LOCKED;
  }

  private boolean lets(Direction direction, Output release, Output free) {
    if (held.contains(Output.LOCK)) {
      return false;
    }
    boolean released =
        kind.isPulsed() ? releases.get(direction).isOpen(now) : held.contains(release);
    return released || held.contains(free);
  }

  private boolean forcedDown() {
    return fire || !power || held.contains(Output.DROP);
  }

  private void fall() {
    down = true;
    raising = false;
    releases.values().forEach(Release::forget);
  }
}
