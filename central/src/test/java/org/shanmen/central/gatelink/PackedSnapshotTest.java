package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.gatelink.TestCentre.right;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.PackedChanges;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.PackedChunk;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.SnapshotAck;
import org.shanmen.protocol.wire.SnapshotPlace;
import org.shanmen.protocol.wire.WhitelistRequest;

/** Snapshots for gates of protocol version 2; WhitelistSyncTest plays older ones. */
class PackedSnapshotTest {
  private static final int RIGHTS = 60_000;

  @TempDir Path temp;
  private TestCentre centre;
  private TestGate.Identity identity;

  @BeforeEach
  void start() throws Exception {
    centre = new TestCentre(temp);
    identity = centre.enrol("N1");
  }

  @AfterEach
  void stop() {
    centre.close();
  }

  @Test
  void sendsNoMoreThanTheWindowAndGoesOnWithEachAcknowledgement() throws Exception {
    var many = publishMany();
    try (var gate = TestGate.connect(centre, identity)) {
      var place = hello(gate, SnapshotPlace.getDefaultInstance());
      var chunks = new ArrayList<PackedChunk>();
      for (int i = 0; i < Frames.SNAPSHOT_WINDOW; i++) {
        chunks.add(gate.await(Envelope.BodyCase.PACKED_CHUNK).getPackedChunk());
      }
      // Nothing but the answer to the heartbeat comes: the window is full.
      gate.heartbeat();
      assertThat(gate.next().getBodyCase()).isEqualTo(Envelope.BodyCase.HEARTBEAT_REPLY);
      ack(gate, chunks.get(Frames.SNAPSHOT_WINDOW - 1));
      while (!chunks.get(chunks.size() - 1).getLast()) {
        var next = gate.await(Envelope.BodyCase.PACKED_CHUNK).getPackedChunk();
        chunks.add(next);
        ack(gate, next);
      }
      assertThat(unpacked(chunks)).isEqualTo(many);
      gate.confirm(place.getVersion(), place.getHash());
      centre.publish(right(RIGHTS + 1L));
      assertThat(gate.takeDelta()).containsExactly(right(RIGHTS + 1L));
    }
  }

  @Test
  void goesOnWhereAGateStoppedThatComesBack() throws Exception {
    var many = publishMany();
    var chunks = new ArrayList<PackedChunk>();
    SnapshotPlace place;
    try (var gate = TestGate.connect(centre, identity)) {
      place = hello(gate, SnapshotPlace.getDefaultInstance());
      for (int i = 0; i < 3; i++) {
        chunks.add(gate.await(Envelope.BodyCase.PACKED_CHUNK).getPackedChunk());
        ack(gate, chunks.get(i));
      }
    }
    // Sales go on while the gate is away; the snapshot stays what it was.
    centre.publish(right(RIGHTS + 1L));
    try (var gate = TestGate.connect(centre, identity)) {
      hello(gate, place.toBuilder().setNextIndex(3).build());
      do {
        var next = gate.await(Envelope.BodyCase.PACKED_CHUNK).getPackedChunk();
        assertThat(next.getIndex()).isEqualTo(chunks.size());
        chunks.add(next);
        ack(gate, next);
      } while (!chunks.get(chunks.size() - 1).getLast());
      assertThat(unpacked(chunks)).isEqualTo(many);
      gate.confirm(place.getVersion(), place.getHash());
      assertThat(gate.takeDelta()).containsExactly(right(RIGHTS + 1L));
    }
  }

  @Test
  void beginsAnewForAGateWithAPartOfSomethingElse() throws Exception {
    publishMany();
    try (var gate = TestGate.connect(centre, identity)) {
      hello(gate, SnapshotPlace.newBuilder().setVersion(3).setHash(4).setNextIndex(5).build());
      var first = gate.await(Envelope.BodyCase.PACKED_CHUNK).getPackedChunk();
      assertThat(first.getIndex()).isZero();
      assertThat(first.getHash()).isEqualTo(centre.position().hash());
    }
  }

  @Test
  void aSnapshotIsKeptUntilAGateFindsItWrong() throws Exception {
    centre.publish(right(1));
    var snapshots = new Snapshots(centre.vertx, centre.database, temp.resolve("others"));
    var first = TestCentre.await(snapshots.get(0));
    assertThat(TestCentre.await(snapshots.get(1))).isSameAs(first);
    snapshots.distrust(new ChangeLog.Position(1, 99));
    assertThat(TestCentre.await(snapshots.get(1))).isSameAs(first);
    snapshots.distrust(first.position());
    assertThat(snapshots.kept(first.position().version(), first.position().hash())).isEmpty();
    assertThat(TestCentre.await(snapshots.get(1))).isNotSameAs(first);
  }

  @Test
  void aGateThatFindsItsSnapshotWrongGetsTheWholeOnceMore() throws Exception {
    var many = publishMany();
    try (var gate = TestGate.connect(centre, identity)) {
      hello(gate, SnapshotPlace.getDefaultInstance());
      takeAll(gate);
      gate.send(
          Envelope.newBuilder()
              .setWhitelistRequest(WhitelistRequest.newBuilder().setWhy("wrong hash")));
      assertThat(unpacked(takeAll(gate))).isEqualTo(many);
    }
  }

