package org.shanmen.central.gatelink;

import com.google.protobuf.ByteString;
import io.vertx.core.Future;
import java.util.List;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.PackedChunk;
import org.shanmen.protocol.wire.SnapshotChunk;

/**
 * One snapshot on its way to one gate. The gate sets the pace: at most {@link
 * Frames#SNAPSHOT_WINDOW} chunks are on their way without its acknowledgement. An older gate, which
 * acknowledges none and knows no packing, gets them unpacked, as fast as its socket takes them.
 *
 * <p>Not thread-safe: belongs to the links' event loop. Holds the snapshot until it is sent or
 * ended.
 */
final class SnapshotSending {
  /** What becomes of it. */
  interface Owner {
    /** A chunk went out. */
    void sent();

    void broken(Throwable cause);
  }

  private final Snapshot snapshot;
  private final GateLine line;
  private final boolean packed;
  private final Owner owner;
  private int next;
  private int taken;
  private boolean reading;
  private boolean released;
  private boolean ended;

  /**
   * @param snapshot held by the caller, who leaves that to this
   * @param packed whether the gate knows packing
   * @param first the first chunk to be sent; the gate has those before it
   */
  SnapshotSending(Snapshot snapshot, GateLine line, boolean packed, int first, Owner owner) {
    this.snapshot = snapshot;
    this.line = line;
    this.packed = packed;
    this.owner = owner;
    this.next = first;
    this.taken = first;
  }

  ChangeLog.Position position() {
    return snapshot.position();
  }

  /** Whether every chunk is on its way. */
  boolean over() {
    return next == snapshot.chunks();
  }

  /** Sends what may be sent now. */
  void go() {
    if (ended || reading || over()) {
      return;
    }
    if (packed ? next - taken >= Frames.SNAPSHOT_WINDOW : line.full()) {
      if (!packed) {
        line.onDrain(this::go);
      }
      return;
    }
    reading = true;
    message()
        .onComplete(
            read -> {
              reading = false;
              if (ended) {
                release();
              } else if (read.failed()) {
                owner.broken(read.cause());
              } else {
                send(read.result());
              }
            });
  }

  private Future<Envelope.Builder> message() {
    return packed
        ? snapshot.chunk(next).map(this::packed)
        : snapshot.changes(next).map(this::unpacked);
  }

  private void send(Envelope.Builder message) {
    line.send(message);
    next++;
    owner.sent();
    if (over()) {
      end();
    } else {
      go();
    }
  }

  /** The gate has taken in all chunks up to this one. False if it has not been sent. */
  boolean taken(int index) {
    if (index >= next) {
      return false;
    }
    taken = Math.max(taken, index + 1);
    go();
    return true;
  }

  /** Sends no more. */
  void end() {
    ended = true;
    if (!reading) {
      release();
    }
  }

  private void release() {
    if (!released) {
      released = true;
      snapshot.release();
    }
  }

  private Envelope.Builder packed(byte[] chunk) {
    return Envelope.newBuilder()
        .setPackedChunk(
            PackedChunk.newBuilder()
                .setVersion(position().version())
                .setHash(position().hash())
                .setIndex(next)
                .setLast(next == snapshot.chunks() - 1)
                .setPacked(ByteString.copyFrom(chunk)));
  }

  private Envelope.Builder unpacked(List<Change> changes) {
    return Envelope.newBuilder()
        .setSnapshotChunk(
            SnapshotChunk.newBuilder()
                .setVersion(position().version())
                .setHash(position().hash())
                .setIndex(next)
                .setLast(next == snapshot.chunks() - 1)
                .addAllChanges(changes));
  }
}
