package org.shanmen.sim.soak.park;

import java.util.List;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.FrameReader;
import org.shanmen.protocol.FrameWriter;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.PackedChanges;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.ClaimReply;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.Events;
import org.shanmen.protocol.wire.EventsAck;
import org.shanmen.protocol.wire.EventsWanted;
import org.shanmen.protocol.wire.Heartbeat;
import org.shanmen.protocol.wire.HeartbeatReply;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.PackedChunk;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.Welcome;
import org.shanmen.protocol.wire.WhitelistAck;

/** The centre's end of one connection, as docs/PROTOCOL.md tells it. One thread. */
final class CentreSession implements Cable.End {
  private static final int CHUNK_CHANGES = 60;

  /** A gate that is further behind is sent the whole set. */
  private static final long DELTAS_REACH = 400;

  /** How long a gate may take to confirm a delta, unless it says that its disk is in the way. */
  private static final long CONFIRM_MILLIS = 60_000;

  /** A delta of that reach, or a window of chunks, and whatever else a few seconds bring. */
  private static final long DOWN_BYTES = 128 << 10;

  /** A snapshot on its way. */
  private static final class Sending {
    final long version;
    final long hash;
    final List<Change> all;
    int next;
    int acknowledged;

    Sending(long version, long hash, List<Change> all, int from) {
      this.version = version;
      this.hash = hash;
      this.all = all;
      this.next = from;
      this.acknowledged = from;
    }

    int chunks() {
      return Math.max(1, (all.size() + CHUNK_CHANGES - 1) / CHUNK_CHANGES);
    }
  }

  private final ParkCentre centre;
  private final FrameReader reader = new FrameReader();
  private final FrameWriter writer = new FrameWriter();
  private Cable cable;
  private int gate;
  private boolean over;

  /** The version that everything sent so far leads to. */
  private long sentVersion;

  /** Whether the gate has yet to confirm that. */
  private boolean unconfirmed;

  /** Whether the gate last said that its disk does not take the list. */
  private boolean unsaved;

  private Sending sending;
  private long committedAtMillis;
  private long expectedEpoch;
  private long expectedSequence;
  private boolean asked;
  private int uncommitted;
  private int questions;

  CentreSession(ParkCentre centre) {
    this.centre = centre;
  }

  /** What it speaks through. */
  void through(Cable its) {
    cable = its;
  }

  int gate() {
    return gate;
  }

  @Override
  public void receive(byte[] bytes, boolean news) {
    if (over || !centre.isUp()) {
      return;
    }
    for (var decoded : reader.feed(bytes)) {
      if (decoded instanceof Decoded.Ok<Envelope> ok) {
        message(ok.value());
      } else if (decoded instanceof Decoded.Malformed<Envelope> malformed) {
        centre.played.violated("gate " + gate + " sent what is malformed: " + malformed.why());
        drop();
      }
    }
  }

  private void message(Envelope envelope) {
    switch (envelope.getBodyCase()) {
      case HELLO -> hello(envelope.getHello());
      case EVENTS -> events(envelope.getEvents());
      case HEARTBEAT -> heartbeat(envelope.getHeartbeat());
      case WHITELIST_ACK -> confirmed(envelope.getWhitelistAck());
      case WHITELIST_REQUEST -> {
        var asked = envelope.getWhitelistRequest();
        centre.played.require(
            asked.getUnsaved(), "gate " + gate + " refused a delta: " + asked.getWhy());
        snapshot();
      }
      case SNAPSHOT_ACK -> {
        if (sending != null && envelope.getSnapshotAck().getVersion() == sending.version) {
          sending.acknowledged = envelope.getSnapshotAck().getIndex() + 1;
          sendChunks();
        }
      }
      case CLAIM -> centre.claims.said(this, envelope.getClaim());
      case COMMAND_RESULT -> centre.answered(gate, envelope.getCommandResult());
      default -> centre.played.violated("gate " + gate + " sent what is not due: " + envelope);
    }
  }

