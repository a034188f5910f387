package org.shanmen.gate.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shanmen.gate.device.face.FaceKind;
import org.shanmen.gate.device.face.FaceSettings;
import org.shanmen.gate.device.face.TerminalSettings;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.conf.InvalidConfiguration;

class FaceConfigTest {
  private static final String SMALLEST =
      """
      gate { id = N1, data = "/tmp/n1" }
      centre.host = "10.0.0.1"
      """;

  @Test
  void anAddressIsEnoughForOneTerminal() throws Exception {
    FaceSettings face = read("face.listen = \"127.0.0.1:8090\"");
    assertThat(face.maxAgeSeconds()).isEqualTo(15);
    assertThat(face.terminals()).isEmpty();
    assertThat(face.missedAfterSeconds()).isEmpty();
  }

  @Test
  void everyTerminalIsABlock() throws Exception {
    FaceSettings face =
        read(
            """
            face {
              listen = "192.168.1.20:8090", max-age-seconds = 30, missed-after-seconds = 45
              terminals {
                street { address = "192.168.1.64" }
                park {
                  address = "192.168.1.65", kind = ZKTECO, spot = INNER, token = CGXH201360029
                  byte-order = REVERSED
                }
              }
            }
            """);
    assertThat(face.maxAgeSeconds()).isEqualTo(30);
    assertThat(face.missedAfterSeconds()).hasValue(45);
    assertThat(face.terminals())
        .containsExactly(
            new TerminalSettings(
                "park",
                InetAddress.getByName("192.168.1.65"),
                Optional.of(FaceKind.ZKTECO),
                Spot.INNER,
                Optional.of("CGXH201360029"),
                true),
            new TerminalSettings(
                "street",
                InetAddress.getByName("192.168.1.64"),
                Optional.empty(),
                Spot.OUTER,
                Optional.empty(),
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "face.max-age-seconds = 1              | 3: face.max-age-seconds = 1 | 2 to 300",
        "face.missed-after-seconds = 1         | 3: face.missed-after-seconds = 1 | 2 to 3600",
        "face.terminals = all                  | 3: face.terminals = \"all\" | a block",
        "face.terminals.A_B {}                 | face.terminals | a-z, 0-9 and -",
        "face.terminals.a { kind = DAHUA }     | face.terminals.a.address is missing | a text",
        "face.terminals.a { address = gate1 }  | face.terminals.a.address = \"gate1\" | IP address",
        "face.terminals.a { address = 1.2.3.x } | 3: face.terminals.a.address = \"1.2.3.x\" | IP address",
        "face.terminals.a { address = \"::1\", kind = SONY }     | face.terminals.a.kind = \"SONY\" | HIKVISION, ZKTECO, DAHUA",
        "face.terminals.a { address = \"::1\", spot = COLLECTOR } | face.terminals.a.spot = \"COLLECTOR\" | OUTER or INNER",
        "face.terminals.a { address = \"::1\", token = \"a/b\" }  | face.terminals.a.token = \"a/b\" | letters, digits",
        "face.terminals.a { address = \"::1\", pin = 1 }        | face.terminals.a.pin: no such key | spelling",
        "face.terminals { a.address = \"::1\", b.address = \"::1\" } | face.terminals.b | another address",
      })
  void aMistakeIsReportedWithLineKeyAndRemedy(String line, String place, String remedy) {
    assertThat(catchThrowableOfType(InvalidConfiguration.class, () -> read(line)).mistakes())
        .singleElement()
        .satisfies(
            mistake ->
                assertThat(mistake).startsWith("gate.conf:").contains(place).contains(remedy));
  }

  private static FaceSettings read(String block) throws InvalidConfiguration {
    return GateConfig.read("gate.conf", SMALLEST + block).devices().face().orElseThrow();
  }
}
