package org.shanmen.gate.link;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.shanmen.gate.whitelist.Applied;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.PackedChanges;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.PackedChunk;
import org.shanmen.protocol.wire.SnapshotAck;
import org.shanmen.protocol.wire.SnapshotChunk;
import org.shanmen.protocol.wire.WhitelistAck;
import org.shanmen.protocol.wire.WhitelistRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the whitelist along with what one connection says. Used on the link's worker thread, in
 * the order of arrival; may take long.
 */
final class WhitelistFollower {
  private static final Logger LOG = LoggerFactory.getLogger(WhitelistFollower.class);

  /** What the connection must do about it. */
  interface Line {
    void send(Envelope.Builder message);

    /** Sends when so much time has gone by, unless the connection ends before. */
    void sendAfter(long millis, Envelope.Builder message);

    void close(String why);

    /** The whitelist is at a new version. */
    void changed();
  }

  private final Whitelist whitelist;
  private final SnapshotIntake intake;
  private final LongSupplier nanos;
  private final Line line;
  private boolean askedForAll;

  /**
   * @param nanos runs evenly, from anywhere
   */
  WhitelistFollower(Whitelist whitelist, SnapshotIntake intake, LongSupplier nanos, Line line) {
    this.whitelist = whitelist;
    this.intake = intake;
    this.nanos = nanos;
    this.line = line;
  }

  void follow(Delta delta) {
    if (askedForAll) {
      // Sent before the centre heard that we need a snapshot.
      return;
    }
    intake.abandon();
    outcome(whitelist.apply(delta));
  }

  /** Of a centre that does not pack; it waits for no acknowledgement. */
  void follow(SnapshotChunk chunk) {
    take(
        new SnapshotIntake.Chunk(
            chunk.getVersion(), chunk.getHash(), chunk.getIndex(), chunk.getLast()),
        chunk.getChangesList());
  }

  /**
   * Takes the chunk in and lets the centre send another. A gate that admits people meanwhile rests
   * as long as it worked, so that its lane does not feel the load; a gate that knows nothing yet
   * hurries.
   */
  void follow(PackedChunk packed) {
    boolean serving = whitelist.version() != 0;
    long beganNanos = nanos.getAsLong();
    if (PackedChanges.unpack(packed.getPacked().toByteArray())
        instanceof Decoded.Ok<List<Change>> changes) {
      boolean taken =
          take(
              new SnapshotIntake.Chunk(
                  packed.getVersion(), packed.getHash(), packed.getIndex(), packed.getLast()),
              changes.value());
      if (taken && !packed.getLast()) {
        long workedMillis = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - beganNanos);
        line.sendAfter(serving ? Frames.SNAPSHOT_WINDOW * workedMillis : 0, ack(packed));
      }
    } else {
      line.close("chunk " + packed.getIndex() + " of a snapshot cannot be unpacked");
    }
  }

  private static Envelope.Builder ack(PackedChunk packed) {
    return Envelope.newBuilder()
        .setSnapshotAck(
            SnapshotAck.newBuilder()
                .setVersion(packed.getVersion())
                .setHash(packed.getHash())
                .setIndex(packed.getIndex()));
  }

  private boolean take(SnapshotIntake.Chunk chunk, List<Change> changes) {
    if (!intake.expects(chunk)) {
      line.close("%s: expected %s".formatted(chunk, intake.place()));
      return false;
    }
    var finished = intake.take(chunk, changes);
    finished.ifPresent(
        applied -> {
          askedForAll = false;
          outcome(applied);
        });
    return true;
  }

  private void outcome(Applied applied) {
    if (applied instanceof Applied.Now now) {
      line.changed();
      line.send(
          Envelope.newBuilder()
              .setWhitelistAck(
                  WhitelistAck.newBuilder().setVersion(now.version()).setHash(now.hash())));
    } else if (applied instanceof Applied.Refused refused) {
      LOG.warn("Asking the centre for the whole whitelist: {}", refused.why());
      askedForAll = true;
      line.send(
          Envelope.newBuilder()
              .setWhitelistRequest(
                  WhitelistRequest.newBuilder()
                      .setHaveVersion(whitelist.version())
                      .setWhy(refused.why())));
    }
  }
}
