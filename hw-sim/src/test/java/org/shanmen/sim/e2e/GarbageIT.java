package org.shanmen.sim.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.park.GateHouse;
import org.shanmen.sim.park.RawGate;
import org.shanmen.sim.serial.SerialDevice;

/** Noise on a wire opens nothing, stops nothing, and is forgotten when sense comes again. */
@ExtendWith(RunningPark.class)
class GarbageIT {
  private static final int ROUNDS = 50;
  private static final int MOST_BYTES = 600;

  private final TestPark park;
  private final Random random = new Random(20261121);

  GarbageIT(TestPark park) {
    this.park = park;
  }

  @AfterEach
  void theLaneStaysLockedAndTheNextVisitorGetsIn() throws IOException {
    GateHouse gate = park.n1();
    assertThat(gate.program().isAlive()).isTrue();
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, TestPark.SOON);
    // A visitor after the noise may have to show his ticket twice, as before any scanner.
    TestPark.Ticket ticket = park.sell(ModelPark.DAY);
    gate.lane().garbage(SerialDevice.SCANNER, new byte[] {'\r'});
    assertThat(park.enter(gate, ticket.qr()).reason()).isEmpty();
    gate.awaitLinked();
  }

  @ParameterizedTest
  @EnumSource(
      value = SerialDevice.class,
      names = {"SCANNER", "CARD_READER", "PANEL", "VOICE"})
  void onASerialLine(SerialDevice device) throws IOException {
    long passes = park.n1().lane().state().sensed().passed();
    for (int i = 0; i < ROUNDS; i++) {
      park.n1().lane().garbage(device, noise());
    }
    park.n1().awaitAnswer();
    assertThat(park.n1().lane().state().sensed().passed()).isEqualTo(passes);
  }

  @Test
  void onTheFaceTerminalsPort() throws Exception {
    URI face = park.n1().face();
    for (int i = 0; i < ROUNDS; i++) {
      raw(face.getPort(), noise());
    }
    HttpClient http = HttpClient.newHttpClient();
    for (String body :
        List.of(
            "",
            "{",
            "null",
            "[]",
            "{\"AccessControllerEvent\":7}",
            "{\"AccessControllerEvent\":{\"subEventType\":\"x\",\"employeeNoString\":[]}}",
            "x".repeat(300_000))) {
      var request =
          HttpRequest.newBuilder(face)
              .timeout(TestPark.SOON)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build();
      try {
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isLessThan(500);
      } catch (IOException e) {
        // Hanging up on nonsense is an answer, too.
      }
    }
  }

  @Test
  void onTheGatesLocalPort() {
    for (int i = 0; i < ROUNDS; i++) {
      raw(park.n1().ops().root().getPort(), noise());
    }
  }

  @Test
  void onTheCentresGatePort() throws Exception {
    int port = park.park().centre().gatelinkPort();
    for (int i = 0; i < ROUNDS; i++) {
      raw(port, noise());
    }
    for (byte[] frame :
        List.of(new byte[0], new byte[] {-1}, noise(), new byte[] {0x52, 0x7f, 1, 2})) {
      try (var stranger = RawGate.withoutCertificate(port)) {
        stranger.sendBytes(frame);
        stranger.receive();
      }
    }
    try (var stranger = RawGate.withoutCertificate(port)) {
      stranger.sendUnframed(new byte[] {0x7f, -1, -1, -1, 1, 2, 3});
      stranger.receive();
    }
  }

  @Test
  void onTheCentresWebPort() {
    for (int i = 0; i < ROUNDS; i++) {
      raw(park.park().centre().root().getPort(), noise());
    }
    assertThat(park.as("viewer").get("/board").getJsonArray("gates"))
        .hasSizeGreaterThanOrEqualTo(park.park().gates().size());
  }

  private byte[] noise() {
    byte[] bytes = new byte[1 + random.nextInt(MOST_BYTES)];
    random.nextBytes(bytes);
    if (random.nextInt(4) == 0) {
      byte[] start =
          "POST /hikvision HTTP/1.1\r\nContent-Length: 9".getBytes(StandardCharsets.UTF_8);
      System.arraycopy(start, 0, bytes, 0, Math.min(start.length, bytes.length));
    }
    return bytes;
  }

  private static void raw(int port, byte[] bytes) {
    try (var socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(200);
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      socket.getInputStream().readNBytes(64);
    } catch (IOException e) {
      // The other side may hang up at any moment.
    }
  }
}
