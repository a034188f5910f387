package org.shanmen.sim.rig;

import com.fazecast.jSerialComm.SerialPort;
import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.extension.Plugin;
import com.pi4j.extension.PluginService;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.platform.Platform;
import com.pi4j.provider.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.shanmen.sim.serial.SerialDevice;
import org.shanmen.sim.wire.SimulatedPinsPlugin;

/** A controller with a person's hands: the libraries of the real one, and no logic. */
final class Daemon implements AutoCloseable {
  private final SimulatedLane lane;
  private final Context context;
  private final List<SerialPort> ports = new ArrayList<>();

  /** Finds the providers as the real daemon does, by the service loader and their ids. */
  Daemon(SimulatedLane lane) {
    this.lane = lane;
    System.setProperty(SimulatedPinsPlugin.PROPERTY, lane.wires().toString());
    var collected = new Collected();
    try {
      ServiceLoader.load(Plugin.class).stream()
          .filter(plugin -> plugin.type() == SimulatedPinsPlugin.class)
          .forEach(plugin -> plugin.get().initialize(collected));
    } finally {
      System.clearProperty(SimulatedPinsPlugin.PROPERTY);
    }
    context =
        Pi4J.newContextBuilder()
            .noAutoDetect()
            .disableShutdownHook()
            .add(collected.providers.toArray(new Provider<?, ?, ?>[0]))
            .build();
  }

  DigitalOutput output(int pin) {
    return context.create(
        DigitalOutput.newConfigBuilder(context)
            .id("out" + pin)
            .address(pin)
            .initial(DigitalState.LOW)
            .provider(SimulatedPinsPlugin.OUTPUT_PROVIDER)
            .build());
  }

  DigitalInput input(int pin) {
    return context.create(
        DigitalInput.newConfigBuilder(context)
            .id("in" + pin)
            .address(pin)
            .provider(SimulatedPinsPlugin.INPUT_PROVIDER)
            .build());
  }

  static BlockingQueue<DigitalState> events(DigitalInput input) {
    var events = new LinkedBlockingQueue<DigitalState>();
    input.addListener(event -> events.add(event.state()));
    return events;
  }

  static DigitalState next(BlockingQueue<DigitalState> events) throws InterruptedException {
    return events.poll(30, TimeUnit.SECONDS);
  }

  SerialPort open(SerialDevice device) throws java.io.IOException {
    var port = SerialPort.getCommPort(lane.device(device).toRealPath().toString());
    port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, 5_000, 0);
    if (!port.openPort()) {
      throw new java.io.IOException("cannot open " + device);
    }
    ports.add(port);
    return port;
  }

  static byte[] read(SerialPort port, int count) {
    byte[] bytes = new byte[count];
    int read = 0;
    while (read < count) {
      int got = port.readBytes(bytes, count - read, read);
      if (got <= 0) {
        break;
      }
      read += got;
    }
    return bytes;
  }

  @Override
  public void close() {
    context.shutdown();
    ports.forEach(SerialPort::closePort);
  }

  private static final class Collected implements PluginService {
    private final List<Provider<?, ?, ?>> providers = new ArrayList<>();

    @Override
    public Context context() {
      throw new UnsupportedOperationException();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public PluginService register(Provider... offered) {
      for (Provider<?, ?, ?> provider : offered) {
        providers.add(provider);
      }
      return this;
    }

    @Override
    public PluginService register(Platform... offered) {
      return this;
    }
  }
}
