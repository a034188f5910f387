package org.shanmen.sim;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.shanmen.protocol.conf.ConfigReader;
import org.shanmen.protocol.conf.InvalidConfiguration;
import org.shanmen.sim.lane.BoardKind;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.lane.Input;
import org.shanmen.sim.lane.Output;
import org.shanmen.sim.rig.LaneSettings;
import org.shanmen.sim.rig.Pins;

/**
 * What sim.conf says; docs/SIMULATION.md explains every key.
 *
 * @param directory where the lanes' sockets and terminals appear
 * @param control where the control API listens
 */
record SimulatorConfiguration(Path directory, InetSocketAddress control, List<LaneSettings> lanes) {
  private static final int MAX_SPEED = 1000;
  private static final int MAX_PIN = 99;
  private static final String GATE = "[A-Za-z0-9][A-Za-z0-9_-]{0,31}";

  /**
   * @param file the name under which mistakes are reported
   */
  static SimulatorConfiguration parse(String file, String text) throws InvalidConfiguration {
    var conf = ConfigReader.parse(file, text);
    var directory = Path.of(conf.string("directory"));
    var control = listen(conf, "control.listen", "127.0.0.1:9200");
    int speed = conf.integer("speed", 1, MAX_SPEED, 1);
    int debounce = conf.integer("beam-debounce-millis", 0, 1000, 20);
    var gait = Gait.atSpeed(speed, debounce);
    var lanes = new ArrayList<LaneSettings>();
    var gates = conf.names("lanes").stream().sorted().toList();
    for (String gate : gates) {
      if (gate.matches(GATE)) {
        lanes.add(lane(conf, gate, gait));
      } else {
        conf.mistake(
            "lanes",
            "expected gates' codes of letters, digits, - and _, at most 32, not \"" + gate + "\"");
      }
    }
    if (gates.isEmpty()) {
      conf.mistake("lanes", "expected at least one lane, for example lanes { N1 {} }");
    }
    conf.check();
    return new SimulatorConfiguration(directory, control, List.copyOf(lanes));
  }

  private static LaneSettings lane(ConfigReader conf, String gate, Gait gait) {
    String block = "lanes." + gate;
    conf.names(block);
    var outputs = new EnumMap<Output, Integer>(Output.class);
    for (Output output : Output.values()) {
      pin(conf, block, output.label(), Pins.USUAL.outputs().get(output))
          .ifPresent(pin -> outputs.put(output, pin));
    }
    var inputs = new EnumMap<Input, Integer>(Input.class);
    for (Input input : Input.values()) {
      pin(conf, block, input.label(), Pins.USUAL.inputs().get(input))
          .ifPresent(pin -> inputs.put(input, pin));
    }
    var pins = new Pins(outputs, inputs, activeLow(conf, block + ".active-low"));
    var board = conf.choice(block + ".board", BoardKind.class, BoardKind.POTENTIAL);
    return new LaneSettings(
        gate, pins, board, gait, face(conf, block + ".face"), new SerialBlock(conf, block).read());
  }

  /**
   * @param usual null: the wire is not there unless the file names its pin
   */
  private static Optional<Integer> pin(
      ConfigReader conf, String block, String wire, Integer usual) {
    String key = block + ".pins." + wire;
    int pin = conf.integer(key, 0, MAX_PIN, usual == null ? 0 : usual);
    return usual == null && !conf.has(key) ? Optional.empty() : Optional.of(pin);
  }

  private static Set<String> activeLow(ConfigReader conf, String key) {
    var known = new HashSet<String>();
    for (Output output : Output.values()) {
      known.add(output.label());
    }
    for (Input input : Input.values()) {
      known.add(input.label());
    }
    var named = new HashSet<String>();
    for (String name : conf.optionalString(key).orElse("").trim().split("[,\\s]+")) {
      if (known.contains(name)) {
        named.add(name);
      } else if (!name.isEmpty()) {
        conf.mistake(key, "expected names of wires, such as \"release-in, count-in\", not " + name);
      }
    }
    return named;
  }

  private static Optional<URI> face(ConfigReader conf, String key) {
    var text = conf.optionalString(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      var uri = URI.create(text.get());
      if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
        return Optional.of(uri);
      }
    } catch (IllegalArgumentException e) {
      // Falls through to the same remedy.
    }
    conf.mistake(key, "expected an address like http://127.0.0.1:8090/hikvision");
    return Optional.empty();
  }

  private static InetSocketAddress listen(ConfigReader conf, String key, String otherwise) {
    String text = conf.string(key, otherwise);
    int colon = text.lastIndexOf(':');
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (colon > 0 && port >= 0 && port <= 65535) {
        return InetSocketAddress.createUnresolved(text.substring(0, colon), port);
      }
    } catch (NumberFormatException e) {
      // Falls through to the same remedy.
    }
    conf.mistake(key, "expected HOST:PORT, for example 127.0.0.1:9200; port 0 takes any");
    return InetSocketAddress.createUnresolved("127.0.0.1", 0);
  }
}
