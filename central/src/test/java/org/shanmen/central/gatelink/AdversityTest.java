package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.HeartbeatReply;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.Refusal;

class AdversityTest {
  @TempDir Path temp;
  private TestCentre centre;

  @AfterEach
  void stop() {
    centre.close();
  }

  @Test
  void whatIsNoFrameEndsOnlyThatConnection() throws Exception {
    centre = new TestCentre(temp);
    var identity = centre.enrol("N2");
    try (var other = centre.gate("N1")) {
      var oversized = new byte[] {0, 0x10, 0, 1, 1};
      var noEnvelope = new byte[] {0, 0, 0, 3, -1, -1, -1};
      var outOfOrder =
          Frames.of(
              Envelope.newBuilder()
                  .setNumber(7)
                  .setHeartbeat(Heartbeat.getDefaultInstance())
                  .build());
      var http = "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      var noise = new byte[3000];
      new Random(1).nextBytes(noise);
      for (var bytes : new byte[][] {oversized, noEnvelope, outOfOrder, http, noise}) {
        for (boolean greeted : new boolean[] {false, true}) {
          try (var gate = TestGate.connect(centre, identity)) {
            if (greeted) {
              gate.hello("N2");
            }
            gate.sendBytes(bytes);
            assertThat(gate.refused()).isEqualTo(Refusal.Cause.BAD_FRAME);
          }
        }
      }
      other.heartbeat();
      other.await(Envelope.BodyCase.HEARTBEAT_REPLY);
    }
  }

  @Test
  void aMessageThatDoesNotBelongThereEndsTheConnection() throws Exception {
    centre = new TestCentre(temp);
    var identity = centre.enrol("N1");
    try (var gate = TestGate.connect(centre, identity)) {
      gate.heartbeat();
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.OUT_OF_ORDER);
    }
    try (var gate = TestGate.connect(centre, identity).hello("N1")) {
      gate.sendHello("N1", 0, 0);
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.OUT_OF_ORDER);
    }
    try (var gate = TestGate.connect(centre, identity).hello("N1")) {
      gate.send(Envelope.newBuilder().setHeartbeatReply(HeartbeatReply.getDefaultInstance()));
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.OUT_OF_ORDER);
    }
    try (var gate = TestGate.connect(centre, identity)) {
      gate.sendEnrol("N1.X.Y", TestGate.request(TestGate.newKeys()));
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.OUT_OF_ORDER);
    }
  }

  @Test
  void aVersionThatTheCentreDoesNotSpeakIsRefused() throws Exception {
    centre = new TestCentre(temp);
    try (var gate = TestGate.connect(centre, centre.enrol("N1"))) {
      gate.send(
          Envelope.newBuilder().setHello(Hello.newBuilder().setProtocolVersion(9).setGate("N1")));
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.PROTOCOL_VERSION);
    }
  }

  @Test
  void aNewerConnectionOfTheSameGateTakesOver() throws Exception {
    centre = new TestCentre(temp);
    var identity = centre.enrol("N1");
    try (var older = TestGate.connect(centre, identity).hello("N1");
        var newer = TestGate.connect(centre, identity).hello("N1")) {
      assertThat(older.refused()).isEqualTo(Refusal.Cause.SUPERSEDED);
      newer.heartbeat();
      newer.await(Envelope.BodyCase.HEARTBEAT_REPLY);
      assertThat(centre.link.connected()).isEqualTo(1);
    }
  }

  @Test
  void strangersCannotCrowdOutGates() throws Exception {
    centre = new TestCentre(temp);
    var identity = centre.enrol("N1");
    try (var gate = TestGate.connect(centre, identity).hello("N1")) {
      var strangers = new java.util.ArrayList<TestGate>();
      for (int i = 0; i < Limits.UNKNOWN_CONNECTIONS; i++) {
        strangers.add(TestGate.connect(centre, TestGate.Identity.NONE));
      }
      // One more: the eldest must go for it, and it can enrol.
      centre.enrol("N2");
      assertThat(strangers.get(0).next()).isNull();
      gate.heartbeat();
      gate.await(Envelope.BodyCase.HEARTBEAT_REPLY);
      TestGate.connect(centre, identity).hello("N1").close();
      for (var stranger : strangers) {
        stranger.close();
      }
    }
  }

  @Test
  void aCentreThatShutsDownSaysSo() throws Exception {
    centre = new TestCentre(temp);
    try (var gate = centre.gate("N1")) {
      var stopped = centre.link.stop();
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.SHUTTING_DOWN);
      TestCentre.await(stopped);
    }
  }
}
