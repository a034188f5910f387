package org.shanmen.gate.ops;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Optional;
import java.util.regex.Pattern;
import org.shanmen.gate.device.DeviceSettings;
import org.shanmen.gate.device.face.FaceSettings;
import org.shanmen.gate.device.gpio.GpioSettings;
import org.shanmen.gate.device.serial.ByteOrder;
import org.shanmen.gate.device.serial.CardReaderSettings;
import org.shanmen.gate.device.serial.ScannerSettings;
import org.shanmen.gate.device.serial.SerialPortSettings;
import org.shanmen.gate.device.serial.Suffix;
import org.shanmen.gate.link.LinkSettings;
import org.shanmen.protocol.conf.ConfigReader;
import org.shanmen.protocol.conf.InvalidConfiguration;

/**
 * The gate's configuration file. Its keys are explained in the example that ships with the daemon,
 * {@code conf/gate.conf}.
 *
 * @param id the gate's code, such as N1
 * @param data everything that this gate keeps
 * @param passTimeoutMillis how long an admission waits for the next of its people
 * @param sameCodeMillis a code seen again within this time is the same presentation
 * @param opsListen of health page and metrics
 */
public record GateConfig(
    String id,
    Path data,
    LinkSettings link,
    int passTimeoutMillis,
    int sameCodeMillis,
    Language language,
    DeviceSettings devices,
    InetSocketAddress opsListen) {

  private static final Pattern GATE_CODE = Pattern.compile("[A-Za-z0-9_-]{1,16}");
  private static final int LAST_PIN = 63;

  /**
   * @param file the name that mistakes are reported under
   * @throws InvalidConfiguration listing every mistake
   */
  public static GateConfig read(String file, String text) throws InvalidConfiguration {
    return new Reading(ConfigReader.parse(file, text)).read();
  }

  /** One reading of one file. */
  private static final class Reading {
    private final ConfigReader from;
    private final HashMap<Integer, String> pins = new HashMap<>();

    Reading(ConfigReader from) {
      this.from = from;
    }

    GateConfig read() throws InvalidConfiguration {
      String id = from.string("gate.id");
      if (from.has("gate.id") && !GATE_CODE.matcher(id).matches()) {
        from.mistake(
            "gate.id",
            "expected the gate's code as the centre knows it: 1 to 16 letters, digits, - or _");
      }
      Path data = Path.of(from.string("gate.data"));
      var link =
          new LinkSettings(
              id,
              from.string("centre.host"),
              from.integer("centre.port", 1, 65535, 7443),
              from.optionalString("centre.enrolment-code"),
              data.resolve("identity"));
      var config =
          new GateConfig(
              id,
              data,
              link,
              from.integer("lane.pass-timeout-millis", 1_000, 60_000, 8_000),
              from.integer("lane.same-code-millis", 0, 60_000, 3_000),
              from.choice("lane.language", Language.class, Language.zh),
              devices(data),
              address("ops.listen", "127.0.0.1:9101"));
      from.check();
      return config;
    }

    private DeviceSettings devices(Path data) {
      return new DeviceSettings(
          data.resolve("native"),
          port("serial.scanner")
              .map(
                  port ->
                      new ScannerSettings(
                          port, from.choice("serial.scanner.suffix", Suffix.class, Suffix.CR))),
          port("serial.card-reader")
              .map(
                  port ->
                      new CardReaderSettings(
                          port,
                          from.choice(
                              "serial.card-reader.byte-order",
                              ByteOrder.class,
                              ByteOrder.AS_SENT))),
          port("serial.panel"),
          port("serial.voice"),
          gpio(),
          from.has("face")
              ? Optional.of(new FaceSettings(address("face.listen", "127.0.0.1:8090")))
              : Optional.empty());
    }

    private Optional<SerialPortSettings> port(String block) {
      if (!from.has(block)) {
        return Optional.empty();
      }
      int[] bauds = SerialPortSettings.BAUDS.stream().mapToInt(Integer::intValue).toArray();
      return Optional.of(
          new SerialPortSettings(
              from.string(block + ".device"), from.oneOf(block + ".baud", bauds, 9600)));
    }

    private GpioSettings gpio() {
      return new GpioSettings(
          from.string("gpio.input-provider", "gpiod-digital-input"),
          from.string("gpio.output-provider", "gpiod-digital-output"),
          pin("release-in", 17),
          pin("release-out", 27),
          pin("drop", 22),
          pin("lamp-green", 23),
          pin("lamp-red", 24),
          pin("beam-outer", 5),
          pin("beam-inner", 6),
          pin("fire-loop", 13),
          pin("arm-push", 19),
          from.integer("gpio.beam-debounce-millis", 1, 500, 20));
    }

    private int pin(String name, int otherwise) {
      String key = "gpio." + name;
      int pin = from.integer(key, 0, LAST_PIN, otherwise);
      String other = pins.putIfAbsent(pin, key);
      if (other != null) {
        from.mistake(
            from.has(key) ? key : other,
            "expected a pin of its own: " + other + " and " + key + " are both " + pin);
      }
      return pin;
    }

    private InetSocketAddress address(String key, String otherwise) {
      String text = from.string(key, otherwise);
      int colon = text.lastIndexOf(':');
      String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("^\\[|]$", "");
      try {
        int port = Integer.parseInt(text.substring(colon + 1));
        if (!host.isEmpty() && port >= 0 && port <= 65535) {
          return new InetSocketAddress(host, port);
        }
      } catch (NumberFormatException e) {
        // Told below, with everything else that is not an address.
      }
      from.mistake(key, "expected ADDRESS:PORT, such as " + otherwise);
      return InetSocketAddress.createUnresolved("localhost", 0);
    }
  }
}
