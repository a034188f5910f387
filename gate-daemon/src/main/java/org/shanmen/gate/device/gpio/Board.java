package org.shanmen.gate.device.gpio;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputConfigBuilder;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * One opening of the board through Pi4J: outputs as wanted, inputs ready. Throws whatever the
 * provider throws. Not thread-safe.
 */
final class Board {
  private final Context context;
  private final Providers providers;
  private final Map<OutputPin, Wire> wires;
  private final Map<OutputPin, DigitalOutput> outputs = new EnumMap<>(OutputPin.class);
  private final Map<OutputPin, Boolean> levels = new EnumMap<>(OutputPin.class);

  private Board(Context context, Providers providers, Map<OutputPin, Wire> wires) {
    this.context = context;
    this.providers = providers;
    this.wires = wires;
  }

  /**
   * Opens the outputs. Each has its level from the first moment: an arm that lies dropped must not
   * rise because the board is opened.
   *
   * @param active outputs; the others are idle
   * @throws UnknownProvider see {@link Providers}
   */
  static Board open(GpioSettings settings, Set<OutputPin> active) {
    Providers providers = Providers.find(settings);
    Context context =
        Pi4J.newContextBuilder()
            .noAutoDetect()
            .add(providers.input(), providers.output())
            .disableShutdownHook()
            .build();
    Board board = new Board(context, providers, settings.outputs());
    try {
      for (OutputPin pin : OutputPin.values()) {
        if (settings.has(pin)) {
          board.output(pin, active.contains(pin));
        }
      }
      return board;
    } catch (RuntimeException e) {
      context.shutdown();
      throw e;
    }
  }

  /** Pulled down, so that a cut wire reads low: the fire loop's broken. */
  DigitalInput input(String key, int address) {
    return context.create(
        DigitalInputConfigBuilder.newInstance(context)
            .id(key)
            .name(key)
            .address(address)
            .pull(PullResistance.PULL_DOWN)
            .debounce(0L)
            .provider(providers.input().id())
            .build());
  }

  /** Writes the output's level if it is not that already. */
  void set(OutputPin pin, boolean active) {
    if (Boolean.valueOf(active).equals(levels.get(pin))) {
      return;
    }
    levels.remove(pin);
    outputs.get(pin).state(state(pin, active));
    levels.put(pin, active);
  }

  void close() {
    context.shutdown();
  }

  private void output(OutputPin pin, boolean active) {
    DigitalOutput output =
        context.create(
            DigitalOutputConfigBuilder.newInstance(context)
                .id(pin.key())
                .name(pin.key())
                .address(wires.get(pin).pin())
                .initial(state(pin, active))
                .shutdown(pin.endsIdle() ? state(pin, false) : DigitalState.UNKNOWN)
                .provider(providers.output().id())
                .build());
    outputs.put(pin, output);
    levels.put(pin, active);
  }

  private DigitalState state(OutputPin pin, boolean active) {
    return wires.get(pin).level(active) ? DigitalState.HIGH : DigitalState.LOW;
  }
}
