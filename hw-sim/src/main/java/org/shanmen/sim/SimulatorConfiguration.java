package org.shanmen.sim;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shanmen.protocol.conf.ConfigReader;
import org.shanmen.protocol.conf.InvalidConfiguration;
import org.shanmen.sim.lane.Gait;
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
    var usual = Pins.USUAL;
    var pins =
        new Pins(
            pin(conf, block, "release-in", usual.releaseIn()),
            pin(conf, block, "release-out", usual.releaseOut()),
            pin(conf, block, "drop", usual.drop()),
            pin(conf, block, "lamp-green", usual.lampGreen()),
            pin(conf, block, "lamp-red", usual.lampRed()),
            pin(conf, block, "beam-outer", usual.beamOuter()),
            pin(conf, block, "beam-inner", usual.beamInner()),
            pin(conf, block, "fire-loop", usual.fireLoop()),
            pin(conf, block, "arm-push", usual.armPush()));
    return new LaneSettings(gate, pins, gait, face(conf, block + ".face"));
  }

  private static int pin(ConfigReader conf, String block, String wire, int usual) {
    return conf.integer(block + ".pins." + wire, 0, MAX_PIN, usual);
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
