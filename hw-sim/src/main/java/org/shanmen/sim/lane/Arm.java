package org.shanmen.sim.lane;

import java.util.EnumSet;
import java.util.Set;

/**
 * The arm and its board. Potential mode: it turns while a release wire is held.
 *
 * <p>Fire, a lost supply and the drop wire let it fall at once, whatever the controller says or
 * does not say. It comes up again by a command only: a fall of one of the three arm wires that
 * leaves the drop wire low, when there is neither fire nor a lack of power, and when nobody stands
 * between the beams.
 */
final class Arm {
  private static final Set<Output> WIRES =
      EnumSet.of(Output.RELEASE_IN, Output.RELEASE_OUT, Output.DROP);

  private final Set<Output> held = EnumSet.noneOf(Output.class);
  private boolean fire;
  private boolean power = true;
  private boolean down;
  private boolean raising;

  void output(Output wire, boolean high) {
    if (!WIRES.contains(wire)) {
      return;
    }
    boolean fell = !high && held.remove(wire);
    if (high) {
      held.add(wire);
    }
    if (forcedDown()) {
      fall();
    } else if (fell && down) {
      raising = true;
    }
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

  ArmPosition position() {
    if (down) {
      return ArmPosition.DROPPED;
    }
    boolean in = held.contains(Output.RELEASE_IN);
    boolean out = held.contains(Output.RELEASE_OUT);
    if (in && out) {
      return ArmPosition.RELEASED_BOTH;
    }
    if (in) {
      return ArmPosition.RELEASED_IN;
    }
    return out ? ArmPosition.RELEASED_OUT : ArmPosition.LOCKED;
  }

  private boolean forcedDown() {
    return fire || !power || held.contains(Output.DROP);
  }

  private void fall() {
    down = true;
    raising = false;
  }
}
