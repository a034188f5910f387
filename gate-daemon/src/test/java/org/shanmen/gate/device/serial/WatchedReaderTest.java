package org.shanmen.gate.device.serial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.gate.device.RecordingInbox;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.Signal.DeviceHealth;
import org.shanmen.gate.lane.port.Signal.Presented;
import org.shanmen.gate.lane.port.Spot;

/** Readers that hang while they are plugged in, on real pseudo-terminals; how soon: LifeWatch. */
@Timeout(180)
class WatchedReaderTest {
  private static final byte ASK = 0x3F;
  private static final byte ANSWER = 0x21;

  @TempDir Path directory;

  private final RecordingInbox inbox = new RecordingInbox();
  private final SerialDevices devices = new SerialDevices(inbox, new Counts());
  private Path plug;

  @BeforeEach
  void aPlug() {
    NativeLibrary.placeIn(directory.resolve("native"));
    plug = directory.resolve("plug");
  }

  @AfterEach
  void close() {
    devices.close();
  }

  @Test
  void aScannerThatHangsIsMissedOnceAndServesAgainWhenItAnswers() throws Exception {
    try (var scanner = PseudoTerminal.plugInto(plug)) {
      devices.reader(scanner(new byte[] {ASK}));
      scanner.awaits(new byte[] {ASK});

      DeviceHealth fault = inbox.next(DeviceHealth.class);

      assertThat(fault.device()).isEqualTo("scanner");
      assertThat(fault.well()).isFalse();
      assertThat(fault.detail()).contains("no sign of life").contains("serial.scanner.alive");
      scanner.awaits(new byte[] {ASK});
      scanner.sends(ANSWER);
      assertThat(inbox.next()).isEqualTo(new DeviceHealth("scanner", true, ""));
      scanner.sends("!7GH2KQ\r!".getBytes(US_ASCII));
      assertThat(inbox.next(Presented.class).value()).isEqualTo("7GH2KQ");
    }
  }

  @Test
  void aReaderThatSaysByItselfThatItLivesIsMissedWhenItDoesNot() throws Exception {
    try (var scanner = PseudoTerminal.plugInto(plug)) {
      devices.reader(scanner(new byte[0]));

      assertThat(inbox.next(DeviceHealth.class).well()).isFalse();

      scanner.sends("AFTER\r".getBytes(US_ASCII));
      assertThat(inbox.next())
          .as("a code will do")
          .isEqualTo(new DeviceHealth("scanner", true, ""));
      assertThat(inbox.next(Presented.class).value()).isEqualTo("AFTER");
    }
  }

  private ReaderSettings scanner(byte[] ask) {
    return new ReaderSettings(
        "scanner",
        Spot.OUTER,
        new SerialPortSettings(plug.toString(), 9600),
        new ReaderProtocol.Codes(Suffix.CR),
        Optional.of(new LifeSign(ask, new byte[] {ANSWER}, 300)));
  }
}
