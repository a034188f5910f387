package org.shanmen.sim.rig;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.shanmen.sim.lane.Input;
import org.shanmen.sim.lane.Output;

/**
 * Which GPIO pin of the controller each of the lane's wires is on, numbered as in gate.conf. Wires
 * that are not named hang nowhere.
 *
 * @param activeLow labels of wires that are active while their pin is low
 */
public record Pins(
    Map<Output, Integer> outputs, Map<Input, Integer> inputs, Set<String> activeLow) {
  /** Pins up to this one are pulled up while nobody drives them, those after it down. */
  private static final int LAST_PULLED_UP = 8;

  /** The pins that a gate.conf without other numbers has. */
  public static final Pins USUAL =
      new Pins(
          Map.of(
              Output.RELEASE_IN, 17,
              Output.RELEASE_OUT, 27,
              Output.DROP, 22,
              Output.LAMP_GREEN, 23,
              Output.LAMP_RED, 24),
          Map.of(Input.BEAM_OUTER, 5, Input.BEAM_INNER, 6, Input.FIRE_LOOP, 13, Input.ARM_PUSH, 19),
          Set.of());

  public Pins {
    outputs = Map.copyOf(outputs);
    inputs = Map.copyOf(inputs);
    activeLow = Set.copyOf(activeLow);
  }

  /** The same with one more wire, or with it on another pin. */
  public Pins with(Output output, int pin) {
    var more = new EnumMap<>(outputs);
    more.put(output, pin);
    return new Pins(more, inputs, activeLow);
  }

  /** The same with one more wire, or with it on another pin. */
  public Pins with(Input input, int pin) {
    var more = new EnumMap<>(inputs);
    more.put(input, pin);
    return new Pins(outputs, more, activeLow);
  }

  /** Which of the controller's outputs is on a pin. */
  Optional<Output> output(int pin) {
    return outputs.entrySet().stream()
        .filter(entry -> entry.getValue() == pin)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** What an output's level means. */
  boolean isActive(Output output, boolean high) {
    return high != activeLow.contains(output.label());
  }

  /** What the wire does when nobody drives its pin. */
  boolean isActiveUndriven(Output output) {
    return isActive(output, outputs.get(output) <= LAST_PULLED_UP);
  }

  /** The level that tells an input. */
  boolean level(Input input, boolean active) {
    return active != activeLow.contains(input.label());
  }
}
