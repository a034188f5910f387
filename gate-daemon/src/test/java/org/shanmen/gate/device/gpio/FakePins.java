package org.shanmen.gate.device.gpio;

import com.pi4j.context.Context;
import com.pi4j.extension.Plugin;
import com.pi4j.extension.PluginService;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputBase;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalOutputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A board without wires, found as any Pi4J plugin is. Its pins are shared by all contexts. */
public final class FakePins implements Plugin {
  public static final String INPUT = "fake-digital-input";
  public static final String OUTPUT = "fake-digital-output";

  private static final Map<Integer, Boolean> levels = new ConcurrentHashMap<>();
  private static final Map<Integer, Input> inputs = new ConcurrentHashMap<>();
  private static final List<String> writes = new CopyOnWriteArrayList<>();
  private static volatile boolean broken;
  private static volatile int brokenPin = -1;

  /** As it leaves the factory: all low, nothing written. */
  public static void reset() {
    levels.clear();
    inputs.clear();
    writes.clear();
    broken = false;
    brokenPin = -1;
  }

  /** Sets an input's level, and tells it as an edge. */
  public static void set(int pin, boolean high) {
    setSilently(pin, high);
    Input input = inputs.get(pin);
    if (input != null) {
      input.tell(high);
    }
  }

  /** Sets an input's level and loses the edge. */
  static void setSilently(int pin, boolean high) {
    levels.put(pin, high);
  }

  public static boolean isHigh(int pin) {
    return levels.getOrDefault(pin, false);
  }

  /** Every write of an output so far, as {@code 17=1}. */
  static List<String> writes() {
    return writes;
  }

  /** From now on every access fails, or works again. */
  static void setBroken(boolean isBroken) {
    broken = isBroken;
  }

  /** From now on this output cannot be written. */
  static void breakPin(int pin) {
    brokenPin = pin;
  }

  @Override
  public void initialize(PluginService service) {
    service.register(new Inputs(), new Outputs());
  }

  private static void failIfBroken() {
    if (broken) {
      throw new IllegalStateException("broken on purpose");
    }
  }

  private static DigitalState state(boolean high) {
    return high ? DigitalState.HIGH : DigitalState.LOW;
  }

  private static final class Inputs extends DigitalInputProviderBase {
    Inputs() {
      super(INPUT, "fake inputs");
    }

    @Override
    public DigitalInput create(DigitalInputConfig config) {
      Input input = new Input(this, config);
      context().registry().add(input);
      return input;
    }
  }

  private static final class Outputs extends DigitalOutputProviderBase {
    Outputs() {
      super(OUTPUT, "fake outputs");
    }

    @Override
    public DigitalOutput create(DigitalOutputConfig config) {
      failIfBroken();
      Output output = new Output(this, config);
      context().registry().add(output);
      return output;
    }
  }

  private static final class Input extends DigitalInputBase {
    Input(DigitalInputProvider provider, DigitalInputConfig config) {
      super(provider, config);
      inputs.put(config.address(), this);
    }

    void tell(boolean high) {
      dispatch(new DigitalStateChangeEvent<DigitalInput>(this, FakePins.state(high)));
    }

    @Override
    public DigitalState state() {
      failIfBroken();
      return FakePins.state(FakePins.isHigh(config().address()));
    }

    @Override
    public DigitalInput shutdown(Context context) {
      inputs.remove(config().address(), this);
      return super.shutdown(context);
    }
  }

  private static final class Output extends DigitalOutputBase {
    Output(DigitalOutputProvider provider, DigitalOutputConfig config) {
      super(provider, config);
    }

    @Override
    public DigitalOutput state(DigitalState level) {
      failIfBroken();
      if (config().address() == brokenPin) {
        throw new IllegalStateException("pin " + brokenPin + " is broken on purpose");
      }
      levels.put(config().address(), level.isHigh());
      writes.add(config().address() + "=" + level.value());
      return super.state(level);
    }
  }
}
