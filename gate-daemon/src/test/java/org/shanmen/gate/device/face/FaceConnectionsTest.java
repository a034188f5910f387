package org.shanmen.gate.device.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.shanmen.gate.Limits;
import org.shanmen.gate.device.Eventually;
import org.shanmen.gate.lane.port.Signal.DeviceHealth;

/** What may go wrong with connections, addresses and requests, over real HTTP. */
@Timeout(180)
class FaceConnectionsTest {
  private static final String MANUAL = HikvisionEventTest.MANUAL;

  private final ListeningGate gate = new ListeningGate();

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    String large = MANUAL + " ".repeat(Limits.FACE_BODY_BYTES);
    assertThat(gate.post(large).statusCode()).isEqualTo(413);
    assertThat(gate.inbox().left()).isEmpty();
  }

  @Test
  void whatIsNoHttpIsRefusedAndTheNextConnectionWorks() throws Exception {
    try (Socket socket = gate.connect()) {
      socket.getOutputStream().write("\u0000\u0001 garbage\r\n\r\n".getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 400 ");
    }
    assertThat(gate.post(MANUAL).statusCode()).isEqualTo(200);
  }

  @Test
  void connectionsAreBoundedAndFreedAgain() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < Limits.FACE_CONNECTIONS; i++) {
        Socket socket = gate.connect();
        sockets.add(socket);
        get(socket);
      }
      try (Socket tooMany = gate.connect()) {
        assertThat(isClosedByPeer(tooMany.getInputStream())).isTrue();
      }
      assertThat(gate.counts().snapshot()).containsEntry("face.crowded", 1L);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    Eventually.until(this::isServed);
  }

  @Test
  void anAddressThatIsTakenIsAFaultUntilItIsFree() throws Exception {
    FaceTerminal waiting;
    try (ServerSocket holder = new ServerSocket()) {
      holder.bind(ListeningGate.local(0));
      waiting =
          FaceTerminal.open(
              FaceSettings.at(ListeningGate.local(holder.getLocalPort())),
              gate.inbox(),
              gate.counts());
      DeviceHealth fault = gate.inbox().next(DeviceHealth.class);
      assertThat(fault.device()).isEqualTo("face");
      assertThat(fault.well()).isFalse();
      assertThat(fault.detail()).contains("(face.listen)");
    }
    try {
      assertThat(gate.inbox().next(DeviceHealth.class).well()).isTrue();
    } finally {
      waiting.close();
    }
  }

  private boolean isServed() {
    try {
      return gate.post(MANUAL).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** One request and its answer's first byte: by then the connection is counted. */
  private static void get(Socket socket) throws IOException {
    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: gate\r\n\r\n".getBytes(UTF_8));
    assertThat(socket.getInputStream().read()).isEqualTo('H');
  }

  private static boolean isClosedByPeer(InputStream in) {
    try {
      return in.read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }
}
