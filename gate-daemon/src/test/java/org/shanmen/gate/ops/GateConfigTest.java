package org.shanmen.gate.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shanmen.gate.device.board.BoardSettings;
import org.shanmen.gate.device.gpio.BoardProfile;
import org.shanmen.gate.device.gpio.GpioSettings;
import org.shanmen.gate.device.gpio.InputPin;
import org.shanmen.gate.device.gpio.OutputPin;
import org.shanmen.gate.device.gpio.Wire;
import org.shanmen.gate.device.serial.ByteOrder;
import org.shanmen.gate.device.serial.CardProtocol;
import org.shanmen.gate.device.serial.Framing;
import org.shanmen.gate.device.serial.LifeSign;
import org.shanmen.gate.device.serial.PanelProtocol;
import org.shanmen.gate.device.serial.PanelSettings;
import org.shanmen.gate.device.serial.ReaderProtocol;
import org.shanmen.gate.device.serial.ReaderSettings;
import org.shanmen.gate.device.serial.SerialPortSettings;
import org.shanmen.gate.device.serial.Suffix;
import org.shanmen.gate.device.serial.VoiceProtocol;
import org.shanmen.gate.device.serial.VoiceSettings;
import org.shanmen.gate.device.sound.SoundSettings;
import org.shanmen.gate.lane.LaneOptions;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.conf.InvalidConfiguration;

class GateConfigTest {
  private static final String SMALLEST =
      """
      gate { id = N1, data = "/tmp/n1" }
      centre.host = "10.0.0.1"
      """;

  @Test
  void theExampleThatShipsIsRight() throws Exception {
    var config =
        GateConfig.read("gate.conf", Files.readString(Path.of("src/main/dist/conf/gate.conf")));

    assertThat(config.id()).isEqualTo("N1");
    assertThat(config.devices().serial().readers())
        .containsExactly(
            new ReaderSettings(
                "scanner",
                Spot.OUTER,
                new SerialPortSettings("/dev/ttyS1", 9600),
                new ReaderProtocol.Codes(Suffix.CR)));
    assertThat(config.devices().serial().panel()).isEmpty();
  }

  @Test
  void theExampleStatesTheDefaults() throws Exception {
    var example =
        GateConfig.read("gate.conf", Files.readString(Path.of("src/main/dist/conf/gate.conf")));
    var smallest = GateConfig.read("gate.conf", SMALLEST);

    assertThat(smallest.devices().gpio()).isEqualTo(example.devices().gpio());
    assertThat(smallest.opsListen()).isEqualTo(example.opsListen());
    assertThat(smallest.powerPolicy()).isEqualTo(example.powerPolicy());
    assertThat(smallest.lane()).isEqualTo(example.lane()).isEqualTo(LaneOptions.DEFAULT);
    assertThat(smallest.language()).isEqualTo(example.language());
    assertThat(smallest.link().port()).isEqualTo(example.link().port());
  }

  @Test
  void everyReaderHasItsSpotAndItsOwnFraming() throws Exception {
    var config =
        GateConfig.read(
            "gate.conf",
            SMALLEST
                + """
                serial {
                  scanner-inner { device = a, suffix = NONE }
                  card-reader { device = b, protocol = RFK101 }
                  card-reader-inner { device = c, parity = EVEN, byte-order = REVERSED, baud = 19200 }
                  collector-reader { device = d, protocol = WIEGAND }
                  id-reader { device = e }
                }
                """);

    assertThat(config.devices().serial().readers())
        .containsExactly(
            new ReaderSettings(
                "scanner-inner",
                Spot.INNER,
                new SerialPortSettings("a", 9600),
                new ReaderProtocol.Codes(Suffix.NONE)),
            new ReaderSettings(
                "card-reader",
                Spot.OUTER,
                new SerialPortSettings("b", 9600, Framing.N82),
                new ReaderProtocol.Cards(CardProtocol.RFK101, ByteOrder.AS_SENT)),
            new ReaderSettings(
                "card-reader-inner",
                Spot.INNER,
                new SerialPortSettings("c", 19200, Framing.E81),
                new ReaderProtocol.Cards(CardProtocol.STX_LEN, ByteOrder.REVERSED)),
            new ReaderSettings(
                "collector-reader",
                Spot.COLLECTOR,
                new SerialPortSettings("d", 9600),
                new ReaderProtocol.Cards(CardProtocol.WIEGAND, ByteOrder.AS_SENT)),
            new ReaderSettings(
                "id-reader",
                Spot.OUTER,
                new SerialPortSettings("e", 9600),
                new ReaderProtocol.IdCards(Suffix.CR)));
  }

