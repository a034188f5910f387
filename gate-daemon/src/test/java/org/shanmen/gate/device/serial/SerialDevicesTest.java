package org.shanmen.gate.device.serial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shanmen.gate.device.Eventually;
import org.shanmen.gate.device.RecordingInbox;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.Panel;
import org.shanmen.gate.lane.port.Signal.DeviceHealth;
import org.shanmen.gate.lane.port.Signal.Presented;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.gate.lane.port.Urgency;
import org.shanmen.gate.lane.port.Voice;
import org.shanmen.protocol.wire.CredentialKind;

/** Real serial ports: pseudo-terminals through jSerialComm. */
@Timeout(180)
class SerialDevicesTest {
  private static final byte ACCEPTED = 0x41;
  private static final byte IDLE = 0x4F;

  @TempDir Path directory;

  private final RecordingInbox inbox = new RecordingInbox();
  private final Counts counts = new Counts();
  private final SerialDevices devices = new SerialDevices(inbox, counts);
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
  void aScannedCodeIsPresented() throws Exception {
    try (var scanner = PseudoTerminal.plugInto(plug)) {
      devices.reader(scanner(port(), Suffix.CR));
      awaitOpened("scanner", 1);

      scanner.sends("7GH2KQ\r".getBytes(US_ASCII));

      Presented presented = inbox.next(Presented.class);
      assertThat(presented.kind()).isEqualTo(CredentialKind.QR);
      assertThat(presented.value()).isEqualTo("7GH2KQ");
      assertThat(presented.reader()).isEqualTo("scanner");
      assertThat(System.nanoTime() - presented.atNanos()).isPositive();
    }
  }

