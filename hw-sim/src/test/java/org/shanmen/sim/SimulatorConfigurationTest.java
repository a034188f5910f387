package org.shanmen.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.shanmen.protocol.conf.InvalidConfiguration;
import org.shanmen.sim.lane.BoardKind;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.lane.Input;
import org.shanmen.sim.lane.Output;
import org.shanmen.sim.rig.LaneSettings;
import org.shanmen.sim.rig.Pins;
import org.shanmen.sim.rig.SerialSettings;
import org.shanmen.sim.serial.CodeFrame;
import org.shanmen.sim.serial.SerialDevice;

class SimulatorConfigurationTest {
  @Test
  void aDirectoryAndALaneAreEnough() throws Exception {
    var conf = SimulatorConfiguration.parse("sim.conf", "directory = d, lanes { N1 {} }");

    assertThat(conf.directory()).isEqualTo(Path.of("d"));
    assertThat(conf.control().getPort()).isEqualTo(9200);
    assertThat(conf.lanes()).containsExactly(LaneSettings.usual("N1", Gait.WALKING));
  }

  @Test
  void everythingCanBeSaid() throws Exception {
    var conf =
        SimulatorConfiguration.parse(
            "sim.conf",
            """
            directory = d
            control.listen = "0.0.0.0:0"
            speed = 20
            beam-debounce-millis = 30
            lanes {
              S1 { face = "http://127.0.0.1:8091/hikvision" }
              N1 { pins { drop = 4, fire-loop = 26 } }
            }
            """);

    assertThat(conf.control().getHostString()).isEqualTo("0.0.0.0");
    assertThat(conf.lanes()).extracting(LaneSettings::gate).containsExactly("N1", "S1");
    assertThat(conf.lanes().get(0).pins())
        .isEqualTo(Pins.USUAL.with(Output.DROP, 4).with(Input.FIRE_LOOP, 26));
    assertThat(conf.lanes().get(0).gait()).isEqualTo(Gait.atSpeed(20, 30));
    assertThat(conf.lanes().get(1).face()).isPresent();
  }

  @Test
  void aLaneMayHaveAnotherBoardAndMoreWires() throws Exception {
    var lane =
        SimulatorConfiguration.parse(
                "sim.conf",
                """
                directory = d
                lanes { N1 { board = TISO, pins { raise = 20, count-in = 14 }, active-low = count-in } }
                """)
            .lanes()
            .get(0);
    assertThat(lane.board()).isEqualTo(BoardKind.TISO);
    assertThat(lane.pins().outputs())
        .containsEntry(Output.RAISE, 20)
        .doesNotContainKey(Output.LOCK);
    assertThat(lane.pins().inputs()).containsEntry(Input.COUNT_IN, 14);
    assertThat(lane.pins().activeLow()).containsExactly("count-in");
  }

  @Test
  void devicesAndProtocolsOfALaneCanBeChosen() throws Exception {
    var conf =
        SimulatorConfiguration.parse(
            "sim.conf",
            """
            directory = d
            lanes.N1.serial {
              scanner { suffix = LF, eci = true }
              scanner-inner {}
              card-reader { protocol = RFK101, reversed = true }
              collector-reader { protocol = WIEGAND34 }
              panel { protocol = BX5K }
              voice { protocol = XFS5152 }
              board {}
            }
            """);

    var serial = conf.lanes().get(0).serial();
    assertThat(serial.devices())
        .containsExactlyInAnyOrder(
            SerialDevice.SCANNER,
            SerialDevice.SCANNER_INNER,
            SerialDevice.CARD_READER,
            SerialDevice.COLLECTOR_READER,
            SerialDevice.PANEL,
            SerialDevice.VOICE,
            SerialDevice.BOARD);
    assertThat(serial.suffixes()).containsEntry(SerialDevice.SCANNER, CodeFrame.Suffix.LF);
    assertThat(serial.eci()).containsExactly(SerialDevice.SCANNER);
    assertThat(serial.cards())
        .containsEntry(SerialDevice.CARD_READER, SerialSettings.CardProtocol.RFK101)
        .containsEntry(SerialDevice.COLLECTOR_READER, SerialSettings.CardProtocol.WIEGAND34);
    assertThat(serial.reversed()).containsExactly(SerialDevice.CARD_READER);
    assertThat(serial.panel()).isEqualTo(SerialSettings.PanelProtocol.BX5K);
    assertThat(serial.voice()).isEqualTo(SerialSettings.VoiceProtocol.XFS5152);
  }

  @Test
  void aDeviceThatDoesNotExistIsAMistake() {
    assertThatThrownBy(
            () ->
                SimulatorConfiguration.parse(
                    "sim.conf",
                    "directory = d, lanes.N1.serial { printer {}, voice.protocol = X }"))
        .hasMessageContaining("not printer")
        .hasMessageContaining("SYN6288, XFS5152");
  }

  @Test
  void everyMistakeIsReportedWithItsRemedy() {
    assertThatThrownBy(
            () ->
                SimulatorConfiguration.parse(
                    "sim.conf",
                    """
                    control.listen = "9200"
                    speed = 0
                    lanes {
                      "N/1" {}
                      N2 { face = "ftp://x", pin { drop = 4 } }
                    }
                    """))
        .isInstanceOfSatisfying(
            InvalidConfiguration.class,
            e ->
                assertThat(e.mistakes())
                    .hasSize(6)
                    .anyMatch(m -> m.startsWith("sim.conf:1: control.listen = \"9200\": expected"))
                    .anyMatch(m -> m.startsWith("sim.conf:2: speed = 0: expected"))
                    .anyMatch(m -> m.contains("not \"N/1\""))
                    .anyMatch(m -> m.contains("face = \"ftp://x\": expected"))
                    .anyMatch(m -> m.contains("no such key"))
                    .anyMatch(m -> m.contains("directory is missing")));
  }

  @Test
  void aSimulatorWithoutLanesIsAMistake() {
    assertThatThrownBy(() -> SimulatorConfiguration.parse("sim.conf", "directory = d"))
        .isInstanceOf(InvalidConfiguration.class);
  }
}
