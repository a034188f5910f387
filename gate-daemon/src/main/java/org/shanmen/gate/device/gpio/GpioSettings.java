package org.shanmen.gate.device.gpio;

import java.util.Map;

/**
 * The wires of one lane. What is missing in the maps is not wired; all outputs idle means locked
 * and dark: that is what a crashed, starting or unpowered controller must show.
 *
 * @param inputProvider id of the Pi4J provider of the inputs
 * @param outputProvider id of the Pi4J provider of the outputs
 * @param collectorPulseMillis how long the card collector is told to swallow or hand back
 * @param beamDebounceMillis a beam must keep a new level this long before it counts
 */
public record GpioSettings(
    String inputProvider,
    String outputProvider,
    Map<OutputPin, Wire> outputs,
    Map<InputPin, Wire> inputs,
    ArmSettings arm,
    int collectorPulseMillis,
    int beamDebounceMillis) {
  public GpioSettings {
    outputs = Map.copyOf(outputs);
    inputs = Map.copyOf(inputs);
  }

  boolean has(OutputPin pin) {
    return outputs.containsKey(pin);
  }
}
