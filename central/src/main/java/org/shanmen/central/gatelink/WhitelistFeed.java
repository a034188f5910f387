package org.shanmen.central.gatelink;

import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.SnapshotAck;
import org.shanmen.protocol.wire.SnapshotPlace;
import org.shanmen.protocol.wire.WhitelistRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one gate's whitelist to where the centre's is, and keeps it there: one delta or snapshot
 * on its way at a time, and what happens meanwhile goes into the next one.
 *
 * <p>Not thread-safe: belongs to the links' event loop. Lives as long as the connection.
 */
final class WhitelistFeed implements SnapshotSending.Owner {
  private static final Logger log = LoggerFactory.getLogger(WhitelistFeed.class);

  private final String gate;
  private final GateLine line;
  private final Vertx vertx;
  private final ListeningTime listening;
  private final ChangeTail tail;
  private final Snapshots snapshots;
  private final SaleToGate saleToGate;

  /** Whether the gate knows packed snapshots. */
  private final boolean packs;

  /** What the gate has said to have in force. */
  private long confirmed;

  /** What the gate must confirm next; null if nothing is on its way. */
  private ChangeLog.Position expected;

  /** What {@link #confirmed} hashes to; empty while it is none of ours. */
  private Optional<Long> confirmedHash = Optional.empty();

  private Optional<SnapshotSending> sending = Optional.empty();
  private boolean reading;
  private boolean snapshotDue;
  private boolean ended;

  /** When something was last sent or taken, by {@link ListeningTime}. */
  private long sentNanos;

  private long snapshotNanos;

  /** The newest version known to have lost what came right behind it. */
  private long deltasFrom;

  private boolean snapshotBefore;
  private boolean inStep;
  private long inStepSince;

  WhitelistFeed(
      String gate,
      GateLine line,
      Vertx vertx,
      ListeningTime listening,
      ChangeTail tail,
      Snapshots snapshots,
      SaleToGate saleToGate,
      int protocolVersion) {
    this.gate = gate;
    this.line = line;
    this.vertx = vertx;
    this.listening = listening;
    this.tail = tail;
    this.snapshots = snapshots;
    this.saleToGate = saleToGate;
    this.packs = protocolVersion >= Frames.PACKED_SNAPSHOTS_SINCE;
  }

  /**
   * Begins.
   *
   * @param hello what the gate says it has
   * @param basisKnown whether changes can bring it on
   */
  void start(Hello hello, boolean basisKnown) {
    confirmed = hello.getWhitelistVersion();
    confirmedHash = basisKnown ? Optional.of(hello.getWhitelistHash()) : Optional.empty();
    boolean near = tail.end().version() - confirmed <= Limits.DELTA_REACH;
    if (basisKnown && near) {
      wake();
    } else if (!resumed(hello.getUnfinished())) {
      log.info(
          "gate {}: whitelist at {} is none of ours or old, sending the whole", gate, confirmed);
      sendSnapshot();
    }
  }

