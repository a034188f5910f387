package org.shanmen.central.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.gatelink.TestCentre.right;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.central.WholeCentre;
import org.shanmen.central.db.DatabaseSettings;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.gatelink.TestCentre;
import org.shanmen.central.gatelink.TestGate;
import org.shanmen.central.gatelink.TestPostgres;
import org.shanmen.protocol.SetHash;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.EventsAck;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.protocol.wire.Use;

/** A centre is lost and restored from a backup; gates know what was sold and passed since. */
class GatesAfterARestoreTest {
  private static final long EPOCH = 1;

  @TempDir Path temp;
  private TestCentre lost;
  private TestCentre restored;
  private TestGate.Identity identity;
  private Path backup;

  @BeforeEach
  void aCentreWithThreeTicketsIsSaved() throws Exception {
    lost = new TestCentre(temp.resolve("lost"));
    identity = lost.enrol("N1");
    lost.publish(right(1), right(2), right(3));
    try (var gate = lost.gate(identity)) {
      gate.takeDelta();
      gate.sendEvents(passed(1, 1), passed(2, 2));
      gate.await(Envelope.BodyCase.EVENTS_ACK);
    }
    backup = temp.resolve("park.zip");
    Backup.make(TestPostgres.settings(), temp.resolve("lost"), backup, lost.clock.instant());
  }

  @AfterEach
  void stop() {
    if (restored != null) {
      restored.close();
    }
    lost.close();
  }

  @Test
  void aGateThatKnowsMoreTakesTheWholeListAnewAndNothingOfItIsCountedTwice() throws Exception {
    ChangeLog.Position known;
    try (var gate = lost.gate(identity)) {
      gate.sendEvents(passed(3, 3), passed(4, 9));
      gate.await(Envelope.BodyCase.EVENTS_ACK);
      lost.publish(right(9), right(1, RightState.RIGHT_REVOKED));
      known = lost.position();
    }
    restore();
    try (var gate = restored.gate(identity, known)) {
      var list = new Held();
      list.take(gate);
      assertThat(list.rights()).containsExactlyInAnyOrder(1L, 2L, 3L);
      assertThat(list.version()).isGreaterThan(known.version());
      assertThat(list.hash()).isEqualTo(restored.position().hash());

      gate.sendEvents(passed(3, 3), passed(4, 9), passed(5, 2));
      var stored = gate.await(Envelope.BodyCase.EVENTS_ACK).getEventsAck();
      assertThat(stored.getSequence()).isEqualTo(5);
      list.take(gate);
      assertThat(list.usesBySequence()).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
      assertThat(list.version()).isEqualTo(stored.getWhitelistVersion());
    }
    assertThat(restored.count("gate_event")).isEqualTo(5);
    assertThat(passes()).isEqualTo(5);
  }

  /** Or it would forget events, and with them uses, that are not in its list. */
  @Test
  void noAcknowledgementLetsAGateForgetEventsBeforeItHasTheRestoredList() throws Exception {
    lost.publish(LongStream.range(10, 40).mapToObj(id -> right(id)).toArray(Change[]::new));
    var known = lost.position();
    restore();
    EventsAck stored;
    try (var gate = restored.gate(identity, known)) {
      gate.sendEvents(passed(3, 3));
      stored = gate.await(Envelope.BodyCase.EVENTS_ACK).getEventsAck();
    }
    assertThat(stored.getWhitelistVersion()).isGreaterThan(known.version());
  }

  @Test
  void aGateThatWasAwayLongerThanTheBackupIsOldComesAlong() throws Exception {
    var known = lost.position();
    restore();
    try (var gate = restored.gate(identity, known)) {
      var list = new Held();
      list.take(gate);
      assertThat(list.rights()).containsExactlyInAnyOrder(1L, 2L, 3L);
      restored.publish(right(4));
      assertThat(gate.takeDelta()).containsExactly(right(4));
    }
  }

