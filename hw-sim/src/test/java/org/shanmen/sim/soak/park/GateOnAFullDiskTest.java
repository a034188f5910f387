package org.shanmen.sim.soak.park;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.gate.journal.Journal;
import org.shanmen.gate.link.CarriedLink;
import org.shanmen.gate.link.LinkListener;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.FrameReader;
import org.shanmen.protocol.FrameWriter;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.PackedChanges;
import org.shanmen.protocol.SetHash;
import org.shanmen.protocol.wire.AreaState;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Envelope.BodyCase;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.HeartbeatReply;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.PackedChunk;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.Welcome;
import org.shanmen.sim.soak.disk.SimulatedDisk;

/** What a gate asks of its centre while its own disk does not take the list. */
class GateOnAFullDiskTest {
  private static final Right RIGHT = Right.newBuilder().setId(7).addFingerprints(70).build();
  private static final long HASH = SetHash.ofRight(RIGHT.toByteArray());
  private static final int HALF_AN_HOUR = 1_800;

  @TempDir Path lending;
  private SimulatedDisk disk;
  private Whitelist whitelist;
  private CarriedLink link;
  private long nanos = 1;
  private FrameReader reader;
  private FrameWriter writer;
  private final List<Envelope> told = new ArrayList<>();
  private final List<Command> commands = new ArrayList<>();

  @BeforeEach
  void aGate() {
    disk = new SimulatedDisk(lending, 96 << 20);
    whitelist = Whitelist.open(disk.path("/whitelist"), 1_000, Runnable::run);
    var journal = Journal.open(disk.path("/journal"));
    link =
        new CarriedLink(
            "N1",
            disk.path("/"),
            whitelist,
            journal,
            new Heard(),
            Heartbeat::newBuilder,
            new CarriedLink.Around(
                InstantSource.system(), () -> nanos, Runnable::run, new Random(1)));
    connect();
  }

  @Test
  void aListThatTheDiskDoesNotTakeIsAskedForMoreAndMoreRarely() {
    disk.fill(disk.capacity());
    sendWhole();
    assertThat(whitelist.isUnsaved()).isTrue();
    int asked = 0;
    for (int second = 0; second < HALF_AN_HOUR; second++) {
      pass(1);
      if (take(BodyCase.WHITELIST_REQUEST)) {
        asked++;
        sendWhole();
      }
    }
    // 10 + 20 + 40 + 80 + 160 seconds, then every five minutes.
    assertThat(asked).isEqualTo(9);
    assertThat(told).filteredOn(Envelope::hasHeartbeat).hasSizeGreaterThan(HALF_AN_HOUR - 10);
    send(Envelope.newBuilder().setCommand(Command.newBuilder().setId("c")));
    assertThat(commands).hasSize(1);
  }

  @Test
  void itIsAskedForAtOnceWhenThereIsRoomAgain() {
    disk.fill(disk.capacity());
    for (int attempt = 0; attempt < 6; attempt++) {
      sendWhole();
      passUntil(BodyCase.WHITELIST_REQUEST, 301);
    }
    sendWhole();
    disk.fill(0);
    passUntil(BodyCase.WHITELIST_REQUEST, 10);
    sendWhole();
    assertThat(take(BodyCase.WHITELIST_ACK)).isTrue();
    assertThat(whitelist.rightById(7)).contains(RIGHT);
    assertThat(whitelist.isUnsaved()).isFalse();
  }

  @Test
  void aNewConnectionDoesNotMakeItTryAnySooner() {
    disk.fill(disk.capacity());
    sendWhole();
    passUntil(BodyCase.WHITELIST_REQUEST, 10);
    sendWhole();
    link.cut();
    connect();
    disk.fill(disk.capacity() - (32 << 20));
    sendWhole();
    assertThat(take(BodyCase.WHITELIST_ACK)).isFalse();
    passUntil(BodyCase.WHITELIST_REQUEST, 20);
    sendWhole();
    assertThat(take(BodyCase.WHITELIST_ACK)).isTrue();
  }

