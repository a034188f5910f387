package org.shanmen.sim.wire;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;

/** A pin that reads one of the lane's wires; its events come on the wires' own thread. */
final class SimulatedInput extends DigitalInputBase {
  private final ControllerWires wires;
  private final int pin;

  SimulatedInput(DigitalInputProvider provider, DigitalInputConfig config, ControllerWires wires) {
    super(provider, config);
    this.wires = wires;
    this.pin = config.address();
    wires.listen(
        pin, high -> dispatch(new DigitalStateChangeEvent<DigitalInput>(this, stateOf(high))));
  }

  @Override
  public DigitalState state() {
    return stateOf(wires.input(pin));
  }

  @Override
  public DigitalInput shutdown(Context context) {
    wires.forget(pin);
    return super.shutdown(context);
  }

  private static DigitalState stateOf(boolean high) {
    return high ? DigitalState.HIGH : DigitalState.LOW;
  }
}