  @Test
  void aReaderTellsThatItLivesWhenItIsAskedOrByItself() throws Exception {
    var config =
        GateConfig.read(
            "gate.conf",
            SMALLEST
                + """
                serial {
                  scanner { device = a, alive { ask = "3F", answer = "21" } }
                  card-reader { device = b, alive { answer = "02 06 A0 03", within-millis = 5000 } }
                }
                """);

    assertThat(config.devices().serial().readers())
        .extracting(ReaderSettings::alive)
        .containsExactly(
            Optional.of(new LifeSign(new byte[] {0x3F}, new byte[] {0x21}, 1_500)),
            Optional.of(
                new LifeSign(new byte[0], new byte[] {0x02, 0x06, (byte) 0xA0, 0x03}, 5_000)));
  }

  @Test
  void panelAndVoiceSpeakTheProtocolThatIsAskedFor() throws Exception {
    var plain =
        GateConfig.read(
            "gate.conf", SMALLEST + "serial { panel { device = a }, voice { device = b } }");
    assertThat(plain.devices().serial().panel())
        .contains(new PanelSettings(new SerialPortSettings("a", 9600), new PanelProtocol.Da()));
    assertThat(plain.devices().serial().voice())
        .contains(new VoiceSettings(new SerialPortSettings("b", 9600), VoiceProtocol.SYN6288));

    var others =
        GateConfig.read(
            "gate.conf",
            SMALLEST
                + """
                serial.panel { device = a, protocol = BX5K, width = 64, height = 16, answers = false }
                serial.voice { device = b, protocol = XFS5152, baud = 115200 }
                """);
    assertThat(others.devices().serial().panel())
        .contains(
            new PanelSettings(
                new SerialPortSettings("a", 57600), new PanelProtocol.Bx5k(64, 16, false)));
    assertThat(others.devices().serial().voice())
        .contains(new VoiceSettings(new SerialPortSettings("b", 115200), VoiceProtocol.XFS5152));
  }

  @Test
  void aSoundCardIsPlayedByAplayUnlessToldOtherwise() throws Exception {
    var usual = GateConfig.read("gate.conf", SMALLEST + "sound.directory = /s");
    assertThat(usual.devices().sound())
        .contains(new SoundSettings(Path.of("/s"), List.of("aplay", "-q")));

    var other =
        GateConfig.read("gate.conf", SMALLEST + "sound { directory = /s, player = [play, -q] }");
    assertThat(other.devices().sound())
        .contains(new SoundSettings(Path.of("/s"), List.of("play", "-q")));
  }