  /** Goes on with a snapshot that the gate has a part of, if it is still kept and good enough. */
  private boolean resumed(SnapshotPlace unfinished) {
    var kept =
        unfinished.getNextIndex() > 0 && unfinished.getVersion() >= oldestUsable()
            ? snapshots.kept(unfinished.getVersion(), unfinished.getHash())
            : Optional.<Snapshot>empty();
    if (kept.isEmpty()) {
      return false;
    }
    if (unfinished.getNextIndex() >= kept.get().chunks()) {
      kept.get().release();
      return false;
    }
    log.info("gate {}: snapshot goes on at chunk {}", gate, unfinished.getNextIndex());
    send(kept.get(), unfinished.getNextIndex());
    return true;
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
                } else if (pruned(read.result())) {
                  deltasFrom = read.result().get(0).version() - 1;
                  sendSnapshot();
                } else {
                  sendDelta(read.result());
                }
              });
    }
  }

  /** Whether the change that the gate needs next is no longer in the log. */
  private boolean pruned(List<ChangeTail.Entry> read) {
    return !read.isEmpty() && read.get(0).version() != confirmed + 1;
  }

  /** The gate has this in force. */
  void confirm(long version, long hash) {
    boolean asExpected =
        expected != null
            && sending.map(SnapshotSending::over).orElse(true)
            && expected.version() == version
            && expected.hash() == hash;
    if (asExpected) {
      if (inStep) {
        saleToGate.confirmed(confirmed, version, inStepSince, System.nanoTime());
      }
      confirmed = version;
      confirmedHash = Optional.of(hash);
      expected = null;
      sending = Optional.empty();
      wake();
    } else if (version != confirmed) {
      line.refuse(
          Refusal.Cause.OUT_OF_ORDER,
          "whitelist %d (%016x) confirmed: expected %s".formatted(version, hash, expected));
    }
  }

  /** The gate has taken in a part of the snapshot that is on its way. */
  void taken(SnapshotAck ack) {
    boolean ofThis =
        sending.isPresent()
            && sending.get().position().version() == ack.getVersion()
            && sending.get().position().hash() == ack.getHash();
    if (!ofThis) {
      return; // of one that the gate has asked to be replaced since
    }
    sentNanos = listening.nanos();
    if (!sending.get().taken(ack.getIndex())) {
      line.refuse(
          Refusal.Cause.OUT_OF_ORDER,
          "chunk " + ack.getIndex() + " of the snapshot was acknowledged before it was sent");
    }
  }

  /**
   * What the gate's heartbeat says of its whitelist. One that is where it should be but hashes to
   * something else is brought back to the right set.
   */
  void heard(long version, long hash) {
    boolean settled = !ended && !reading && expected == null;
    if (settled && version == confirmed && confirmedHash.filter(h -> h != hash).isPresent()) {
      log.error("gate {}: its whitelist {} has another hash than ours", gate, version);
      confirmedHash = Optional.empty();
      sendSnapshot();
    }
  }

  /**
   * The gate's disk does not take what it was sent, and it says so: it is tried again there, and
   * another connection would bring nothing but the same once more.
   */
  void unsaved() {
    sentNanos = listening.nanos();
  }

  /** The gate cannot use what it has or was sent. */
  void request(WhitelistRequest asked) {
    log.warn("gate {} asks for the whole whitelist: {}", gate, asked.getWhy());
    sending
        .filter(whole -> whole.over() && !asked.getUnsaved())
        .ifPresent(whole -> snapshots.distrust(whole.position()));
    endSending();
    expected = null;
    inStep = false;
    sendSnapshot();
  }

  private void endSending() {
    sending.ifPresent(SnapshotSending::end);
    sending = Optional.empty();
  }

  /** Ends the connection of a gate that does not confirm. */
  void checkDeadline() {
    long patienceMillis =
        sending.isPresent() ? Limits.CONFIRM_SNAPSHOT_MILLIS : Limits.CONFIRM_MILLIS;
    if (expected != null && listening.millisSince(sentNanos) > patienceMillis) {
      line.refuse(
          Refusal.Cause.CAUSE_UNSPECIFIED,
          "whitelist " + expected.version() + " was not confirmed in time");
    }
  }

  void end() {
    ended = true;
    endSending();
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
    sentNanos = listening.nanos();
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
              } else if (ended) {
                read.result().release();
              } else {
                send(read.result(), 0);
              }
            });
  }

  /**
   * Never older than what the gate has: it may already have forgotten the events whose uses came
   * with it, and a refund that it knew must not be undone. Nor older than what deltas can follow,
   * or the gate would get the same one again and again.
   */
  private long oldestUsable() {
    long end = tail.end().version();
    long oldest = Math.max(confirmed, end - Limits.DELTA_REACH / 2);
    return Math.min(end, Math.max(oldest, deltasFrom));
  }

  private void send(Snapshot snapshot, int first) {
    expected = snapshot.position();
    sentNanos = listening.nanos();
    sending = Optional.of(new SnapshotSending(snapshot, line, packs, first, this));
    sending.get().go();
  }

  @Override
  public void sent() {
    sentNanos = listening.nanos();
  }

  @Override
  public void broken(Throwable cause) {
    if (!ended) {
      log.error("gate {}: the whitelist cannot be read", gate, cause);
      line.refuse(Refusal.Cause.CAUSE_UNSPECIFIED, "the centre cannot read its whitelist now");
    }
  }
}