  // ---- Greeting and whitelist ----

  private void hello(Hello hello) {
    gate = Integer.parseInt(hello.getGate().substring(1));
    centre.played.note("  N" + gate + " greets, its list at " + hello.getWhitelistVersion());
    send(
        Envelope.newBuilder()
            .setWelcome(
                Welcome.newBuilder()
                    .setProtocolVersion(Frames.PROTOCOL_VERSION)
                    .setCentreTimeMillis(centre.agenda.millis())
                    .setWhitelistVersion(centre.version())
                    .setWhitelistHash(centre.hashAt(centre.version()))
                    .setAcknowledged(centre.wants(gate, hello.getJournalEpoch()) - 1)
                    .setLane(centre.sites.get(gate).settings())));
    centre.greeted(this);
    long has = hello.getWhitelistVersion();
    boolean known = has <= centre.version() && hello.getWhitelistHash() == centre.hashAt(has);
    centre.played.require(
        known || has == 0, "gate " + gate + " greets with a list that never was, " + has);
    if (known && has >= centre.prunedBelow() && centre.version() - has <= DELTAS_REACH) {
      sentVersion = has;
      follow();
    } else if (hello.hasUnfinished() && resumes(hello)) {
      sendChunks();
    } else {
      snapshot();
    }
  }

  private boolean resumes(Hello hello) {
    var place = hello.getUnfinished();
    var kept = centre.keptSnapshot(place.getVersion());
    if (kept.isEmpty() || place.getHash() != centre.hashAt(place.getVersion())) {
      return false;
    }
    sending = new Sending(place.getVersion(), place.getHash(), kept.get(), place.getNextIndex());
    centre.played.count("snapshots resumed", 1);
    return true;
  }

  private void snapshot() {
    long version = centre.version();
    unconfirmed = false;
    sending = new Sending(version, centre.hashAt(version), centre.keepSnapshot(), 0);
    centre.played.count("snapshots", 1);
    centre.played.note("  N" + gate + " is sent the whole list, " + version);
    sendChunks();
  }

  private void sendChunks() {
    while (sending != null
        && sending.next < sending.chunks()
        && sending.next - sending.acknowledged < Frames.SNAPSHOT_WINDOW) {
      int index = sending.next++;
      boolean last = sending.next == sending.chunks();
      int from = index * CHUNK_CHANGES;
      var part = sending.all.subList(from, Math.min(sending.all.size(), from + CHUNK_CHANGES));
      send(
          Envelope.newBuilder()
              .setPackedChunk(
                  PackedChunk.newBuilder()
                      .setVersion(sending.version)
                      .setHash(sending.hash)
                      .setIndex(index)
                      .setLast(last)
                      .setPacked(
                          com.google.protobuf.ByteString.copyFrom(PackedChanges.pack(part)))));
      if (last) {
        sentVersion = sending.version;
        unconfirmed = true;
        sending = null;
      }
    }
  }

  /** Sends what is new; one delta at a time, what happens meanwhile goes into the next one. */
  void follow() {
    if (over || unconfirmed || sending != null || sentVersion == centre.version()) {
      return;
    }
    if (centre.version() - sentVersion > DELTAS_REACH) {
      snapshot();
      return;
    }
    send(Envelope.newBuilder().setDelta(centre.since(sentVersion)));
    sentVersion = centre.version();
    unconfirmed = true;
    long version = sentVersion;
    centre.agenda.in(CONFIRM_MILLIS, () -> requireConfirmed(version));
  }

  private void requireConfirmed(long version) {
    if (over || !unconfirmed || sending != null || sentVersion != version) {
      return;
    }
    if (unsaved) {
      centre.agenda.in(CONFIRM_MILLIS, () -> requireConfirmed(version));
    } else {
      centre.played.count("deltas not confirmed in time", 1);
      drop();
    }
  }

