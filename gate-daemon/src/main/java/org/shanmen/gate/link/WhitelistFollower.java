package org.shanmen.gate.link;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.shanmen.gate.whitelist.Applied;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.gate.whitelist.WhitelistFailed;
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
 *
 * <p>What the disk does not take is tried again when {@link Setback} says so: a delta, which is
 * kept, or the whole set, which is asked for anew. Until then the connection stands and everything
 * else about the list is let go by unconfirmed, so that the centre sends no more than a few chunks
 * of it.
 */
final class WhitelistFollower {
  private static final Logger LOG = LoggerFactory.getLogger(WhitelistFollower.class);

  /** What the connection must do about it. */
  interface Line {
    void send(Envelope.Builder message);

    /** Sends when so much time has gone by, unless the connection ends before. */
    void sendAfter(long millis, Envelope.Builder message);

    void close(String why);

    /** Does it on the worker when so much time has gone by, unless the connection ends before. */
    void later(long millis, Runnable task);

    /** The whitelist is at a new version. */
    void changed();
  }

  private final Whitelist whitelist;
  private final SnapshotIntake intake;
  private final LongSupplier nanos;
  private final Setback setback;
  private final Line line;
  private boolean askedForAll;

  /** What is to be done when the setback is over. */
  private Optional<Runnable> again = Optional.empty();

  /** Whether something behind a delta that waits was let go by. */
  private boolean missed;

  /**
   * @param nanos runs evenly, from anywhere
   */
  WhitelistFollower(
      Whitelist whitelist, SnapshotIntake intake, LongSupplier nanos, Setback setback, Line line) {
    this.whitelist = whitelist;
    this.intake = intake;
    this.nanos = nanos;
    this.setback = setback;
    this.line = line;
  }

  void follow(Delta delta) {
    if (again.isPresent()) {
      missed = true;
    } else if (!askedForAll) {
      // What comes while we ask was sent before the centre heard that we need a snapshot.
      intake.abandon();
      apply(delta);
    }
  }

  private void apply(Delta delta) {
    try {
      outcome(whitelist.apply(delta));
    } catch (WhitelistFailed e) {
      refused(e, () -> applyLate(delta));
    }
  }

  private void applyLate(Delta delta) {
    apply(delta);
    if (missed && again.isEmpty()) {
      line.close("the disk takes the list again, and some of it went by meanwhile");
    }
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
    if (again.isEmpty() && setback.isTooEarly()) {
      // The connection is a new one: the centre cannot know.
      again = Optional.of(this::askAgain);
      line.later(setback.lookMillis(), this::look);
    }
    if (again.isPresent()) {
      missed = true;
      return false;
    }
    try {
      return taken(chunk, changes);
    } catch (WhitelistFailed e) {
      refused(e, this::askAgain);
      return false;
    }
  }

  private boolean taken(SnapshotIntake.Chunk chunk, List<Change> changes) {
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

  private void refused(WhitelistFailed why, Runnable then) {
    LOG.error(
        "The whitelist cannot be written, it is tried again later: {}: {}",
        why.getMessage(),
        why.getCause() == null ? "" : why.getCause().getMessage());
    setback.refused();
    again = Optional.of(then);
    line.later(setback.lookMillis(), this::look);
  }

  private void look() {
    if (setback.isTooEarly()) {
      line.later(setback.lookMillis(), this::look);
      return;
    }
    var then = again.orElseThrow();
    again = Optional.empty();
    then.run();
  }

  /** The set was right, and the disk may have room for it now. */
  private void askAgain() {
    missed = false;
    askForAll(
        WhitelistRequest.newBuilder()
            .setUnsaved(true)
            .setWhy("the disk did not take it; it is tried again"));
  }

  private void askForAll(WhitelistRequest.Builder request) {
    askedForAll = true;
    line.send(
        Envelope.newBuilder().setWhitelistRequest(request.setHaveVersion(whitelist.version())));
  }

  private void outcome(Applied applied) {
    if (applied instanceof Applied.Now now) {
      setback.over();
      line.changed();
      line.send(
          Envelope.newBuilder()
              .setWhitelistAck(
                  WhitelistAck.newBuilder().setVersion(now.version()).setHash(now.hash())));
    } else if (applied instanceof Applied.Refused refused) {
      LOG.warn("Asking the centre for the whole whitelist: {}", refused.why());
      askForAll(WhitelistRequest.newBuilder().setWhy(refused.why()));
    }
  }
}
