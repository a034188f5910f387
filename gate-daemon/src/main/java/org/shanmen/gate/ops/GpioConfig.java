package org.shanmen.gate.ops;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.shanmen.gate.device.board.BoardSettings;
import org.shanmen.gate.device.gpio.ArmSettings;
import org.shanmen.gate.device.gpio.BoardProfile;
import org.shanmen.gate.device.gpio.GpioSettings;
import org.shanmen.gate.device.gpio.InputPin;
import org.shanmen.gate.device.gpio.OutputPin;
import org.shanmen.gate.device.gpio.Wire;
import org.shanmen.protocol.conf.ConfigReader;

/** The block {@code gpio} of the configuration. Every wire has a pin of its own. */
final class GpioConfig {
  private static final int LAST_PIN = 63;

  /** Pins up to this one are pulled up while the computer starts, those after it down. */
  private static final int LAST_PULLED_UP = 8;

  /** Those of the 40-pin header; what pulls others is not known. */
  private static final int LAST_OF_HEADER = 27;

  /** Pins of wires that every lane has. */
  private static final Map<OutputPin, Integer> USUAL_OUTPUTS =
      Map.of(
          OutputPin.RELEASE_IN, 17,
          OutputPin.RELEASE_OUT, 27,
          OutputPin.DROP, 22,
          OutputPin.LAMP_GREEN, 23,
          OutputPin.LAMP_RED, 24);

  private static final Map<InputPin, Integer> USUAL_INPUTS =
      Map.of(
          InputPin.BEAM_OUTER, 5,
          InputPin.BEAM_INNER, 6,
          InputPin.FIRE_LOOP, 13,
          InputPin.ARM_PUSH, 19);

  private final ConfigReader from;
  private final boolean armIsWired;
  private final Map<Integer, String> pins = new HashMap<>();
  private final Set<String> activeLow = new HashSet<>();

  /**
   * @param board one that is told everything over a serial line has no wires for its arm
   */
  GpioConfig(ConfigReader from, Optional<BoardSettings> board) {
    this.from = from;
    this.armIsWired = board.filter(kind -> kind.release() == BoardSettings.Release.MODE).isEmpty();
  }

  GpioSettings read() {
    readActiveLow();
    var outputs = new EnumMap<OutputPin, Wire>(OutputPin.class);
    for (OutputPin pin : OutputPin.values()) {
      if (pin.isOfArm() && !armIsWired) {
        notWired(pin);
        continue;
      }
      wire(pin.key(), USUAL_OUTPUTS.get(pin)).ifPresent(wire -> outputs.put(pin, wire));
    }
    var inputs = new EnumMap<InputPin, Wire>(InputPin.class);
    for (InputPin pin : InputPin.values()) {
      wire(pin.key(), USUAL_INPUTS.get(pin)).ifPresent(wire -> inputs.put(pin, wire));
    }
    checkPowerUp(outputs);
    var settings =
        new GpioSettings(
            from.string("gpio.input-provider", "gpiod-digital-input"),
            from.string("gpio.output-provider", "gpiod-digital-output"),
            outputs,
            inputs,
            arm(outputs.keySet()),
            from.integer("gpio.collector-pulse-millis", 50, 2_000, 300),
            from.integer("gpio.beam-debounce-millis", 1, 500, 20));
    if (outputs.containsKey(OutputPin.COLLECTOR_SWALLOW)
        != outputs.containsKey(OutputPin.COLLECTOR_RETURN)) {
      from.mistake(
          outputs.containsKey(OutputPin.COLLECTOR_SWALLOW)
              ? "gpio.collector-swallow"
              : "gpio.collector-return",
          "expected both gpio.collector-swallow and gpio.collector-return, or neither");
    }
    return settings;
  }

