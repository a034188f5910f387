package org.shanmen.gate.device.gpio;

import java.util.EnumMap;
import java.util.Map;

/** The wires of the lane that the tests play. */
public final class TestWires {
  private static final Map<OutputPin, Wire> OUTPUTS =
      Map.of(
          OutputPin.RELEASE_IN, Wire.high(17),
          OutputPin.RELEASE_OUT, Wire.high(27),
          OutputPin.DROP, Wire.high(22),
          OutputPin.LAMP_GREEN, Wire.high(23),
          OutputPin.LAMP_RED, Wire.high(24));
  private static final Map<InputPin, Wire> INPUTS =
      Map.of(
          InputPin.BEAM_OUTER, Wire.high(5),
          InputPin.BEAM_INNER, Wire.high(6),
          InputPin.FIRE_LOOP, Wire.high(13),
          InputPin.ARM_PUSH, Wire.high(19));

  private TestWires() {}

  /** The usual lane, in potential mode. */
  public static GpioSettings with(String inputProvider, String outputProvider) {
    return with(inputProvider, outputProvider, ArmSettings.HELD, Map.of(), Map.of());
  }

  /** The usual lane with another board, and wires that come on top or instead. */
  static GpioSettings with(
      ArmSettings arm, Map<OutputPin, Wire> moreOutputs, Map<InputPin, Wire> moreInputs) {
    return with(FakePins.INPUT, FakePins.OUTPUT, arm, moreOutputs, moreInputs);
  }

  private static GpioSettings with(
      String inputProvider,
      String outputProvider,
      ArmSettings arm,
      Map<OutputPin, Wire> moreOutputs,
      Map<InputPin, Wire> moreInputs) {
    Map<OutputPin, Wire> outputs = new EnumMap<>(OUTPUTS);
    outputs.putAll(moreOutputs);
    Map<InputPin, Wire> inputs = new EnumMap<>(INPUTS);
    inputs.putAll(moreInputs);
    return new GpioSettings(inputProvider, outputProvider, outputs, inputs, arm, 60, 20);
  }
}
