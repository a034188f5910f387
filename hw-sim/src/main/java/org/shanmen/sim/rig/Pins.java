package org.shanmen.sim.rig;

import java.util.Optional;
import org.shanmen.sim.lane.Output;

/** Which GPIO pin of the controller each of the lane's wires is on, numbered as in gate.conf. */
public record Pins(
    int releaseIn,
    int releaseOut,
    int drop,
    int lampGreen,
    int lampRed,
    int beamOuter,
    int beamInner,
    int fireLoop,
    int armPush) {
  /** The pins that a gate.conf without other numbers has. */
  public static final Pins USUAL = new Pins(17, 27, 22, 23, 24, 5, 6, 13, 19);

  /** Which of the controller's outputs is on a pin. */
  Optional<Output> output(int pin) {
    for (Output output : Output.values()) {
      if (pin(output) == pin) {
        return Optional.of(output);
      }
    }
    return Optional.empty();
  }

  private int pin(Output output) {
    return switch (output) {
      case RELEASE_IN -> releaseIn;
      case RELEASE_OUT -> releaseOut;
      case DROP -> drop;
      case LAMP_GREEN -> lampGreen;
      case LAMP_RED -> lampRed;
    };
  }
}