  @Test
  void whatIsMissingIsNamed() {
    assertThat(mistakes("lane.language = en"))
        .hasSize(3)
        .anySatisfy(mistake -> assertThat(mistake).contains("gate.id is missing"))
        .anySatisfy(mistake -> assertThat(mistake).contains("gate.data is missing"))
        .anySatisfy(mistake -> assertThat(mistake).contains("centre.host is missing"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "serial.scanner { device = a, baud = 96OO } | 3: serial.scanner.baud = \"96OO\" | 9600, 19200",
        "serial.scanner { device = a, suffix = TAB } | 3: serial.scanner.suffix = \"TAB\" | CR, LF",
        "serial.card-reader { baud = 9600 }         | serial.card-reader.device is missing | a text",
        "sound { directory = a, player = aplay }    | 3: sound.player = \"aplay\" | a list of texts",
        "sound {}                                   | sound.directory is missing | a text",
        "sound { directory = a }, serial.voice.device = b | 3: sound = {...} | one voice",
        "serial.panel { device = a, protocol = LCD } | serial.panel.protocol = \"LCD\" | DA, BX5K",
        "serial.panel { device = a, protocol = BX5K, width = 100 } | 3: serial.panel.width = 100 | a multiple of 8",
        "serial.panel { device = a, width = 64 }    | 3: serial.panel.width: no such key | remove it",
        "serial.voice { device = a, protocol = X }  | 3: serial.voice.protocol = \"X\" | SYN6288, XFS5152",
        "serial.id-reader { device = a, suffix = X } | 3: serial.id-reader.suffix = \"X\" | CR, LF",
        "serial.card-reader { device = a, protocol = W26 } | serial.card-reader.protocol = \"W26\" | STX_LEN, RFK101, WIEGAND",
        "serial.collector-reader { device = a, parity = E } | 3: serial.collector-reader.parity = \"E\" | NONE, EVEN, ODD",
        "serial.scanner { device = a, stop-bits = 3 } | 3: serial.scanner.stop-bits = 3 | 1, 2",
        "serial { scanner { device = a }, scanner-inner { device = a } } | 3: serial.scanner-inner.device = \"a\" | a port of its own",
        "lane.pass-timeout-millis = 8               | 3: lane.pass-timeout-millis = 8 | 1000 to 60000",
        "lane.check-timeout-millis = 100             | 3: lane.check-timeout-millis = 100 | 1000 to 600000",
        "lane.interlock = THIRD                     | 3: lane.interlock = \"THIRD\" | NONE, FIRST, SECOND",
        "lane.sensing = SIGHT                       | 3: lane.sensing = \"SIGHT\" | BEAMS, CONTACT",
        "lane.card-collector = yep                  | 3: lane.card-collector = \"yep\" | true or false",
        "lane.language = de                         | 3: lane.language = \"de\" | zh, en",
        "lane.langauge = zh                         | 3: lane.langauge: no such key | lane.language",
        "gate.id = \"N 1\"                          | 3: gate.id = \"N 1\" | letters, digits",
        "gpio.drop = 17                             | 3: gpio.drop = 17 | gpio.release-in",
        "gpio.drop = 99                             | 3: gpio.drop = 99 | 0 to 63",
        "gpio.drop = 7                              | 3: gpio.drop = 7 | belongs on 9 to 27",
        "gpio.active-low = \"drop\"                  | 3: gpio.active-low = \"drop\" | belongs on 0 to 8",
        "gpio.active-low = fire-loop                | 3: gpio.active-low = \"fire-loop\" | normally closed",
        "gpio.active-low = relay1                   | 3: gpio.active-low = \"relay1\" | names of wires",
        "gpio.profile = POTENTAIL                   | 3: gpio.profile = \"POTENTAIL\" | PULSE, TISO",
        "gpio { profile = TISO, pulse-millis = 300 } | 3: gpio.pulse-millis = 300 | 50 to 250",
        "gpio { profile = PULSE, pulse-millis = 99 } | 3: gpio.pulse-millis = 99 | 100 to 1000",
        "gpio { profile = PULSE, hold-millis = 99 }  | 3: gpio.hold-millis = 99 | 1000 to 60000",
        "gpio.free-in = 12                          | 3: gpio.free-in = 12 | that takes pulses",
        "gpio { profile = PULSE, exit-is-free = true } | 3: gpio.exit-is-free = true | gpio.free-out",
        "gpio.collector-return = 12                 | 3: gpio.collector-return = 12 | gpio.collector-swallow",
        "gpio.count-in = 13                         | 3: gpio.count-in = 13 | gpio.fire-loop",
        "board { kind = RS485, device = a, release = MODE } | board.address is missing | 0 to 255",
        "board { kind = RS232, device = a, release = MODE, address = 1 } | board.address = 1 | RS485",
        "board { kind = RS232, device = a }         | board.release is missing | CONTACTS, MODE",
        "board { kind = USB, device = a, release = MODE } | board.kind = \"USB\" | RS232, RS485",
        "board { kind = RS232, device = a, release = MODE }, gpio.drop = 22 | 3: gpio.drop = 22 | CONTACTS",
        "serial.scanner { device = a, alive { answer = \"hello\" } } | 3: serial.scanner.alive.answer = \"hello\" | hexadecimal",
        "serial.scanner { device = a, alive { ask = \"3F\" } } | serial.scanner.alive.answer is missing | a text",
        "gpio.cuont-in = 12                         | 3: gpio.cuont-in: no such key | gpio.count-in",
        "ops.listen = 9101                          | 3: ops.listen = 9101 | ADDRESS:PORT",
        "face.listen = \"x:y\"                      | 3: face.listen = \"x:y\" | ADDRESS:PORT",
        "centre.port = 70000                        | 3: centre.port = 70000 | 1 to 65535"
      })
  void aMistakeIsReportedWithLineKeyAndRemedy(String line, String place, String remedy) {
    assertThat(mistakes(SMALLEST + line))
        .singleElement()
        .satisfies(
            mistake ->
                assertThat(mistake).startsWith("gate.conf:").contains(place).contains(remedy));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lane.sensing = CONTACT, gpio.count-out = 15 | lane.sensing = \"CONTACT\" | gpio.count-in",
        "lane.sensing = CONTACT, gpio.count-in = 14 | lane.sensing = \"CONTACT\" | gpio.count-out",
        "lane.interlock = FIRST, gpio.interlock = 21 | lane.interlock = \"FIRST\" | gpio.other-lane",
        "lane.interlock = SECOND, gpio.other-lane = 26 | lane.interlock = \"SECOND\" | gpio.interlock",
      })
  void aLaneIsRefusedThatHasNoEarForWhatItCountsOn(String line, String option, String missing) {
    assertThat(mistakes(SMALLEST + line))
        .singleElement()
        .satisfies(
            mistake ->
                assertThat(mistake)
                    .startsWith("gate.conf:3: " + option)
                    .contains("expected " + missing + " as well", "还须配置 " + missing));
  }