  @Test
  void aDeltaIsTriedAgainAndNothingIsAskedFor() {
    disk.fill(disk.capacity());
    sendDelta();
    told.clear();
    pass(25);
    assertThat(take(BodyCase.WHITELIST_ACK)).isFalse();
    assertThat(heartbeats()).isNotEmpty().allMatch(Heartbeat::getWhitelistUnsaved);
    disk.fill(0);
    passUntil(BodyCase.WHITELIST_ACK, 10);
    told.clear();
    pass(2);
    assertThat(heartbeats()).isNotEmpty().noneMatch(Heartbeat::getWhitelistUnsaved);
    assertThat(whitelist.rightById(7)).contains(RIGHT);
    assertThat(take(BodyCase.WHITELIST_REQUEST)).isFalse();
    assertThat(link.isConnected()).isTrue();
  }

  @Test
  void whatWentByMeanwhileIsGotByANewConnection() {
    disk.fill(disk.capacity());
    sendDelta();
    sendDelta();
    disk.fill(0);
    pass(10);
    assertThat(link.isConnected()).isFalse();
    assertThat(whitelist.version()).isEqualTo(1);
  }

  // ---- The centre ----

  private void connect() {
    reader = new FrameReader();
    writer = new FrameWriter();
    told.clear();
    link.connect();
    pass(0);
    assertThat(take(BodyCase.HELLO)).isTrue();
    send(
        Envelope.newBuilder()
            .setWelcome(Welcome.newBuilder().setProtocolVersion(Frames.PROTOCOL_VERSION)));
  }

  private void sendWhole() {
    send(
        Envelope.newBuilder()
            .setPackedChunk(
                PackedChunk.newBuilder()
                    .setVersion(1)
                    .setHash(HASH)
                    .setLast(true)
                    .setPacked(ByteString.copyFrom(PackedChanges.pack(List.of(put()))))));
  }

  private void sendDelta() {
    send(
        Envelope.newBuilder()
            .setDelta(
                Delta.newBuilder().setTargetVersion(1).setTargetHash(HASH).addChanges(put())));
  }

  private static Change put() {
    return Change.newBuilder().setPutRight(RIGHT.toByteString()).build();
  }

  private void send(Envelope.Builder message) {
    link.receive(writer.frame(message));
    hear();
  }

  private void pass(int seconds) {
    link.turn();
    hear();
    for (int second = 0; second < seconds && link.isConnected(); second++) {
      nanos += TimeUnit.SECONDS.toNanos(1);
      link.turn();
      hear();
      send(Envelope.newBuilder().setHeartbeatReply(HeartbeatReply.getDefaultInstance()));
    }
  }

  private void passUntil(BodyCase wanted, int seconds) {
    for (int second = 0; second <= seconds; second++) {
      if (take(wanted)) {
        return;
      }
      pass(1);
    }
    throw new AssertionError("no " + wanted + " within " + seconds + " s");
  }

  private void hear() {
    for (byte[] frame : link.takeSent()) {
      for (var decoded : reader.feed(frame)) {
        told.add(((Decoded.Ok<Envelope>) decoded).value());
      }
    }
  }

  private List<Heartbeat> heartbeats() {
    return told.stream().filter(Envelope::hasHeartbeat).map(Envelope::getHeartbeat).toList();
  }

  private boolean take(BodyCase wanted) {
    return told.removeIf(envelope -> envelope.getBodyCase() == wanted);
  }

  /** The lane. */
  private final class Heard implements LinkListener {
    @Override
    public void onWelcome(LaneSettings lane, long centreTimeMillis) {}

    @Override
    public void onCommand(Command command) {
      commands.add(command);
    }

    @Override
    public void onAreaState(AreaState area) {}

    @Override
    public void onWhitelistChanged() {}

    @Override
    public void onLink(boolean up) {}
  }
}