  @Test
  void aCodeWithoutSuffixEndsWithSilence() throws Exception {
    try (var scanner = PseudoTerminal.plugInto(plug)) {
      devices.reader(scanner(port(), Suffix.NONE));
      awaitOpened("scanner", 1);

      scanner.sends("7GH2KQ".getBytes(US_ASCII));

      assertThat(inbox.next(Presented.class).value()).isEqualTo("7GH2KQ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "STX_LEN, NONE, 1, 02 0A 02 06 00 8E 6D 5D B0 03,          06008E6D5D",
    "STX_LEN, EVEN, 1, 02 0A 02 06 00 8E 6D 5D B0 03,          06008E6D5D",
    "RFK101,  NONE, 2, 02 37 31 38 36 41 36 31 45 03 0A,       7186A61E",
    "WIEGAND, NONE, 1, 33 31 33 41 38 33 37 30 33 0D 0A,       89D41B81"
  })
  void aCardIsPresentedByEveryKindOfReader(
      CardProtocol protocol, Framing.Parity parity, int stopBits, String bytes, String card)
      throws Exception {
    try (var reader = PseudoTerminal.plugInto(plug)) {
      devices.reader(
          new ReaderSettings(
              "collector-reader",
              Spot.COLLECTOR,
              new SerialPortSettings(plug.toString(), 9600, new Framing(parity, stopBits)),
              new ReaderProtocol.Cards(protocol, ByteOrder.AS_SENT)));
      awaitOpened("collector-reader", 1);

      reader.sends(HexFormat.ofDelimiter(" ").parseHex(bytes));

      Presented presented = inbox.next(Presented.class);
      assertThat(presented.kind()).isEqualTo(CredentialKind.CARD);
      assertThat(presented.value()).isEqualTo(card);
      assertThat(presented.reader()).isEqualTo("collector-reader");
      assertThat(presented.spot()).isEqualTo(Spot.COLLECTOR);
    }
  }

  @Test
  void anIdCardIsPresentedByItsNumber() throws Exception {
    try (var reader = PseudoTerminal.plugInto(plug)) {
      devices.reader(
          new ReaderSettings(
              "id-reader", Spot.OUTER, port(), new ReaderProtocol.IdCards(Suffix.LF)));
      awaitOpened("id-reader", 1);

      reader.sends("11010519491231002X\n".getBytes(US_ASCII));

      Presented presented = inbox.next(Presented.class);
      assertThat(presented.kind()).isEqualTo(CredentialKind.ID_CARD);
      assertThat(presented.value()).isEqualTo("11010519491231002X");
    }
  }

  @Test
  void aWiegandCardThatOthersShareIsCountedAndNotPresented() throws Exception {
    try (var reader = PseudoTerminal.plugInto(plug)) {
      devices.reader(
          new ReaderSettings(
              "card-reader",
              Spot.OUTER,
              port(),
              new ReaderProtocol.Cards(CardProtocol.WIEGAND, ByteOrder.AS_SENT)));
      awaitOpened("card-reader", 1);

      // W26 of 88 04 87, then of D4 1B 81.
      reader.sends("01000100000000100100001110\r\n3A83702\r\n".getBytes(US_ASCII));

      assertThat(inbox.next(Presented.class).value()).isEqualTo("D41B81");
      assertThat(counts.snapshot()).containsExactly(Map.entry("card-reader.not-unique", 1L));
    }
  }

  @Test
  void theLineIsFramedAsConfigured() throws Exception {
    try (var reader = PseudoTerminal.plugInto(plug)) {
      devices.reader(
          scanner(new SerialPortSettings(plug.toString(), 19200, Framing.N82), Suffix.CR));
      awaitOpened("scanner", 1);

      var stty = new ProcessBuilder("stty", "-a", "-F", plug.toString()).start();

      assertThat(new String(stty.getInputStream().readAllBytes(), US_ASCII))
          .contains("speed 19200")
          .contains(" cstopb");
    }
  }

  @Test
  void anUnpluggedScannerIsAFaultOnceAndComesBackByItself() throws Exception {
    var scanner = PseudoTerminal.plugInto(plug);
    devices.reader(scanner(port(), Suffix.CR));
    awaitOpened("scanner", 1);
    scanner.sends("BEFORE\r".getBytes(US_ASCII));
    assertThat(inbox.next(Presented.class).value()).isEqualTo("BEFORE");
    scanner.sends("CUT O".getBytes(US_ASCII));

    scanner.close();

    DeviceHealth fault = (DeviceHealth) inbox.next();
    assertThat(fault.device()).isEqualTo("scanner");
    assertThat(fault.well()).isFalse();
    assertThat(fault.detail()).contains("unplugged");

    try (var again = PseudoTerminal.plugInto(plug)) {
      assertThat(inbox.next()).isEqualTo(new DeviceHealth("scanner", true, ""));
      awaitOpened("scanner", 2);
      again.sends("AFTER\r".getBytes(US_ASCII));
      assertThat(inbox.next(Presented.class).value()).isEqualTo("AFTER");
      assertThat(inbox.left()).isEmpty();
    }
  }

  @Test
  void aDeviceThatIsNotThereIsAFaultThatSaysSo() throws Exception {
    devices.reader(scanner(port(), Suffix.CR));

    DeviceHealth fault = inbox.next(DeviceHealth.class);

    assertThat(fault.well()).isFalse();
    assertThat(fault.detail()).isEqualTo(plug + ": no such device; is it plugged in?");
  }

  @Test
  void whatIsNoSerialPortIsAFault() throws Exception {
    devices.reader(scanner(new SerialPortSettings("/dev/null", 9600), Suffix.CR));

    DeviceHealth fault = inbox.next(DeviceHealth.class);

    assertThat(fault.well()).isFalse();
    assertThat(fault.detail()).contains("/dev/null: cannot be opened as a serial port");
  }

  @Test
  void garbageIsCountedAndTheNextCodeIsRead() throws Exception {
    try (var scanner = PseudoTerminal.plugInto(plug)) {
      devices.reader(scanner(port(), Suffix.CRLF));
      awaitOpened("scanner", 1);

      scanner.sends(new byte[] {(byte) 0xFF, 0, 3, '\r', '\n'});
      scanner.sends("X".repeat(2000).getBytes(US_ASCII));
      scanner.sends("\r\n7GH2KQ\r\n".getBytes(US_ASCII));

      assertThat(inbox.next(Presented.class).value()).isEqualTo("7GH2KQ");
      assertThat(counts.snapshot()).containsEntry("scanner.malformed", 2L);
    }
  }

  @Test
  void thePanelShowsTheTextAndShowsItAgainAfterAReplug() throws Exception {
    var first = PseudoTerminal.plugInto(plug);
    Panel panel = devices.panel(da());
    byte[] frame = PanelFrame.show("请刷票");

    panel.show("请刷票");

    assertThat(first.receives(frame.length)).isEqualTo(frame);
    first.close();
    try (var second = PseudoTerminal.plugInto(plug)) {
      assertThat(second.receives(frame.length)).isEqualTo(frame);
    }
  }

  @Test
  void aPanelThatWasAwayShowsOnlyTheLatestText() throws Exception {
    Panel panel = devices.panel(da());
    assertThat(inbox.next(DeviceHealth.class).well()).isFalse();
    panel.show("一");
    panel.show("二");
    panel.show("三");

    try (var led = PseudoTerminal.plugInto(plug)) {
      byte[] frame = PanelFrame.show("三");
      assertThat(led.receives(frame.length)).isEqualTo(frame);
      panel.show("四");
      assertThat(led.receives(frame.length)).isEqualTo(PanelFrame.show("四"));
    }
  }

  @Test
  void aPanelThatAnsweredIsMissedAndShowsItsTextAgain() throws Exception {
    try (var led = PseudoTerminal.plugInto(plug)) {
      Panel panel = devices.panel(new PanelSettings(port(), new PanelProtocol.Bx5k(64, 32, true)));
      panel.show("请刷票");
      led.awaits(Bx5kFrame.show("请刷票", 64, 32, true));
      led.sends(Bx5kFrame.ping());

      DeviceHealth fault = inbox.next(DeviceHealth.class);

      assertThat(fault.detail()).contains("panel does not answer");
      // How soon is told by PanelTalkTest, whose time nobody delays.
      led.sends((byte) 0xA5, (byte) 1, (byte) 0x5A, (byte) 'x');
      Eventually.until(() -> counts.snapshot().containsKey("panel.malformed"));
      assertThat(inbox.left()).as("garbage is no answer").isEmpty();
      led.sends(Bx5kFrame.ping());
      assertThat(inbox.next(DeviceHealth.class)).isEqualTo(new DeviceHealth("panel", true, ""));
      led.awaits(Bx5kFrame.show("请刷票", 64, 32, true));
    }
  }

  @Test
  void aPanelThatTakesNoBytesHoldsNobodyUpAndIsAFault() throws Exception {
    try (var led = PseudoTerminal.plugDeadInto(plug)) {
      Panel panel = devices.panel(da());
      awaitOpened("panel", 1);
      // More than a terminal holds that nobody reads; a lane that waited would never get through.
      for (int i = 0; i < 2_000 || inbox.left().isEmpty(); i++) {
        panel.show(i + "票".repeat(120));
        Thread.onSpinWait();
      }

      assertThat(inbox.next(DeviceHealth.class).detail()).contains("takes no bytes");
    }
  }

  @Test
  void theVoiceWaitsUntilThePromptBeforeIsFinished() throws Exception {
    try (var module = PseudoTerminal.plugInto(plug)) {
      Voice voice = devices.voice(syn6288());
      awaitOpened("voice", 1);
      voice.say("请通行");
      module.awaits(speech("请通行"));
      module.sends(ACCEPTED);

      voice.say("overtaken");
      voice.say("票已使用");
      module.sends(IDLE);

      assertThat(module.awaits(speech("票已使用"))).doesNotContain((byte) 'o');
    }
  }

  @Test
  void anEvacuationCutsOffAWelcome() throws Exception {
    try (var module = PseudoTerminal.plugInto(plug)) {
      Voice voice = devices.voice(new VoiceSettings(port(), VoiceProtocol.XFS5152));
      awaitOpened("voice", 1);
      voice.say("请通行");
      module.awaits(Xfs5152Frame.speak("请通行".getBytes(Charset.forName("GBK"))));
      module.sends(ACCEPTED);

      voice.say("火警", Urgency.EVACUATION);

      module.awaits(VoiceProtocol.XFS5152.stop());
      module.sends(ACCEPTED);
      module.awaits(Xfs5152Frame.speak("火警".getBytes(Charset.forName("GBK"))));
    }
  }

  @Test
  void aVoiceThatIsSilentIsMissedThoughNobodyComes() throws Exception {
    try (var module = PseudoTerminal.plugInto(plug)) {
      Voice voice = devices.voice(syn6288());
      awaitOpened("voice", 1);

      // How soon is told by ConversationTest, whose time nobody delays.
      assertThat(inbox.next(DeviceHealth.class).detail()).contains("does not answer");

      module.sends((byte) 0x00, (byte) 0xFF);
      Eventually.until(() -> counts.snapshot().getOrDefault("voice.malformed", 0L) == 2);
      assertThat(inbox.left()).as("garbage is no answer").isEmpty();
      voice.say("二");
      module.awaits(speech("二"));
      module.sends(ACCEPTED);
      assertThat(inbox.next(DeviceHealth.class)).isEqualTo(new DeviceHealth("voice", true, ""));
    }
  }

  /** What a device says, or is told, while its line is not open yet is lost. */
  private void awaitOpened(String device, int times) {
    Eventually.until(() -> devices.openings(device) >= times);
  }

  private static byte[] speech(String text) {
    return Syn6288Frame.speak(VoiceProtocol.SYN6288.texts(text).get(0));
  }

  private static ReaderSettings scanner(SerialPortSettings port, Suffix suffix) {
    return new ReaderSettings("scanner", Spot.OUTER, port, new ReaderProtocol.Codes(suffix));
  }

  private PanelSettings da() {
    return new PanelSettings(port(), new PanelProtocol.Da());
  }

  private VoiceSettings syn6288() {
    return new VoiceSettings(port(), VoiceProtocol.SYN6288);
  }

  private SerialPortSettings port() {
    return new SerialPortSettings(plug.toString(), 9600);
  }
}
