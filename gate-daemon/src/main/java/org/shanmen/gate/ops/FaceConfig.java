package org.shanmen.gate.ops;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.shanmen.gate.Limits;
import org.shanmen.gate.device.face.FaceKind;
import org.shanmen.gate.device.face.FaceSettings;
import org.shanmen.gate.device.face.TerminalSettings;
import org.shanmen.gate.device.serial.ByteOrder;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.conf.ConfigReader;

/** The block {@code face} of the configuration. */
record FaceConfig(ConfigReader from) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,16}");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** Digits and dots, or anything with a colon: names would be looked up, which may take long. */
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

  Optional<FaceSettings> read() {
    if (!from.has("face")) {
      return Optional.empty();
    }
    return Optional.of(
        new FaceSettings(
            Addresses.read(from, "face.listen", "127.0.0.1:8090"),
            from.integer("face.max-age-seconds", 2, 300, FaceSettings.USUAL_MAX_AGE_SECONDS),
            terminals(),
            missedAfterSeconds()));
  }

  private OptionalInt missedAfterSeconds() {
    String key = "face.missed-after-seconds";
    return from.has(key) ? OptionalInt.of(from.integer(key, 2, 3_600)) : OptionalInt.empty();
  }

  private List<TerminalSettings> terminals() {
    List<TerminalSettings> terminals = new ArrayList<>();
    Set<String> told = new HashSet<>();
    for (String name : from.names("face.terminals").stream().sorted().toList()) {
      if (!NAME.matcher(name).matches()) {
        from.mistake("face.terminals", "expected names of a-z, 0-9 and -, not \"" + name + "\"");
        continue;
      }
      TerminalSettings terminal = terminal(name, "face.terminals." + name);
      terminals.add(terminal);
      if (!told.add(terminal.address() + " " + terminal.kind() + " " + terminal.token())) {
        from.mistake(
            "face.terminals." + name,
            "expected another address, kind or token than that of the terminal before it");
      }
    }
    if (terminals.size() > Limits.FACE_TERMINALS) {
      from.mistake("face.terminals", "expected at most " + Limits.FACE_TERMINALS + " terminals");
    }
    return List.copyOf(terminals);
  }

  private TerminalSettings terminal(String name, String block) {
    Optional<FaceKind> kind =
        from.has(block + ".kind")
            ? Optional.of(from.choice(block + ".kind", FaceKind.class))
            : Optional.empty();
    Spot spot = from.choice(block + ".spot", Spot.class, Spot.OUTER);
    if (spot == Spot.COLLECTOR) {
      from.mistake(block + ".spot", "expected OUTER or INNER: a terminal collects no cards");
    }
    Optional<String> token = from.optionalString(block + ".token");
    if (token.isPresent() && !TOKEN.matcher(token.get()).matches()) {
      from.mistake(block + ".token", "expected 1 to 64 letters, digits, - or _");
    }
    var order = from.choice(block + ".byte-order", ByteOrder.class, ByteOrder.AS_SENT);
    return new TerminalSettings(
        name, address(block + ".address"), kind, spot, token, order == ByteOrder.REVERSED);
  }

  private InetAddress address(String key) {
    String text = from.string(key);
    try {
      if (NUMERIC.matcher(text).matches()) {
        return InetAddress.getByName(text);
      }
    } catch (UnknownHostException e) {
      // Told below, with everything else that is no address.
    }
    if (!text.isEmpty()) {
      from.mistake(key, "expected the terminal's IP address, such as 192.168.1.64");
    }
    return InetAddress.getLoopbackAddress();
  }
}
