package org.shanmen.gate.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.gate.device.face.FaceSettings;
import org.shanmen.gate.device.gpio.FakePins;
import org.shanmen.gate.device.gpio.TestWires;
import org.shanmen.gate.device.gpio.UnknownProvider;
import org.shanmen.gate.device.serial.PanelProtocol;
import org.shanmen.gate.device.serial.PanelSettings;
import org.shanmen.gate.device.serial.PseudoTerminal;
import org.shanmen.gate.device.serial.SerialPortSettings;
import org.shanmen.gate.device.serial.SerialSettings;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Signal.ArmPushed;
import org.shanmen.protocol.wire.LampColour;

class DevicesTest {
  private static final int RELEASE_IN = 17;
  private static final int GREEN = 23;
  private static final int FIRE = 13;

  @TempDir Path directory;

  private final RecordingInbox inbox = new RecordingInbox();

  @BeforeEach
  void aQuietLane() {
    FakePins.reset();
    FakePins.set(FIRE, true);
  }

  @Test
  void aLaneWithWiresOnlyIsSilentAndWell() throws Exception {
    try (Devices devices =
        Devices.open(settings(FakePins.INPUT, Optional.empty()), inbox, ArmPosition.LOCKED)) {
      devices.panel().show("请刷票");
      devices.voice().say("请刷票");
      devices.arm().move(ArmPosition.RELEASED_IN);
      devices.lamp().show(LampColour.LAMP_GREEN);
      assertThat(FakePins.isHigh(RELEASE_IN)).isTrue();
      assertThat(FakePins.isHigh(GREEN)).isTrue();
      inbox.next(ArmPushed.class);
      assertThat(inbox.left()).isEmpty();
      assertThat(devices.counts()).isEmpty();
    }
    assertThat(FakePins.isHigh(RELEASE_IN)).isFalse();
  }

  @Test
  void aPanelThatIsConfiguredShowsTexts() throws Exception {
    Path plug = directory.resolve("panel");
    try (PseudoTerminal panel = PseudoTerminal.plugInto(plug);
        Devices devices =
            Devices.open(
                settings(FakePins.INPUT, Optional.of(plug.toString())),
                inbox,
                ArmPosition.LOCKED)) {
      devices.panel().show("OK");
      assertThat(panel.receives(10)).startsWith(0xDA, 0x01);
    }
  }

  @Test
  void anUnknownProviderIsAMistakeInTheConfiguration() {
    assertThatThrownBy(
            () -> Devices.open(settings("none", Optional.empty()), inbox, ArmPosition.LOCKED))
        .isInstanceOf(UnknownProvider.class)
        .hasMessageStartingWith("gpio.input-provider = \"none\": no such Pi4J provider");
  }

  private DeviceSettings settings(String inputProvider, Optional<String> panel) {
    return new DeviceSettings(
        directory.resolve("native"),
        new SerialSettings(
            List.of(),
            panel.map(
                device ->
                    new PanelSettings(
                        new SerialPortSettings(device, 9600), new PanelProtocol.Da())),
            Optional.empty()),
        TestWires.with(inputProvider, FakePins.OUTPUT),
        Optional.of(FaceSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
