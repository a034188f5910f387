package org.shanmen.sim.park;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cable between two sockets of ours; everything is waited for, and nothing by time. */
class CableTest {
  private static final int PATIENCE_MILLIS = 60_000;

  private ServerSocket centre;
  private Cable cable;

  @BeforeEach
  void lay() throws IOException {
    centre = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    centre.setSoTimeout(PATIENCE_MILLIS);
    cable = new Cable(centre.getLocalPort());
  }

  @AfterEach
  void takeAway() throws IOException {
    cable.close();
    centre.close();
  }

  @Test
  void itCarriesBothWays() throws IOException {
    try (var gate = dial();
        var accepted = accept()) {
      say(gate, "hello");
      assertThat(heard(accepted, 5)).isEqualTo("hello");
      say(accepted, "welcome");
      assertThat(heard(gate, 7)).isEqualTo("welcome");
    }
  }

  @Test
  void whatIsLateArrivesWhenItIsMended() throws IOException {
    try (var gate = dial();
        var accepted = accept()) {
      cable.become(CableState.TO_CENTRE_ONLY);
      say(accepted, "late");
      say(gate, "in time");
      assertThat(heard(accepted, 7)).isEqualTo("in time");
      cable.mend();
      assertThat(heard(gate, 4)).isEqualTo("late");
    }
  }

  @Test
  void aCutEndsWhatStandsAndMendedItCarriesAgain() throws IOException {
    try (var gate = dial();
        var accepted = accept()) {
      cable.cut();
      assertThat(gate.getInputStream().read()).isEqualTo(-1);
      assertThat(accepted.getInputStream().read()).isEqualTo(-1);
    }
    cable.mend();
    try (var gate = dial();
        var accepted = accept()) {
      say(gate, "again");
      assertThat(heard(accepted, 5)).isEqualTo("again");
    }
  }

  @Test
  void flappingItEndsEveryConnectionSoon() throws IOException {
    cable.become(CableState.FLAPPING);
    for (int i = 0; i < 10; i++) {
      try (var gate = dial();
          var accepted = accept()) {
        assertThat(bytesUntilItEnds(gate, accepted)).isLessThan(100 * Cable.SLOW_BYTES);
      }
    }
    assertThat(cable.connections()).isEqualTo(10);
  }

  private static int bytesUntilItEnds(Socket gate, Socket accepted) {
    int bytes = 0;
    try {
      while (true) {
        gate.getOutputStream().write(7);
        if (accepted.getInputStream().read() < 0) {
          return bytes;
        }
        bytes++;
      }
    } catch (IOException ended) {
      return bytes;
    }
  }

  private Socket dial() throws IOException {
    var gate = new Socket(InetAddress.getLoopbackAddress(), cable.port());
    gate.setSoTimeout(PATIENCE_MILLIS);
    return gate;
  }

  private Socket accept() throws IOException {
    var accepted = centre.accept();
    accepted.setSoTimeout(PATIENCE_MILLIS);
    return accepted;
  }

  private static void say(Socket to, String what) throws IOException {
    to.getOutputStream().write(what.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private static String heard(Socket from, int bytes) throws IOException {
    return new String(
        from.getInputStream().readNBytes(bytes), java.nio.charset.StandardCharsets.US_ASCII);
  }
}
