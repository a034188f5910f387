package org.shanmen.sim.serial;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fazecast.jSerialComm.SerialPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real terminals, and at the other end the library that the daemon uses. */
@Timeout(180)
class SerialLineTest {
  @TempDir Path directory;

  private final BlockingQueue<Byte> heard = new LinkedBlockingQueue<>();
  private Path link;
  private SerialLine line;

  @BeforeEach
  void plugIn() throws IOException {
    link = directory.resolve("scanner");
    line =
        new SerialLine(
            link,
            bytes -> {
              for (byte b : bytes) {
                heard.add(b);
              }
            });
    line.plug();
  }

  @AfterEach
  void clear() throws IOException {
    line.close();
  }

  @Test
  void everyByteReachesTheDaemonAsItIs() throws Exception {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    var daemon = open();
    line.send(all);

    assertThat(read(daemon, all.length)).isEqualTo(all);
    daemon.closePort();
  }

  @Test
  void whatTheDaemonSaysArrivesAndIsNotEchoed() throws Exception {
    var daemon = open();
    byte[] said = {(byte) 0xFD, 0, 0x0D, 0x0A, 3};
    daemon.writeBytes(said, said.length);
    for (byte expected : said) {
      assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo(expected);
    }
    line.send(new byte[] {0x41});

    assertThat(read(daemon, 1)).containsExactly(0x41);
    daemon.closePort();
  }

  @Test
  void whatNobodyListensToIsLost() throws Exception {
    line.send("stale\r".getBytes(UTF_8));
    var daemon = open();
    line.send("fresh\r".getBytes(UTF_8));

    assertThat(read(daemon, 6)).isEqualTo("fresh\r".getBytes(UTF_8));
    daemon.closePort();
  }

  @Test
  void aLineThatTheDaemonLetGoIsAFreshOneForTheNext() throws Exception {
    var before = Files.readSymbolicLink(link);
    var daemon = open();
    byte[] hello = {1};
    daemon.writeBytes(hello, 1);
    heard.poll(30, TimeUnit.SECONDS);
    line.send("unread\r".getBytes(UTF_8));
    daemon.closePort();
    while (Files.readSymbolicLink(link).equals(before)) {
      Thread.onSpinWait();
    }
    var next = open();
    line.send("fresh\r".getBytes(UTF_8));

    assertThat(read(next, 6)).isEqualTo("fresh\r".getBytes(UTF_8));
    next.closePort();
  }

  @Test
  void anUnpluggedLineHangsUpAndPluggedInAgainItWorks() throws Exception {
    var daemon = open();
    line.unplug();
    assertThat(daemon.readBytes(new byte[1], 1)).isLessThanOrEqualTo(0);
    daemon.closePort();
    assertThat(link).doesNotExist();
    assertThatThrownBy(() -> line.send(new byte[] {1}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("unplugged");
    line.unplug();
    line.plug();
    line.plug();
    var again = open();
    line.send("x".getBytes(UTF_8));

    assertThat(read(again, 1)).isEqualTo("x".getBytes(UTF_8));
    again.closePort();
  }

  @Test
  void aDaemonThatDoesNotReadBlocksNobody() throws Exception {
    var daemon = open();
    for (int i = 0; i < 100; i++) {
      line.send(new byte[1000]);
    }

    // The kernel hands bytes over in its own time: wait for the first.
    assertThat(read(daemon, 1)).hasSize(1);
    assertThat(daemon.bytesAvailable()).isLessThan(99_000);
    daemon.closePort();
  }

  private SerialPort open() throws IOException {
    var port = SerialPort.getCommPort(link.toRealPath().toString());
    port.setComPortParameters(9600, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY);
    port.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, 5_000, 0);
    assertThat(port.openPort()).isTrue();
    return port;
  }

  private static byte[] read(SerialPort port, int count) {
    var read = new ByteArrayOutputStream();
    byte[] buffer = new byte[count];
    while (read.size() < count) {
      int got = port.readBytes(buffer, count - read.size());
      if (got <= 0) {
        break;
      }
      read.write(buffer, 0, got);
    }
    return read.toByteArray();
  }
}