  private ArmSettings arm(Set<OutputPin> outputs) {
    var profile = from.choice("gpio.profile", BoardProfile.class, BoardProfile.POTENTIAL);
    int hold = from.integer("gpio.hold-millis", 1_000, 60_000, profile.usualHoldMillis());
    boolean exitIsFree = from.flag("gpio.exit-is-free", false);
    if (!profile.isPulsed()) {
      for (String key : Set.of("pulse-millis", "hold-millis", "free-in", "free-out")) {
        onlyPulsed("gpio." + key);
      }
      if (exitIsFree) {
        onlyPulsed("gpio.exit-is-free");
      }
      return ArmSettings.HELD;
    }
    if (exitIsFree && !outputs.contains(OutputPin.FREE_OUT)) {
      from.mistake(
          "gpio.exit-is-free", "expected gpio.free-out as well, the output that is held open");
    }
    int pulse =
        from.integer(
            "gpio.pulse-millis",
            profile.shortestPulseMillis(),
            profile.longestPulseMillis(),
            profile.usualPulseMillis());
    return new ArmSettings(profile, pulse, hold, exitIsFree);
  }

  private void onlyPulsed(String key) {
    if (from.has(key)) {
      from.mistake(key, "expected a gpio.profile that takes pulses, or no such key");
    }
  }

  private void readActiveLow() {
    String text = from.optionalString("gpio.active-low").orElse("");
    for (String name : text.trim().split("[,\\s]+")) {
      if (name.equals(InputPin.FIRE_LOOP.key())) {
        from.mistake(
            "gpio.active-low", "expected no fire-loop: it is normally closed, low is always fire");
      } else if (name.isEmpty() || isWire(name)) {
        activeLow.add(name);
      } else {
        from.mistake(
            "gpio.active-low",
            "expected names of wires, such as \"release-in, count-in\", not " + name);
      }
    }
  }

  private void notWired(OutputPin pin) {
    String key = "gpio." + pin.key();
    if (from.optionalString(key).isPresent()) {
      from.mistake(
          key,
          "expected board.release = CONTACTS, or no such key: the board is told by serial line");
    }
  }

  private static boolean isWire(String name) {
    return Arrays.stream(OutputPin.values()).anyMatch(pin -> pin.key().equals(name))
        || Arrays.stream(InputPin.values()).anyMatch(pin -> pin.key().equals(name));
  }

  /**
   * @param usual its pin if none is given; null if it is not wired then
   */
  private Optional<Wire> wire(String name, Integer usual) {
    String key = "gpio." + name;
    // Asked for in any case: the reader then knows it when it meets a misspelt one.
    int pin = from.integer(key, 0, LAST_PIN, usual == null ? 0 : usual);
    if (usual == null && !from.has(key)) {
      return Optional.empty();
    }
    String other = pins.putIfAbsent(pin, key);
    if (other != null) {
      from.mistake(
          from.has(key) ? key : other,
          "expected a pin of its own: " + other + " and " + key + " are both " + pin);
    }
    return Optional.of(new Wire(pin, activeLow.contains(name)));
  }

  /**
   * From power-up until the daemon has the pins, resistors in the computer decide their levels; a
   * relay was seen to open a garage by that.
   */
  private void checkPowerUp(Map<OutputPin, Wire> outputs) {
    if (from.flag("gpio.pulled-outside", false)) {
      return;
    }
    outputs.forEach(
        (pin, wire) -> {
          boolean pulledUp = wire.pin() <= LAST_PULLED_UP;
          if (pin.opens() && wire.pin() <= LAST_OF_HEADER && pulledUp != wire.activeLow()) {
            String key = "gpio." + pin.key();
            from.mistake(
                from.has(key) ? key : "gpio.active-low",
                "expected a pin that is idle at power-up: pins 0 to 8 are pulled up then, 9 to 27"
                    + " down, so that "
                    + pin.key()
                    + (wire.activeLow() ? ", active low, belongs on 0 to 8" : " belongs on 9 to 27")
                    + "; or put a resistor there and say gpio.pulled-outside = true");
          }
        });
  }
}
