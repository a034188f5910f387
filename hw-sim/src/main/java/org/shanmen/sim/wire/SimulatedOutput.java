package org.shanmen.sim.wire;

import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputBase;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalState;

/** A pin that drives one of the lane's wires. */
final class SimulatedOutput extends DigitalOutputBase {
  private final ControllerWires wires;
  private final int pin;

  SimulatedOutput(
      DigitalOutputProvider provider, DigitalOutputConfig config, ControllerWires wires) {
    super(provider, config);
    this.wires = wires;
    this.pin = config.address();
  }

  @Override
  public DigitalOutput state(DigitalState level) {
    wires.output(pin, level.isHigh());
    return super.state(level);
  }
}
