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

/**
 * One opening of the board through Pi4J: outputs as wanted, inputs ready. Throws whatever the
 * provider throws. Not thread-safe.
 */
final class Board {
  private final Context context;
  private final Providers providers;
  private final Map<Pin, DigitalOutput> outputs = new EnumMap<>(Pin.class);
  private final Map<Pin, Boolean> levels = new EnumMap<>(Pin.class);

  private Board(Context context, Providers providers) {
    this.context = context;
    this.providers = providers;
  }

  /**
   * Opens the outputs. Each has its level from the first moment: an arm that lies dropped must not
   * rise because the board is opened.
   *
   * @param levels of the outputs; one that is not named is low
   * @throws UnknownProvider see {@link Providers}
   */
  static Board open(GpioSettings settings, Map<Pin, Boolean> levels) {
    Providers providers = Providers.find(settings);
    Context context =
        Pi4J.newContextBuilder()
            .noAutoDetect()
            .add(providers.input(), providers.output())
            .disableShutdownHook()
            .build();
    Board board = new Board(context, providers);
    try {
      for (Pin pin : Pin.values()) {
        board.output(pin, pin.address(settings), levels.getOrDefault(pin, false));
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

  /** Writes the level if it is not that already. */
  void set(Pin pin, boolean high) {
    if (Boolean.valueOf(high).equals(levels.get(pin))) {
      return;
    }
    levels.remove(pin);
    outputs.get(pin).state(high ? DigitalState.HIGH : DigitalState.LOW);
    levels.put(pin, high);
  }

  void close() {
    context.shutdown();
  }

  private void output(Pin pin, int address, boolean high) {
    DigitalOutput output =
        context.create(
            DigitalOutputConfigBuilder.newInstance(context)
                .id(pin.key)
                .name(pin.key)
                .address(address)
                .initial(high ? DigitalState.HIGH : DigitalState.LOW)
                .shutdown(pin.shutdownState)
                .provider(providers.output().id())
                .build());
    outputs.put(pin, output);
    levels.put(pin, high);
  }
}
