package org.shanmen.gate.device.gpio;

import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.LampColour;

/** What all outputs of a lane shall be now. Pure, time is an argument. Not thread-safe. */
final class LaneContacts {
  final ArmContacts arm;
  private final Set<OutputPin> wired;
  private final Pulse swallow;
  private final Pulse handBack;
  private LampColour lamp = LampColour.LAMP_OFF;
  private boolean interlock;

  LaneContacts(GpioSettings settings, ArmPosition position, long nowNanos) {
    wired = settings.outputs().keySet();
    arm = new ArmContacts(settings.arm(), wired, position, nowNanos);
    long collectorNanos = TimeUnit.MILLISECONDS.toNanos(settings.collectorPulseMillis());
    swallow = new Pulse(collectorNanos, ArmContacts.GAP_NANOS);
    handBack = new Pulse(collectorNanos, ArmContacts.GAP_NANOS);
  }

  void lamp(LampColour colour) {
    lamp = colour;
  }

  void interlock(boolean open) {
    interlock = open;
  }

  /** One card is in the machine: the later order outranks the earlier. */
  void swallow(long nowNanos) {
    handBack.cancel(nowNanos);
    swallow.ask(nowNanos);
  }

  void handBack(long nowNanos) {
    swallow.cancel(nowNanos);
    handBack.ask(nowNanos);
  }

  void advance(long nowNanos) {
    arm.advance(nowNanos);
    swallow.advance(nowNanos);
    handBack.advance(nowNanos);
  }

  /** How long until {@link #advance} has something to do, if nothing else comes. */
  OptionalLong waitNanos(long nowNanos) {
    return Stream.of(arm.dueNanos(nowNanos), swallow.dueNanos(), handBack.dueNanos())
        .filter(OptionalLong::isPresent)
        .mapToLong(due -> Math.max(0, due.getAsLong() - nowNanos))
        .min();
  }

  /** The outputs that are active now. */
  Set<OutputPin> active() {
    Set<OutputPin> active = arm.active();
    put(active, OutputPin.LAMP_GREEN, lamp == LampColour.LAMP_GREEN);
    put(active, OutputPin.LAMP_RED, lamp == LampColour.LAMP_RED);
    put(active, OutputPin.INTERLOCK, interlock);
    put(active, OutputPin.COLLECTOR_SWALLOW, swallow.isActive());
    put(active, OutputPin.COLLECTOR_RETURN, handBack.isActive());
    active.retainAll(wired);
    return active;
  }

  /** What may be active in the moment when the board is opened: nothing that begins a release. */
  Set<OutputPin> activeAtOpening() {
    Set<OutputPin> active = EnumSet.copyOf(active());
    active.removeIf(pin -> pin.opens() && pin != OutputPin.DROP);
    return active;
  }

  private static void put(Set<OutputPin> active, OutputPin pin, boolean isActive) {
    if (isActive) {
      active.add(pin);
    }
  }
}
