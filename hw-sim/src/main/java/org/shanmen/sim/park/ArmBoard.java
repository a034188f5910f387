package org.shanmen.sim.park;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.shanmen.sim.lane.BoardKind;
import org.shanmen.sim.lane.Input;
import org.shanmen.sim.lane.Output;
import org.shanmen.sim.rig.LaneSettings;
import org.shanmen.sim.rig.Pins;
import org.shanmen.sim.rig.SimulatedLane;
import org.shanmen.sim.serial.SerialDevice;

/**
 * How the arm's board hangs on a gate: what its lane is built of, and what gate.conf says of it.
 */
public enum ArmBoard {
  /** By contacts that are held. */
  CONTACTS(BoardKind.POTENTIAL, Pins.USUAL),
  /** By the same contacts, and by a serial line that tells modes and counts. */
  CONTACTS_AND_LINE(BoardKind.POTENTIAL, Pins.USUAL),
  /** By contacts that take pulses, and that tell of each person who is through. */
  PULSES_AND_COUNTS(
      BoardKind.TISO,
      Pins.USUAL
          .with(Output.RAISE, 20)
          .with(Output.FREE_IN, 25)
          .with(Output.FREE_OUT, 12)
          .with(Output.LOCK, 16)
          .with(Input.COUNT_IN, 14)
          .with(Input.COUNT_OUT, 15));

  private final BoardKind kind;
  private final Pins pins;

  ArmBoard(BoardKind kind, Pins pins) {
    this.kind = kind;
    this.pins = pins;
  }

  /** The lane with this board. */
  LaneSettings in(LaneSettings lane) {
    return lane.withBoard(kind, pins);
  }

  /** Its devices among the serial ones. */
  Set<SerialDevice> devices() {
    return this == CONTACTS_AND_LINE
        ? EnumSet.of(SerialDevice.BOARD)
        : EnumSet.noneOf(SerialDevice.class);
  }

  /** The profile and the pins, as the block {@code gpio} has them. */
  String gpio() {
    var outputs = pins.outputs().entrySet().stream().map(pin -> wire(pin.getKey().label(), pin));
    var inputs = pins.inputs().entrySet().stream().map(pin -> wire(pin.getKey().label(), pin));
    return Stream.concat(Stream.concat(Stream.of("profile = " + kind), outputs), inputs)
        .collect(Collectors.joining(", "));
  }

  /** The block {@code board}, if it has one. */
  String block(SimulatedLane lane) {
    return devices().stream()
        .map(
            device ->
                "board { kind = RS232, device = \"%s\", release = CONTACTS }\n"
                    .formatted(lane.device(device)))
        .collect(Collectors.joining());
  }

  private static String wire(String label, Map.Entry<?, Integer> pin) {
    return label + " = " + pin.getValue();
  }
}
