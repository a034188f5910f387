package org.shanmen.sim.wire;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalOutputProviderBase;
import java.util.Optional;

/** Makes the pins that drive the simulated lane. */
final class SimulatedOutputProvider extends DigitalOutputProviderBase {
  private final Optional<ControllerWires> wires;

  /**
   * @param wires empty if nobody told where they are
   */
  SimulatedOutputProvider(Optional<ControllerWires> wires) {
    super(SimulatedPinsPlugin.OUTPUT_PROVIDER, "simulated lane, outputs");
    this.wires = wires;
  }

  @Override
  public DigitalOutputProvider initialize(Context context) {
    var provider = super.initialize(context);
    wires.ifPresent(ControllerWires::start);
    return provider;
  }

  @Override
  public DigitalOutput create(DigitalOutputConfig config) {
    var output = new SimulatedOutput(this, config, wires.orElseThrow(UnknownWires::new));
    context.registry().add(output);
    return output;
  }

  @Override
  public DigitalOutputProvider shutdown(Context context) {
    wires.ifPresent(ControllerWires::close);
    return super.shutdown(context);
  }
}