  @Test
  void aCollectorNeedsItsReaderAndItsThreeWires() throws Exception {
    String option = SMALLEST + "lane.card-collector = true\n";
    assertThat(mistakes(option))
        .hasSize(4)
        .anySatisfy(mistake -> assertThat(mistake).contains("gpio.collector-swallow"))
        .anySatisfy(mistake -> assertThat(mistake).contains("gpio.collector-return"))
        .anySatisfy(mistake -> assertThat(mistake).contains("gpio.card-taken"))
        .anySatisfy(mistake -> assertThat(mistake).contains("serial.collector-reader"));
    String machine =
        """
        gpio { collector-swallow = 9, collector-return = 10, card-taken = 11 }
        serial.collector-reader.device = a
        """;
    assertThat(GateConfig.read("gate.conf", option + machine).lane().collector()).isTrue();
  }

  @Test
  void aBoardOnALineCountsWithoutContacts() throws Exception {
    String board = "board { kind = RS232, device = a, release = MODE }\n";
    var config = GateConfig.read("gate.conf", SMALLEST + board + "lane.sensing = CONTACT");

    assertThat(config.lane().sensing()).isEqualTo(LaneOptions.Sensing.CONTACT);
  }

  @Test
  void aProfileBringsItsFigures() throws Exception {
    var arm = gpio("gpio.profile = PERCO_TTR").arm();
    assertThat(arm.profile()).isEqualTo(BoardProfile.PERCO_TTR);
    assertThat(arm.pulseMillis()).isEqualTo(250);
    assertThat(arm.holdMillis()).isEqualTo(8_000);
  }

  @Test
  void aWireMayBeActiveLowWhereThePinIsIdleAtPowerUp() throws Exception {
    var gpio = gpio("gpio { release-in = 7, active-low = \"release-in, button\", button = 12 }");
    assertThat(gpio.outputs()).containsEntry(OutputPin.RELEASE_IN, new Wire(7, true));
    assertThat(gpio.inputs()).containsEntry(InputPin.BUTTON, new Wire(12, true));
    assertThat(gpio.outputs()).containsEntry(OutputPin.DROP, new Wire(22, false));
    assertThat(gpio("gpio { drop = 7, pulled-outside = true }").outputs())
        .containsEntry(OutputPin.DROP, new Wire(7, false));
  }

  @Test
  void aBoardOnASerialLineTakesTheArmsPins() throws Exception {
    String board = "board { kind = RS485, device = \"/dev/ttyS5\", address = 3, release = ";
    var byMode = GateConfig.read("gate.conf", SMALLEST + board + "MODE }").devices();
    assertThat(byMode.board().orElseThrow())
        .isEqualTo(
            new BoardSettings(
                new SerialPortSettings("/dev/ttyS5", 9600),
                OptionalInt.of(3),
                BoardSettings.Release.MODE));
    assertThat(byMode.gpio().outputs()).doesNotContainKey(OutputPin.RELEASE_IN);
    assertThat(byMode.gpio().outputs()).containsKey(OutputPin.LAMP_RED);
    var byContacts = GateConfig.read("gate.conf", SMALLEST + board + "CONTACTS }").devices();
    assertThat(byContacts.gpio().outputs()).containsKey(OutputPin.RELEASE_IN);
  }

  private static GpioSettings gpio(String line) throws InvalidConfiguration {
    return GateConfig.read("gate.conf", SMALLEST + line).devices().gpio();
  }

  @Test
  void allMistakesAreReportedAtOnce() {
    assertThat(mistakes(SMALLEST + "lane.language = de\ngpio.drop = 99\nops.listen = here"))
        .hasSize(3);
  }

  private static List<String> mistakes(String text) {
    return catchThrowableOfType(
            InvalidConfiguration.class, () -> GateConfig.read("gate.conf", text))
        .mistakes();
  }
}
