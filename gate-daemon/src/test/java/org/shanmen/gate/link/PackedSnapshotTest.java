package org.shanmen.gate.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.whitelist.Sets;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.PackedChanges;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.PackedChunk;
import org.shanmen.protocol.wire.SnapshotPlace;

/** A gate takes in a packed snapshot of a centre that a test plays by hand. */
@ExtendWith(LeakWatch.class)
class PackedSnapshotTest {
  @TempDir Path directory;

  private final TestAuthority authority = new TestAuthority(Trust.SERVER_NAME);
  private TestCentre centre;
  private Journal journal;
  private Whitelist whitelist;
  private CentreLink link;
  private Sets set;

  @BeforeEach
  void open() throws Exception {
    centre = new TestCentre(authority);
    journal = Journal.open(directory.resolve("journal"));
    whitelist = Whitelist.open(directory.resolve("whitelist"));
    set = Sets.empty();
    set.change(
        List.of(
            Sets.put(Sets.right(1, 101)),
            Sets.put(Sets.right(2, 102)),
            Sets.put(Sets.right(3, 103))));
    link =
        new CentreLink(
            new LinkSettings(
                "N1",
                "127.0.0.1",
                centre.port(),
                Optional.of("N1.S3CRET." + authority.fingerprint()),
                directory.resolve("identity")),
            whitelist,
            journal,
            new DeafListener(),
            Heartbeat::newBuilder,
            new ReconnectPause(10, 50, new Random(1)));
    link.start();
    centre.enrol("S3CRET");
  }

  @AfterEach
  void close() throws IOException {
    link.close();
    whitelist.close();
    journal.close();
    centre.close();
  }

  @Test
  void acknowledgesEachChunkAndConfirmsTheWhole() throws Exception {
    try (var peer = centre.greet(0)) {
      assertThat(peer.hello.getHello().getProtocolVersion()).isEqualTo(Frames.PROTOCOL_VERSION);
      assertThat(peer.hello.getHello().hasUnfinished()).isFalse();
      peer.send(chunk(0, false));
      assertThat(peer.next().getSnapshotAck().getIndex()).isZero();
      peer.send(chunk(1, false));
      assertThat(peer.next().getSnapshotAck().getIndex()).isEqualTo(1);
      peer.send(chunk(2, true));
      assertThat(peer.next().getWhitelistAck().getHash()).isEqualTo(set.hash());
      assertThat(whitelist.rights(103)).isNotEmpty();
    }
  }

  @Test
  void goesOnAfterACutWhereItStopped() throws Exception {
    try (var peer = centre.greet(0)) {
      peer.send(chunk(0, false));
      assertThat(peer.next().hasSnapshotAck()).isTrue();
      peer.send(chunk(1, false));
      assertThat(peer.next().hasSnapshotAck()).isTrue();
    }
    try (var peer = centre.greet(0)) {
      assertThat(peer.hello.getHello().getUnfinished())
          .isEqualTo(
              SnapshotPlace.newBuilder()
                  .setVersion(set.version())
                  .setHash(set.hash())
                  .setNextIndex(2)
                  .build());
      peer.send(chunk(2, true));
      assertThat(peer.next().getWhitelistAck().getHash()).isEqualTo(set.hash());
    }
    try (var peer = centre.greet(0)) {
      assertThat(peer.hello.getHello().hasUnfinished()).isFalse();
      assertThat(peer.hello.getHello().getWhitelistVersion()).isEqualTo(set.version());
    }
  }

  @Test
  void aCentreThatDoesNotKeepItAnyMoreBeginsAnew() throws Exception {
    try (var peer = centre.greet(0)) {
      peer.send(chunk(0, false));
      assertThat(peer.next().hasSnapshotAck()).isTrue();
    }
    set.change(List.of(Sets.put(Sets.right(1, 201))));
    try (var peer = centre.greet(0)) {
      for (int index = 0; index < 3; index++) {
        peer.send(chunk(index, index == 2));
      }
      assertThat(peer.next().hasSnapshotAck()).isTrue();
      assertThat(peer.next().hasSnapshotAck()).isTrue();
      assertThat(peer.next().getWhitelistAck().getHash()).isEqualTo(set.hash());
      assertThat(whitelist.rights(201)).isNotEmpty();
    }
  }

  @Test
  void aDeltaThatFitsEndsWhatWasUnfinished() throws Exception {
    try (var peer = centre.greet(0)) {
      peer.send(chunk(0, false));
      assertThat(peer.next().hasSnapshotAck()).isTrue();
      var other = Sets.empty();
      peer.send(Envelope.newBuilder().setDelta(other.change(List.of(Sets.put(Sets.right(9, 9))))));
      assertThat(peer.next().hasWhitelistAck()).isTrue();
    }
    try (var peer = centre.greet(0)) {
      assertThat(peer.hello.getHello().hasUnfinished()).isFalse();
    }
  }

  @Test
  void whatCannotBeUnpackedEndsTheConnectionOnly() throws Exception {
    try (var peer = centre.greet(0)) {
      peer.send(chunk(0, false));
      assertThat(peer.next().hasSnapshotAck()).isTrue();
      peer.send(
          Envelope.newBuilder()
              .setPackedChunk(
                  chunk(1, false).getPackedChunk().toBuilder()
                      .setPacked(ByteString.copyFromUtf8("nonsense"))));
      peer.awaitEnd();
    }
    try (var peer = centre.greet(0)) {
      assertThat(peer.hello.getHello().getUnfinished().getNextIndex()).isEqualTo(1);
    }
  }

  @Test
  void restsAsLongAsItWorkedOnceItAdmitsPeople() {
    var pauses = new ArrayList<Long>();
    long[] nanos = {0};
    var intake = new SnapshotIntake(whitelist);
    var follower =
        new WhitelistFollower(
            whitelist,
            intake,
            () -> nanos[0] += 3_000_000,
            new Setback(directory, () -> 0),
            new WhitelistFollower.Line() {
              @Override
              public void send(Envelope.Builder message) {}

              @Override
              public void sendAfter(long millis, Envelope.Builder message) {
                pauses.add(millis);
              }

              @Override
              public void close(String why) {
                throw new AssertionError(why);
              }

              @Override
              public void later(long millis, Runnable task) {
                throw new AssertionError("the disk takes all of it");
              }

              @Override
              public void changed() {}
            });
    follower.follow(chunk(0, false).getPackedChunk());
    follower.follow(chunk(1, false).getPackedChunk());
    follower.follow(chunk(2, true).getPackedChunk());
    follower.follow(chunk(0, false).getPackedChunk());
    // A full window of chunks is worked on while one acknowledgement waits.
    assertThat(pauses).containsExactly(0L, 0L, Frames.SNAPSHOT_WINDOW * 3L);
    intake.abandon();
  }

  private Envelope.Builder chunk(int index, boolean last) {
    List<Change> part = set.elements().subList(index, index + 1);
    return Envelope.newBuilder()
        .setPackedChunk(
            PackedChunk.newBuilder()
                .setVersion(set.version())
                .setHash(set.hash())
                .setIndex(index)
                .setLast(last)
                .setPacked(ByteString.copyFrom(PackedChanges.pack(part))));
  }
}
