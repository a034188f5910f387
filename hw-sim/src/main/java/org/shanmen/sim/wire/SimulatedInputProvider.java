package org.shanmen.sim.wire;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import java.util.Optional;

/** Makes the pins that read the simulated lane. Does not debounce. */
final class SimulatedInputProvider extends DigitalInputProviderBase {
  private final Optional<ControllerWires> wires;

  /**
   * @param wires empty if nobody told where they are
   */
  SimulatedInputProvider(Optional<ControllerWires> wires) {
    super(SimulatedPinsPlugin.INPUT_PROVIDER, "simulated lane, inputs");
    this.wires = wires;
  }

  @Override
  public DigitalInputProvider initialize(Context context) {
    var provider = super.initialize(context);
    wires.ifPresent(ControllerWires::start);
    return provider;
  }

  @Override
  public DigitalInput create(DigitalInputConfig config) {
    var input = new SimulatedInput(this, config, wires.orElseThrow(UnknownWires::new));
    context.registry().add(input);
    return input;
  }

  @Override
  public DigitalInputProvider shutdown(Context context) {
    wires.ifPresent(ControllerWires::close);
    return super.shutdown(context);
  }
}
