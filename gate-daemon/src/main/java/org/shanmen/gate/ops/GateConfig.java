package org.shanmen.gate.ops;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.shanmen.gate.device.DeviceSettings;
import org.shanmen.gate.journal.PowerPolicy;
import org.shanmen.gate.lane.LaneOptions;
import org.shanmen.gate.link.LinkSettings;
import org.shanmen.protocol.conf.ConfigReader;
import org.shanmen.protocol.conf.InvalidConfiguration;

/**
 * The gate's configuration file. Its keys are explained in the example that ships with the daemon,
 * {@code conf/gate.conf}.
 *
 * @param id the gate's code, such as N1
 * @param data everything that this gate keeps
 * @param powerPolicy when an admission is power-safe
 * @param prompts where the park's own words of panel and voice are
 * @param opsListen of health page and metrics
 */
public record GateConfig(
    String id,
    Path data,
    PowerPolicy powerPolicy,
    LinkSettings link,
    LaneOptions lane,
    Language language,
    Optional<Path> prompts,
    DeviceSettings devices,
    InetSocketAddress opsListen) {

  private static final Pattern GATE_CODE = Pattern.compile("[A-Za-z0-9_-]{1,16}");

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
      var lane = new LaneConfig(from).read();
      var devices = devices(data);
      new LaneHardware(from, devices).check(lane);
      var config =
          new GateConfig(
              id,
              data,
              from.choice("journal.power-safe", PowerPolicy.class, PowerPolicy.OVERLAPPED),
              link,
              lane,
              from.choice("lane.language", Language.class, Language.zh),
              from.optionalString("lane.prompts").map(Path::of),
              devices,
              Addresses.read(from, "ops.listen", "127.0.0.1:9101"));
      from.check();
      return config;
    }

    private DeviceSettings devices(Path data) {
      var board = new BoardConfig(from).read();
      return new DeviceSettings(
          data.resolve("native"),
          new SerialConfig(from).read(),
          new GpioConfig(from, board).read(),
          new FaceConfig(from).read(),
          new CameraConfig(from).read(),
          board,
          new SoundConfig(from).read());
    }
  }
}