  @Test
  void numbersOfLostTicketsAreNotGivenOutAgain() throws Exception {
    long before =
        lost.database.query(
            sql -> sql.fetchOne("select nextval('ticket_id_seq')").get(0, Long.class));
    restore();
    long after =
        restored.database.query(
            sql -> sql.fetchOne("select nextval('ticket_id_seq')").get(0, Long.class));
    assertThat(after).isGreaterThan(before + 1_000_000);
    assertThat(after).isLessThan(1L << 56);
  }

  @Test
  void theSameBackupRestoredTwiceHasOtherVersionsTheSecondTime() throws Exception {
    restore();
    restored.publish(right(4));
    var known = restored.position();
    restored.close();
    restore(Duration.ofDays(1));
    assertThat(restored.position().version()).isGreaterThan(known.version());
    try (var gate = restored.gate(identity, known)) {
      var list = new Held();
      list.take(gate);
      assertThat(list.rights()).containsExactlyInAnyOrder(1L, 2L, 3L);
    }
  }

  private void restore() throws Exception {
    restore(Duration.ofMinutes(5));
  }

  private void restore(Duration later) throws Exception {
    DatabaseSettings empty = TestPostgres.empty(WholeCentre.newName("restored"));
    Path data = temp.resolve(WholeCentre.newName("data"));
    Instant now = lost.clock.instant().plus(later);
    try (var archive = Archive.open(backup)) {
      Restore.run(archive, data, Optional.of(empty), () -> now);
    }
    restored = TestCentre.on(empty, data);
  }

  private long passes() {
    return restored.database.query(
        sql ->
            sql.fetchOne("select sum(people) from gate_count where what = 'PASSED:IN'")
                .get(0, Long.class));
  }

  private Event passed(long sequence, long rightId) {
    return Event.newBuilder()
        .setEpoch(EPOCH)
        .setSequence(sequence)
        .setAtMillis(lost.clock.instant().toEpochMilli())
        .setKind(EventKind.PASSED)
        .setDirection(Direction.IN)
        .setRight(rightId)
        .setPeople(1)
        .build();
  }

  /** A gate's list, as it comes: the whole, or what follows. */
  private static final class Held {
    private final List<Change> changes = new ArrayList<>();
    private long version;
    private long hash;

    void take(TestGate gate) throws Exception {
      var envelope = gate.next();
      while (!envelope.hasSnapshotChunk() && !envelope.hasDelta()) {
        envelope = gate.next();
      }
      if (envelope.hasDelta()) {
        var delta = envelope.getDelta();
        assertThat(delta.getBaseVersion()).isEqualTo(version);
        changes.addAll(delta.getChangesList());
        at(delta.getTargetVersion(), delta.getTargetHash());
      } else {
        var chunk = envelope.getSnapshotChunk();
        assertThat(chunk.getLast()).isTrue();
        changes.clear();
        changes.addAll(chunk.getChangesList());
        at(chunk.getVersion(), chunk.getHash());
      }
      assertThat(reckoned()).isEqualTo(hash);
      gate.confirm(version, hash);
    }

    private void at(long newVersion, long newHash) {
      version = newVersion;
      hash = newHash;
    }

    private long reckoned() {
      long sum = 0;
      for (var change : changes) {
        sum +=
            change.hasPutRight()
                ? SetHash.ofRight(change.getPutRight().toByteArray())
                : SetHash.ofUse(change.getAddUse().toByteArray());
      }
      return sum;
    }

    long version() {
      return version;
    }

    long hash() {
      return hash;
    }

    List<Long> rights() throws Exception {
      var ids = new ArrayList<Long>();
      for (var change : changes) {
        if (change.hasPutRight()) {
          ids.add(org.shanmen.protocol.wire.Right.parseFrom(change.getPutRight()).getId());
        }
      }
      return ids;
    }

    List<Long> usesBySequence() throws Exception {
      var sequences = new ArrayList<Long>();
      for (var change : changes) {
        if (change.hasAddUse()) {
          sequences.add(Use.parseFrom(change.getAddUse()).getSequence());
        }
      }
      return sequences;
    }
  }
}
