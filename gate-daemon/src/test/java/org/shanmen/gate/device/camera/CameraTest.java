package org.shanmen.gate.device.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.gate.device.Eventually;
import org.shanmen.gate.device.RecordingInbox;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.Signal.DeviceHealth;
import org.shanmen.gate.lane.port.Signal.Presented;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.CredentialKind;

/** Real programs that write frames: shell scripts in a folder of their own. */
@Timeout(180)
class CameraTest {
  private static final int SIDE = 160;
  private static final String STREAM = "while cat ticket; do sleep 0.02; done";

  @TempDir Path folder;

  private final RecordingInbox inbox = new RecordingInbox();
  private final Counts counts = new Counts();
  private Camera camera;

  @AfterEach
  void close() {
    if (camera != null) {
      camera.close();
    }
  }

  @Test
  void aTicketBeforeTheCameraIsPresented() throws Exception {
    show("T-1 次卡");
    open(STREAM);

    Presented presented = inbox.next(Presented.class);
    assertThat(presented.kind()).isEqualTo(CredentialKind.QR);
    assertThat(presented.value()).isEqualTo("T-1 次卡");
    assertThat(presented.reader()).isEqualTo("camera");
    assertThat(presented.spot()).isEqualTo(Spot.INNER);
  }

  @Test
  void theNextTicketIsSeenAsSoonAsItIsThere() throws Exception {
    show("T-1");
    open(STREAM);
    assertThat(inbox.next(Presented.class).value()).isEqualTo("T-1");
    show("T-2");
    inbox.next(signal -> signal instanceof Presented seen && seen.value().equals("T-2"));
  }

  @Test
  void aProgramThatEndsIsToldWithItsLastWordsAndStartedAgain() throws Exception {
    show("T-1");
    open(
        "if [ ! -e tried ]; then touch tried; echo 'no cameras available' >&2; exit 3; fi", STREAM);

    DeviceHealth fault = inbox.next(DeviceHealth.class);
    assertThat(fault.device()).isEqualTo("camera");
    assertThat(fault.well()).isFalse();
    assertThat(fault.detail())
        .contains("(camera.command)", "exit code 3", "it said: no cameras available");
    assertThat(inbox.next(DeviceHealth.class).well()).isTrue();
    assertThat(inbox.next(Presented.class).value()).isEqualTo("T-1");
  }

  @Test
  void aProgramThatStallsIsEndedWithItsChildrenAndStartedAgain() throws Exception {
    show("T-1");
    open(
        "if [ ! -e tried ]; then touch tried; cat ticket; sleep 600 & echo $! > child; wait; fi",
        STREAM);

    DeviceHealth fault = inbox.next(DeviceHealth.class);
    assertThat(fault.well()).isFalse();
    assertThat(fault.detail()).contains("wrote no frames any more");
    assertThat(inbox.next(DeviceHealth.class).well()).isTrue();
    Eventually.until(() -> !isAlive("child"));
  }

  @Test
  void aProgramThatIsNotThereIsAFault() throws Exception {
    camera = open(List.of(folder.resolve("none").toString()), FrameFormat.GREY);

    DeviceHealth fault = inbox.next(DeviceHealth.class);
    assertThat(fault.well()).isFalse();
    assertThat(fault.detail()).contains("none (camera.command): cannot be started");
  }

  @Test
  void closingEndsTheProgramAndItsChildren() throws Exception {
    show("T-1");
    open("echo $$ > parent", "cat ticket", "sleep 600 & echo $! > child", STREAM);
    inbox.next(Presented.class);
    Eventually.until(() -> isAlive("child"));

    camera.close();
    Eventually.until(() -> !isAlive("parent") && !isAlive("child"));
  }

  @Test
  void aCodeThatIsNoTicketIsCountedOnly() throws Exception {
    show("BEGIN:VCARD\nEND:VCARD");
    open(STREAM);

    Eventually.until(() -> counts.snapshot().containsKey("camera.malformed"));
    assertThat(inbox.left()).isEmpty();
  }

  private void show(String text) throws IOException {
    Path drawn = Files.write(folder.resolve("drawn"), Codes.drawn(text, SIDE).pixels());
    Files.move(drawn, folder.resolve("ticket"), StandardCopyOption.REPLACE_EXISTING);
  }

  private void open(String... script) {
    String whole = "cd '" + folder + "'\n" + String.join("\n", script);
    camera = open(List.of("sh", "-c", whole), FrameFormat.GREY);
  }

  private Camera open(List<String> command, FrameFormat format) {
    var settings = new CameraSettings(command, SIDE, SIDE, SIDE, format, Spot.INNER, 100);
    // No test waits as long as a first frame may take, so a stall must be told by its own time.
    var patience = new Camera.Patience(60_000, 1_000, 20, 40);
    return Camera.open(settings, patience, inbox, counts);
  }

  /** Whether the process whose number stands in a file is there. */
  private boolean isAlive(String file) {
    try {
      String number = Files.readString(folder.resolve(file)).strip();
      return !number.isEmpty()
          && ProcessHandle.of(Long.parseLong(number)).map(ProcessHandle::isAlive).orElse(false);
    } catch (IOException notYet) {
      return false;
    }
  }
}