  private void confirmed(WhitelistAck ack) {
    if (!unconfirmed || ack.getVersion() != sentVersion) {
      centre.played.violated(
          "gate %d confirms %d, it was sent %d".formatted(gate, ack.getVersion(), sentVersion));
    }
    centre.inForce(gate, ack.getVersion(), ack.getHash());
    unconfirmed = false;
    follow();
  }

  // ---- Events ----

  private void events(Events events) {
    var first = events.getEvents(0);
    if (events.getEventsCount() > Limits.UPLOAD_EVENTS
        || (events.getEventsCount() > 1 && events.getSerializedSize() > 2 * Limits.UPLOAD_BYTES)) {
      centre.played.violated(
          "gate %d sends %d events at once".formatted(gate, events.getEventsCount()));
    }
    if (first.getEpoch() != expectedEpoch) {
      expectedEpoch = first.getEpoch();
      expectedSequence = centre.wants(gate, expectedEpoch);
    }
    if (first.getSequence() > expectedSequence && !events.getAfterLoss()) {
      if (!asked) {
        asked = true;
        send(
            Envelope.newBuilder()
                .setEventsWanted(
                    EventsWanted.newBuilder()
                        .setEpoch(expectedEpoch)
                        .setSequence(expectedSequence)));
      }
      return;
    }
    asked = false;
    List<Event> batch = events.getEventsList();
    long last = batch.get(batch.size() - 1).getSequence();
    expectedSequence = Math.max(expectedSequence, last + 1);
    uncommitted++;
    if (uncommitted > Limits.UPLOAD_WINDOW) {
      centre.played.violated(
          "gate %d has sent %d messages that nobody acknowledged".formatted(gate, uncommitted));
    }
    centre.take(this, batch);
  }

  /** Commits of one connection follow each other. */
  void committing(long millis, Runnable commit) {
    committedAtMillis = Math.max(committedAtMillis, centre.agenda.millis()) + millis;
    centre.agenda.at(committedAtMillis, commit);
  }

  void acknowledge(EventsAck ack) {
    uncommitted--;
    send(Envelope.newBuilder().setEventsAck(ack));
  }

  /** One more question, or word on one, that waits for an answer. */
  void asking() {
    questions++;
    centre.played.require(
        questions <= Limits.CLAIMS_UNCONFIRMED + 1,
        "gate %d waits for %d answers at once".formatted(gate, questions));
  }

  void claimReply(ClaimReply reply) {
    questions--;
    send(Envelope.newBuilder().setClaimReply(reply));
  }

  private void heartbeat(Heartbeat heartbeat) {
    unsaved = heartbeat.getWhitelistUnsaved();
    send(
        Envelope.newBuilder()
            .setHeartbeatReply(
                HeartbeatReply.newBuilder()
                    .setCentreTimeMillis(centre.agenda.millis())
                    .setGateTimeMillis(heartbeat.getAtMillis())));
  }

  void command(Command command) {
    send(Envelope.newBuilder().setCommand(command));
  }

  // ---- Ends ----

  private void send(Envelope.Builder message) {
    if (!over) {
      cable.sendDown(writer.frame(message), !message.hasHeartbeatReply());
      if (cable.waitingDown() > DOWN_BYTES) {
        centre.played.violated(
            "%d bytes wait in the wire to gate %d".formatted(cable.waitingDown(), gate));
      }
    }
  }

  void supersede() {
    send(
        Envelope.newBuilder()
            .setRefusal(Refusal.newBuilder().setCause(Refusal.Cause.SUPERSEDED).setText("newer")));
    drop();
  }

  /** The centre's end is closed; the gate hears of it if the way is good. */
  void drop() {
    over = true;
    centre.ended(this);
    cable.closeCentre();
  }

  /** The gate's end is closed, and the word of it came. */
  @Override
  public void closed() {
    over = true;
    centre.ended(this);
  }
}