  @Test
  void aGateWhoseDiskDidNotTakeItGetsTheSameOnceMore() throws Exception {
    var many = publishMany();
    try (var gate = TestGate.connect(centre, identity)) {
      hello(gate, SnapshotPlace.getDefaultInstance());
      takeAll(gate);
      // Whoever reads the set anew finds that it contradicts its log.
      centre.database.transact(
          tx -> tx.execute("update whitelist_element set body = decode('09', 'hex') || body"));
      gate.send(
          Envelope.newBuilder()
              .setWhitelistRequest(WhitelistRequest.newBuilder().setUnsaved(true)));
      assertThat(unpacked(takeAll(gate))).isEqualTo(many);
    }
  }

  @Test
  void aGateWhoseSetHashesToSomethingElseIsBroughtBack() throws Exception {
    try (var gate = TestGate.connect(centre, identity)) {
      gate.hello("N1");
      centre.publish(right(1));
      var delta = gate.await(Envelope.BodyCase.DELTA).getDelta();
      gate.confirm(delta.getTargetVersion(), delta.getTargetHash());
      gate.send(
          Envelope.newBuilder()
              .setHeartbeat(
                  Heartbeat.newBuilder()
                      .setWhitelistVersion(delta.getTargetVersion())
                      .setWhitelistHash(delta.getTargetHash() + 1)));
      assertThat(gate.takeSnapshot()).containsExactly(List.of(right(1)));
    }
  }

  @Test
  void acknowledgingWhatWasNotSentEndsTheConnection() throws Exception {
    publishMany();
    try (var gate = TestGate.connect(centre, identity)) {
      hello(gate, SnapshotPlace.getDefaultInstance());
      var first = gate.await(Envelope.BodyCase.PACKED_CHUNK).getPackedChunk();
      ack(gate, first.toBuilder().setIndex(1000).build());
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.OUT_OF_ORDER);
    }
  }

  @Test
  void aSetThatContradictsItsChangeLogIsNotSent() throws Exception {
    centre.publish(right(1));
    centre.database.transact(
        tx -> tx.execute("update whitelist_element set body = decode('09', 'hex') || body"));
    try (var gate = TestGate.connect(centre, identity)) {
      hello(gate, SnapshotPlace.getDefaultInstance());
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.CAUSE_UNSPECIFIED);
    }
  }

  @Test
  void noFileOfASnapshotIsLeftBehind() throws Exception {
    publishMany();
    try (var gate = TestGate.connect(centre, identity)) {
      hello(gate, SnapshotPlace.getDefaultInstance());
      takeAll(gate);
    }
    try (var files = Files.list(temp.resolve("snapshots"))) {
      assertThat(files).isEmpty();
    }
  }

  private List<Change> publishMany() {
    var many = LongStream.rangeClosed(1, RIGHTS).mapToObj(TestCentre::right).toList();
    for (int from = 0; from < many.size(); from += 5000) {
      centre.publish(many.subList(from, from + 5000).toArray(new Change[0]));
    }
    return many;
  }

  /** Greets as a gate whose own set is of no use; returns what the centre's snapshot will be. */
  private SnapshotPlace hello(TestGate gate, SnapshotPlace unfinished) throws Exception {
    var hello =
        Hello.newBuilder()
            .setProtocolVersion(2)
            .setGate("N1")
            .setWhitelistVersion(5)
            .setWhitelistHash(12345)
            .setJournalEpoch(1);
    if (unfinished.getNextIndex() > 0) {
      hello.setUnfinished(unfinished);
    }
    gate.send(Envelope.newBuilder().setHello(hello));
    gate.await(Envelope.BodyCase.WELCOME);
    var position = centre.position();
    return SnapshotPlace.newBuilder()
        .setVersion(position.version())
        .setHash(position.hash())
        .build();
  }

  private static List<PackedChunk> takeAll(TestGate gate) throws Exception {
    var chunks = new ArrayList<PackedChunk>();
    do {
      chunks.add(gate.await(Envelope.BodyCase.PACKED_CHUNK).getPackedChunk());
      ack(gate, chunks.get(chunks.size() - 1));
    } while (!chunks.get(chunks.size() - 1).getLast());
    return chunks;
  }

  private static void ack(TestGate gate, PackedChunk chunk) throws Exception {
    gate.send(
        Envelope.newBuilder()
            .setSnapshotAck(
                SnapshotAck.newBuilder()
                    .setVersion(chunk.getVersion())
                    .setHash(chunk.getHash())
                    .setIndex(chunk.getIndex())));
  }

  private static List<Change> unpacked(List<PackedChunk> chunks) {
    var changes = new ArrayList<Change>();
    for (var chunk : chunks) {
      var decoded = PackedChanges.unpack(chunk.getPacked().toByteArray());
      changes.addAll(((Decoded.Ok<List<Change>>) decoded).value());
    }
    return changes;
  }
}
