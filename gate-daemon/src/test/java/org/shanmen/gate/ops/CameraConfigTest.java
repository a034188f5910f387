package org.shanmen.gate.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shanmen.gate.device.camera.CameraSettings;
import org.shanmen.gate.device.camera.FrameFormat;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.conf.InvalidConfiguration;

class CameraConfigTest {
  private static final String SMALLEST =
      """
      gate { id = N1, data = "/tmp/n1" }
      centre.host = "10.0.0.1"
      """;

  @Test
  void aLaneNeedsNoCamera() throws Exception {
    assertThat(GateConfig.read("gate.conf", SMALLEST).devices().camera()).isEmpty();
  }

  @Test
  void aCameraNeedsItsCommandOnly() throws Exception {
    var config = GateConfig.read("gate.conf", SMALLEST + "camera.command = [rpicam-vid, -t, 0]");

    assertThat(config.devices().camera())
        .contains(
            new CameraSettings(
                List.of("rpicam-vid", "-t", "0"),
                640,
                480,
                640,
                FrameFormat.YUV420,
                Spot.OUTER,
                40));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "camera { width = 640 }                     | camera.command is missing | a list of texts",
        "camera.command = \"rpicam-vid\"            | 3: camera.command = \"rpicam-vid\" | a list of texts in brackets",
        "camera.command = []                        | 3: camera.command = [] | a list of texts in brackets",
        "camera { command = [a], width = 8 }        | 3: camera.width = 8 | 32 to 2048",
        "camera { command = [a], stride = 600 }     | 3: camera.stride = 600 | 640 to 4096",
        "camera { command = [a], format = RGB }     | 3: camera.format = \"RGB\" | GREY, YUV420",
        "camera { command = [a], spot = COLLECTOR } | 3: camera.spot = \"COLLECTOR\" | OUTER or INNER",
        "camera { command = [a], budget-millis = 5 } | 3: camera.budget-millis = 5 | 10 to 1000"
      })
  void aMistakeIsReportedWithLineKeyAndRemedy(String line, String place, String remedy) {
    assertThat(
            catchThrowableOfType(
                    InvalidConfiguration.class, () -> GateConfig.read("gate.conf", SMALLEST + line))
                .mistakes())
        .singleElement()
        .satisfies(
            mistake ->
                assertThat(mistake).startsWith("gate.conf:").contains(place).contains(remedy));
  }
}
