package org.shanmen.gate.device.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.gate.device.Eventually;
import org.shanmen.gate.device.RecordingInbox;
import org.shanmen.gate.device.watch.Backoff;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.device.watch.Health;
import org.shanmen.gate.lane.port.Signal.DeviceHealth;

@Timeout(180)
class SerialLineTest {
  @TempDir Path directory;

  private final RecordingInbox inbox = new RecordingInbox();
  private final Counts counts = new Counts();
  private Path plug;

  @BeforeEach
  void aPlug() {
    NativeLibrary.placeIn(directory.resolve("native"));
    plug = directory.resolve("plug");
  }

  @Test
  void aListenerThatThrowsDoesNotSilenceTheLine() throws Exception {
    var heard = new LinkedBlockingQueue<Byte>();
    SerialLine.Listener listener =
        (bytes, length, atNanos) -> {
          if (bytes[0] == '!') {
            throw new IllegalStateException("on purpose");
          }
          heard.add(bytes[0]);
        };
    try (var device = PseudoTerminal.plugInto(plug);
        var line = line(listener)) {
      line.start();
      Eventually.until(() -> line.openings() > 0);
      device.sends((byte) 'a');
      assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo((byte) 'a');
      device.sends((byte) '!');
      Eventually.until(() -> counts.snapshot().containsKey("test.failed"));

      device.sends((byte) 'b');

      assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo((byte) 'b');
      assertThat(counts.snapshot()).containsEntry("test.failed", 1L);
    }
  }

  @Test
  void aDeviceThatTakesNoBytesIsAFaultAndDoesNotHoldTheWriterForEver() throws Exception {
    var opened = new CountDownLatch(1);
    SerialLine.Listener listener =
        new SerialLine.Listener() {
          @Override
          public void opened() {
            opened.countDown();
          }

          @Override
          public void received(byte[] bytes, int length, long atNanos) {}
        };
    try (var device = PseudoTerminal.plugDeadInto(plug);
        var line = line(listener)) {
      line.start();
      assertThat(opened.await(30, TimeUnit.SECONDS)).isTrue();

      assertThat(line.write(new byte[100_000])).isFalse();

      assertThat(inbox.next(DeviceHealth.class).detail()).contains("takes no bytes");
      assertThat(inbox.left()).as("a port that opens is not yet well").isEmpty();
    }
  }

  @Test
  void nothingCanBeWrittenToALineThatIsDown() {
    try (var line = line((bytes, length, atNanos) -> {})) {
      line.start();
      assertThat(line.write(new byte[] {1})).isFalse();
    }
  }

  private SerialLine line(SerialLine.Listener listener) {
    return new SerialLine(
        "test",
        new SerialPortSettings(plug.toString(), 9600),
        listener,
        new Health("test", inbox),
        counts,
        new Backoff(10, 100, new SplittableRandom(1)));
  }
}
