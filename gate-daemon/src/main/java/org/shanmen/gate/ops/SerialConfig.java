package org.shanmen.gate.ops;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.shanmen.gate.device.serial.ByteOrder;
import org.shanmen.gate.device.serial.CardProtocol;
import org.shanmen.gate.device.serial.Framing;
import org.shanmen.gate.device.serial.LifeSign;
import org.shanmen.gate.device.serial.PanelProtocol;
import org.shanmen.gate.device.serial.PanelSettings;
import org.shanmen.gate.device.serial.ReaderProtocol;
import org.shanmen.gate.device.serial.ReaderSettings;
import org.shanmen.gate.device.serial.SerialPortSettings;
import org.shanmen.gate.device.serial.SerialSettings;
import org.shanmen.gate.device.serial.Suffix;
import org.shanmen.gate.device.serial.VoiceProtocol;
import org.shanmen.gate.device.serial.VoiceSettings;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.conf.ConfigReader;

/** The block {@code serial} of the configuration. Every device has a port of its own. */
final class SerialConfig {
  private enum PanelKind {
    DA,
    BX5K
  }

  private static final int USUAL_BAUD = 9600;

  /** As the maker delivers it. */
  private static final int BX5K_BAUD = 57600;

  /** Noticed, told and shown within two seconds. */
  private static final int USUAL_SIGN_OF_LIFE_MILLIS = 1_500;

  private final ConfigReader from;
  private final Map<String, String> ports = new HashMap<>();

  SerialConfig(ConfigReader from) {
    this.from = from;
  }

  SerialSettings read() {
    List<ReaderSettings> readers = new ArrayList<>();
    scanner("scanner", Spot.OUTER).ifPresent(readers::add);
    scanner("scanner-inner", Spot.INNER).ifPresent(readers::add);
    cardReader("card-reader", Spot.OUTER).ifPresent(readers::add);
    cardReader("card-reader-inner", Spot.INNER).ifPresent(readers::add);
    cardReader("collector-reader", Spot.COLLECTOR).ifPresent(readers::add);
    idReader().ifPresent(readers::add);
    return new SerialSettings(List.copyOf(readers), panel(), voice());
  }

  private Optional<PanelSettings> panel() {
    String key = "serial.panel.protocol";
    return switch (from.choice(key, PanelKind.class, PanelKind.DA)) {
      case DA ->
          port("serial.panel", Framing.N81)
              .map(port -> new PanelSettings(port, new PanelProtocol.Da()));
      case BX5K ->
          port("serial.panel", Framing.N81, BX5K_BAUD).map(port -> new PanelSettings(port, bx5k()));
    };
  }

  private PanelProtocol bx5k() {
    String key = "serial.panel.width";
    int width = from.integer(key, 8, 2048, 128);
    if (width % 8 != 0) {
      from.mistake(key, "expected a multiple of 8 pixels");
    }
    return new PanelProtocol.Bx5k(
        width,
        from.integer("serial.panel.height", 8, 512, 32),
        from.flag("serial.panel.answers", true));
  }

  private Optional<VoiceSettings> voice() {
    String key = "serial.voice.protocol";
    return port("serial.voice", Framing.N81)
        .map(
            port ->
                new VoiceSettings(
                    port, from.choice(key, VoiceProtocol.class, VoiceProtocol.SYN6288)));
  }

  private Optional<ReaderSettings> scanner(String name, Spot spot) {
    return port("serial." + name, Framing.N81)
        .map(
            port ->
                new ReaderSettings(
                    name, spot, port, new ReaderProtocol.Codes(suffix(name)), alive(name)));
  }

  private Optional<ReaderSettings> idReader() {
    String name = "id-reader";
    return port("serial." + name, Framing.N81)
        .map(
            port ->
                new ReaderSettings(
                    name, Spot.OUTER, port, new ReaderProtocol.IdCards(suffix(name)), alive(name)));
  }

  private Optional<ReaderSettings> cardReader(String name, Spot spot) {
    String block = "serial." + name;
    if (!from.has(block)) {
      return Optional.empty();
    }
    var protocol = from.choice(block + ".protocol", CardProtocol.class, CardProtocol.STX_LEN);
    var order = from.choice(block + ".byte-order", ByteOrder.class, ByteOrder.AS_SENT);
    var usual = protocol == CardProtocol.RFK101 ? Framing.N82 : Framing.N81;
    return port(block, usual)
        .map(
            port ->
                new ReaderSettings(
                    name, spot, port, new ReaderProtocol.Cards(protocol, order), alive(name)));
  }

  private Optional<LifeSign> alive(String name) {
    String block = "serial." + name + ".alive";
    if (!from.has(block)) {
      return Optional.empty();
    }
    byte[] ask = from.has(block + ".ask") ? bytes(block + ".ask") : new byte[0];
    return Optional.of(
        new LifeSign(
            ask,
            bytes(block + ".answer"),
            from.integer(block + ".within-millis", 300, 60_000, USUAL_SIGN_OF_LIFE_MILLIS)));
  }

  private byte[] bytes(String key) {
    try {
      byte[] bytes = HexFormat.of().parseHex(from.string(key).replace(" ", ""));
      if (bytes.length >= 1 && bytes.length <= LifeSign.MAX_BYTES) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      // Told below, with what is too long.
    }
    if (from.has(key)) {
      from.mistake(
          key,
          "expected 1 to " + LifeSign.MAX_BYTES + " bytes in hexadecimal, such as \"02 3F 03\"");
    }
    return new byte[1];
  }

  private Suffix suffix(String name) {
    return from.choice("serial." + name + ".suffix", Suffix.class, Suffix.CR);
  }

  private Optional<SerialPortSettings> port(String block, Framing usual) {
    return port(block, usual, USUAL_BAUD);
  }

  private Optional<SerialPortSettings> port(String block, Framing usual, int usualBaud) {
    if (!from.has(block)) {
      return Optional.empty();
    }
    int[] bauds = SerialPortSettings.BAUDS.stream().mapToInt(Integer::intValue).toArray();
    String key = block + ".device";
    String device = from.string(key);
    String other = ports.putIfAbsent(device, key);
    if (other != null && !device.isEmpty()) {
      from.mistake(
          key, "expected a port of its own: " + other + " and " + key + " are both " + device);
    }
    return Optional.of(
        new SerialPortSettings(
            device, from.oneOf(block + ".baud", bauds, usualBaud), framing(block, usual)));
  }

  /** Two keys, because HOCON reads 8E1 as the number 80. */
  private Framing framing(String block, Framing usual) {
    return new Framing(
        from.choice(block + ".parity", Framing.Parity.class, usual.parity()),
        from.oneOf(block + ".stop-bits", new int[] {1, 2}, usual.stopBits()));
  }
}
