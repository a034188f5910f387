package org.shanmen.gate.link;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.shanmen.gate.Limits;
import org.shanmen.gate.journal.Journal;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.Events;
import org.shanmen.protocol.wire.EventsAck;
import org.shanmen.protocol.wire.EventsWanted;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes up next, and what may be forgotten. Old epochs go first, each from its first retained
 * event on, because only the centre knows what it holds of them; then the present epoch from where
 * the centre said. Only power-safe events go up.
 *
 * <p>One for each connection, used on its event loop. Reads the journal, which may take a
 * millisecond.
 */
final class EventUploader {
  private static final Logger LOG = LoggerFactory.getLogger(EventUploader.class);

  private record Batch(long epoch, long lastSequence) {}

  private final Journal journal;
  private final Deque<Long> epochsToGo;
  private final Deque<Batch> inFlight = new ArrayDeque<>();
  private final Set<Long> epochsSent = new HashSet<>();
  private final List<EventsAck> waitingAcks = new ArrayList<>();
  private long nextSequence;
  private long acknowledged;

  /**
   * @param acknowledged the last event of the present epoch that the centre holds
   */
  EventUploader(Journal journal, long acknowledged) {
    this.journal = journal;
    this.acknowledged = acknowledged;
    this.epochsToGo = new ArrayDeque<>(journal.epochs());
    this.nextSequence = firstOf(epochsToGo.getFirst());
    if (acknowledged > journal.lastSequence()) {
      LOG.error(
          "The centre holds events up to {} of journal epoch {}, the journal ends at {}: it lost"
              + " events. Stop the daemon, delete the file epoch in its journal directory and start"
              + " it, so that new events get new numbers",
          acknowledged,
          journal.epoch(),
          journal.lastSequence());
    }
  }

  private long firstOf(long epoch) {
    return epoch == journal.epoch() ? acknowledged + 1 : 1;
  }

  /** The next message; empty while the window is full or there is nothing to send. */
  Optional<Events> next() {
    if (inFlight.size() >= Limits.UPLOAD_WINDOW) {
      return Optional.empty();
    }
    long epoch = epochsToGo.getFirst();
    var events = journal.readFrom(epoch, nextSequence, Limits.UPLOAD_BYTES);
    while (events.isEmpty() && epoch != journal.epoch()) {
      epochsToGo.removeFirst();
      epoch = epochsToGo.getFirst();
      nextSequence = firstOf(epoch);
      events = journal.readFrom(epoch, nextSequence, Limits.UPLOAD_BYTES);
    }
    if (events.isEmpty()) {
      return Optional.empty();
    }
    var batch = events.subList(0, Math.min(events.size(), Limits.UPLOAD_EVENTS));
    boolean afterLoss = batch.get(0).getSequence() != nextSequence;
    long last = batch.get(batch.size() - 1).getSequence();
    inFlight.addLast(new Batch(epoch, last));
    epochsSent.add(epoch);
    nextSequence = last + 1;
    var message = Events.newBuilder().setAfterLoss(afterLoss);
    batch.forEach(event -> message.addEvents(withoutQuestion(event)));
    return Optional.of(message.build());
  }

  /** From what a decision came concerns whoever asks at the gate. */
  private static Event withoutQuestion(Event event) {
    return event.getQuestion().isEmpty() ? event : event.toBuilder().clearQuestion().build();
  }

  /**
   * Takes an acknowledgement.
   *
   * @return what is wrong with it; empty if nothing is
   */
  Optional<String> acknowledged(EventsAck ack) {
    if (!epochsSent.contains(ack.getEpoch())) {
      return Optional.of(
          "events up to %d/%d acknowledged, which were not sent"
              .formatted(ack.getEpoch(), ack.getSequence()));
    }
    if (ack.getEpoch() == journal.epoch() && ack.getSequence() > journal.lastSequence()) {
      return Optional.of(
          "events up to %d acknowledged, the journal ends at %d"
              .formatted(ack.getSequence(), journal.lastSequence()));
    }
    inFlight.removeIf(b -> b.epoch() == ack.getEpoch() && b.lastSequence() <= ack.getSequence());
    if (ack.getEpoch() == epochsToGo.getFirst()) {
      // Of an old epoch the centre may hold more than we could know.
      nextSequence = Math.max(nextSequence, ack.getSequence() + 1);
    }
    if (ack.getEpoch() == journal.epoch()) {
      acknowledged = Math.max(acknowledged, ack.getSequence());
    }
    if (waitingAcks.size() == Limits.WAITING_ACKS) {
      // The newest covers those before it, it only has to wait a little longer.
      waitingAcks.remove(waitingAcks.size() - 1);
    }
    waitingAcks.add(ack);
    return Optional.empty();
  }

  /** The centre misses events of an epoch that was being sent: sends again from there. */
  void wanted(EventsWanted wanted) {
    if (!epochsSent.contains(wanted.getEpoch()) || wanted.getSequence() < 1) {
      LOG.warn("The centre wants events {}, which were not sent", wanted);
      return;
    }
    inFlight.removeIf(batch -> batch.epoch() == wanted.getEpoch());
    if (wanted.getEpoch() == epochsToGo.getFirst()) {
      nextSequence = Math.min(nextSequence, wanted.getSequence());
    } else {
      epochsToGo.addFirst(wanted.getEpoch());
      nextSequence = wanted.getSequence();
    }
  }

  /**
   * Lets the journal forget what the centre holds, as far as the uses among it have come back in
   * the whitelist: before that, only the journal knows them.
   */
  void forget(long whitelistVersion) {
    waitingAcks.removeIf(
        ack -> {
          boolean reached = Long.compareUnsigned(ack.getWhitelistVersion(), whitelistVersion) <= 0;
          if (reached) {
            journal.forget(ack.getEpoch(), ack.getSequence());
          }
          return reached;
        });
  }

  /** The last event of the present epoch that the centre said it holds. */
  long acknowledged() {
    return acknowledged;
  }
}
