package org.shanmen.central.gatelink;

import com.google.protobuf.InvalidProtocolBufferException;
import io.vertx.core.Vertx;
import java.util.List;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.SnapshotChunk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one gate's whitelist to where the centre's is, and keeps it there: one delta or snapshot
 * on its way at a time, and what happens meanwhile goes into the next one.
 *
 * <p>Not thread-safe: belongs to the links' event loop. Lives as long as the connection.
 */
final class WhitelistFeed {
  private static final Logger log = LoggerFactory.getLogger(WhitelistFeed.class);

  private final String gate;
  private final GateLine line;
  private final Vertx vertx;
  private final ChangeTail tail;
  private final Snapshots snapshots;
  private final SaleToGate saleToGate;

  /** What the gate has said to have in force. */
  private long confirmed;

  /** What the gate must confirm next; null if nothing is on its way. */
  private ChangeLog.Position expected;

  private Snapshots.Snapshot sending;
  private int nextChunk;
  private boolean reading;
  private boolean snapshotDue;
  private boolean ended;
  private long sentNanos;
  private long snapshotNanos;
  private boolean snapshotBefore;
  private boolean inStep;
  private long inStepSince;

  WhitelistFeed(
      String gate,
      GateLine line,
      Vertx vertx,
      ChangeTail tail,
      Snapshots snapshots,
      SaleToGate saleToGate) {
    this.gate = gate;
    this.line = line;
    this.vertx = vertx;
    this.tail = tail;
    this.snapshots = snapshots;
    this.saleToGate = saleToGate;
  }

  /**
   * Begins.
   *
   * @param version what the gate has
   * @param basisKnown whether changes can bring it on
   */
  void start(long version, boolean basisKnown) {
    confirmed = version;
    if (basisKnown) {
      wake();
    } else {
      log.info("gate {}: whitelist at {} is none of ours, sending the whole", gate, version);
      sendSnapshot();
    }
  }

  /** There may be something new in the change log. */
  void wake() {
    if (ended || reading || expected != null) {
      return;
    }
    long behind = tail.end().version() - confirmed;
    if (behind <= 0) {
      noteInStep();
    } else if (behind > Limits.DELTA_REACH) {
      sendSnapshot();
    } else {
      reading = true;
      tail.after(confirmed)
          .onComplete(
              read -> {
                reading = false;
                if (read.failed()) {
                  broken(read.cause());
                } else if (snapshotDue) {
                  sendSnapshot();
                } else {
                  sendDelta(read.result());
                }
              });
    }
  }

  /** The gate has this in force. */
  void confirm(long version, long hash) {
    boolean asExpected =
        expected != null
            && sending == null
            && expected.version() == version
            && expected.hash() == hash;
    if (asExpected) {
      if (inStep) {
        saleToGate.confirmed(confirmed, version, inStepSince, System.nanoTime());
      }
      confirmed = version;
      expected = null;
      wake();
    } else if (version != confirmed) {
      line.refuse(
          Refusal.Cause.OUT_OF_ORDER,
          "whitelist %d (%016x) confirmed: expected %s".formatted(version, hash, expected));
    }
  }

  /** The gate cannot use what it has or was sent. */
  void request(String why) {
    log.warn("gate {} asks for the whole whitelist: {}", gate, why);
    expected = null;
    sending = null;
    inStep = false;
    sendSnapshot();
  }

  /** Ends the connection of a gate that does not confirm. */
  void checkDeadline(long nowNanos) {
    if (expected != null && nowNanos - sentNanos > Limits.CONFIRM_MILLIS * 1_000_000) {
      line.refuse(
          Refusal.Cause.CAUSE_UNSPECIFIED,
          "whitelist " + expected.version() + " was not confirmed in time");
    }
  }

  void end() {
    ended = true;
    sending = null;
  }

  long confirmed() {
    return confirmed;
  }

  /** Whether the gate has all that the centre has. */
  boolean current() {
    return expected == null && confirmed == tail.end().version();
  }

  private void noteInStep() {
    if (!inStep) {
      inStep = true;
      inStepSince = System.nanoTime();
    }
  }

  private void sendDelta(List<ChangeTail.Entry> entries) {
    if (ended || expected != null || entries.isEmpty()) {
      return;
    }
    var last = entries.get(entries.size() - 1);
    var delta =
        Delta.newBuilder()
            .setBaseVersion(confirmed)
            .setTargetVersion(last.version())
            .setTargetHash(last.hash());
    entries.forEach(entry -> delta.addChanges(entry.change()));
    expected = new ChangeLog.Position(last.version(), last.hash());
    sentNanos = System.nanoTime();
    line.send(Envelope.newBuilder().setDelta(delta));
  }

  private void sendSnapshot() {
    snapshotDue = reading;
    if (ended || reading) {
      return;
    }
    long now = System.nanoTime();
    long wait = Limits.SNAPSHOT_PAUSE_MILLIS - (now - snapshotNanos) / 1_000_000;
    reading = true;
    if (snapshotBefore && wait > 0) {
      vertx.setTimer(wait, timer -> readSnapshot());
    } else {
      readSnapshot();
    }
  }

  private void readSnapshot() {
    snapshotBefore = true;
    snapshotNanos = System.nanoTime();
    snapshots
        .get(oldestUsable())
        .onComplete(
            read -> {
              reading = false;
              snapshotDue = false;
              if (read.failed()) {
                broken(read.cause());
              } else if (!ended) {
                sending = read.result();
                nextChunk = 0;
                expected = sending.position();
                sendChunks();
              }
            });
  }

  /**
   * Never older than what the gate has: it may already have forgotten the events whose uses came
   * with it, and a refund that it knew must not be undone.
   */
  private long oldestUsable() {
    long end = tail.end().version();
    return Math.min(end, Math.max(confirmed, end - Limits.DELTA_REACH / 2));
  }

  private void sendChunks() {
    while (sending != null && !ended) {
      if (line.full()) {
        line.onDrain(this::sendChunks);
        return;
      }
      line.send(Envelope.newBuilder().setSnapshotChunk(parsed(sending.chunks().get(nextChunk))));
      sentNanos = System.nanoTime();
      nextChunk++;
      if (nextChunk == sending.chunks().size()) {
        sending = null;
      }
    }
  }

  private static SnapshotChunk parsed(byte[] chunk) {
    try {
      return SnapshotChunk.parseFrom(chunk);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  private void broken(Throwable cause) {
    if (!ended) {
      log.error("gate {}: the whitelist cannot be read", gate, cause);
      line.refuse(Refusal.Cause.CAUSE_UNSPECIFIED, "the centre cannot read its whitelist now");
    }
  }
}
