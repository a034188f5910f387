package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.gatelink.TestCentre.right;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.WhitelistRequest;

class WhitelistSyncTest {
  @TempDir Path temp;
  private TestCentre centre;

  @BeforeEach
  void start() throws Exception {
    centre = new TestCentre(temp);
  }

  @AfterEach
  void stop() {
    centre.close();
  }

  @Test
  void aSaleReachesEveryConnectedGateAtOnceAndTheTimeIsMeasured() throws Exception {
    try (var n1 = centre.gate("N1");
        var n2 = centre.gate("N2")) {
      long version = centre.publish(right(7));
      for (var gate : List.of(n1, n2)) {
        var delta = gate.await(Envelope.BodyCase.DELTA).getDelta();
        assertThat(delta.getBaseVersion()).isZero();
        assertThat(delta.getTargetVersion()).isEqualTo(version);
        assertThat(delta.getTargetHash()).isEqualTo(centre.position().hash());
        assertThat(delta.getChangesList()).containsExactly(right(7));
        gate.confirm(delta.getTargetVersion(), delta.getTargetHash());
      }
      centre.publish(right(7, RightState.RIGHT_REVOKED));
      assertThat(n1.takeDelta()).containsExactly(right(7, RightState.RIGHT_REVOKED));
      assertThat(n2.takeDelta()).containsExactly(right(7, RightState.RIGHT_REVOKED));
      // A sale that the centre's look around finds before it is told of it is not measured.
      long id = 100;
      while (centre.link.saleToGate().summary().count() < 4) {
        for (var gate : List.of(n1, n2)) {
          gate.heartbeat();
          gate.await(Envelope.BodyCase.HEARTBEAT_REPLY);
        }
        centre.publish(right(id++));
        n1.takeDelta();
        n2.takeDelta();
      }
      var measured = centre.link.saleToGate().summary();
      assertThat(measured.max()).isBetween(0.01, 10_000.0);
    }
  }

  @Test
  void whatHappensWhileADeltaIsUnconfirmedComesInOneDeltaAfterIt() throws Exception {
    try (var gate = centre.gate("N1")) {
      centre.publish(right(1));
      var first = gate.await(Envelope.BodyCase.DELTA).getDelta();
      for (long id = 2; id <= 20; id++) {
        centre.publish(right(id));
      }
      gate.heartbeat();
      assertThat(gate.next().getBodyCase()).isEqualTo(Envelope.BodyCase.HEARTBEAT_REPLY);
      gate.confirm(first.getTargetVersion(), first.getTargetHash());
      var later = new ArrayList<Change>();
      int deltas = 0;
      while (later.size() < 19) {
        later.addAll(gate.takeDelta());
        deltas++;
      }
      assertThat(later).startsWith(right(2)).endsWith(right(20)).hasSize(19);
      // How many depends on what the link had heard of when the first was confirmed; not one each.
      assertThat(deltas).isLessThan(later.size() / 2);
    }
  }

  @Test
  void aGateThatComesBackGetsOnlyWhatItMissed() throws Exception {
    var identity = centre.enrol("N1");
    centre.publish(right(1), right(2));
    var before = centre.position();
    centre.publish(right(3));
    try (var gate = TestGate.connect(centre, identity)) {
      gate.hello("N1", before.version(), before.hash());
      assertThat(gate.takeDelta()).containsExactly(right(3));
    }
  }

  @Test
  void aGateWithAnotherSetGetsTheWholeInChunksAndThenChanges() throws Exception {
    var identity = centre.enrol("N1");
    var many = LongStream.rangeClosed(1, 12_000).mapToObj(TestCentre::right).toList();
    for (int from = 0; from < many.size(); from += 1000) {
      centre.publish(many.subList(from, from + 1000).toArray(new Change[0]));
    }
    try (var gate = TestGate.connect(centre, identity)) {
      gate.hello("N1", 5, 12345);
      var chunks = gate.takeSnapshot();
      assertThat(chunks.size()).isGreaterThan(1);
      assertThat(chunks.stream().flatMap(List::stream).toList()).containsExactlyElementsOf(many);
      centre.publish(right(12_001));
      assertThat(gate.takeDelta()).containsExactly(right(12_001));
    }
  }

  @Test
  void aGateThatCannotUseADeltaGetsTheWhole() throws Exception {
    try (var gate = centre.gate("N1")) {
      centre.publish(right(1));
      gate.await(Envelope.BodyCase.DELTA);
      gate.send(
          Envelope.newBuilder()
              .setWhitelistRequest(WhitelistRequest.newBuilder().setWhy("wrong hash")));
      assertThat(gate.takeSnapshot()).containsExactly(List.of(right(1)));
      centre.publish(right(2));
      assertThat(gate.takeDelta()).containsExactly(right(2));
    }
  }

  @Test
  void aGateFromAnotherTimeIsBroughtBackToAnEmptySet() throws Exception {
    var identity = centre.enrol("N1");
    try (var gate = TestGate.connect(centre, identity)) {
      gate.hello("N1", 77, 1);
      assertThat(gate.takeSnapshot()).containsExactly(List.of());
      centre.publish(right(1));
      assertThat(gate.takeDelta()).containsExactly(right(1));
    }
  }

  @Test
  void confirmingWhatWasNotSentEndsTheConnection() throws Exception {
    try (var gate = centre.gate("N1")) {
      centre.publish(right(1));
      var delta = gate.await(Envelope.BodyCase.DELTA).getDelta();
      gate.confirm(delta.getTargetVersion(), delta.getTargetHash() + 1);
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.OUT_OF_ORDER);
    }
  }

  @Test
  void aSnapshotIsNeverOlderThanWhatTheGateHas() throws Exception {
    try (var gate = centre.gate("N1")) {
      centre.publish(right(1));
      gate.takeDelta();
      requestWhole(gate);
      assertThat(gate.takeSnapshot()).containsExactly(List.of(right(1)));
      // A refund after the snapshot that is still kept.
      centre.publish(right(1, RightState.RIGHT_REVOKED));
      gate.takeDelta();
      requestWhole(gate);
      assertThat(gate.takeSnapshot()).containsExactly(List.of(right(1, RightState.RIGHT_REVOKED)));
    }
  }

  private static void requestWhole(TestGate gate) throws Exception {
    gate.send(
        Envelope.newBuilder().setWhitelistRequest(WhitelistRequest.newBuilder().setWhy("damaged")));
  }
}
