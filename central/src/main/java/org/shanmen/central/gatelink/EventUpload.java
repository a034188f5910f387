package org.shanmen.central.gatelink;

import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.Events;
import org.shanmen.protocol.wire.EventsAck;
import org.shanmen.protocol.wire.EventsWanted;
import org.shanmen.protocol.wire.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events of one gate on their way into the books: batch after batch, each acknowledged after its
 * commit. A few batches may wait; then nothing more is read from the gate.
 *
 * <p>Not thread-safe: belongs to the links' event loop.
 */
final class EventUpload {
  private static final Logger log = LoggerFactory.getLogger(EventUpload.class);

  private final String name;
  private final GateLine line;
  private final boolean canBeAsked;
  private final BatchQueue.Books books;
  private int waitingBatches;
  private EventsWanted asked = EventsWanted.getDefaultInstance();

  EventUpload(String name, GateLine line, int protocolVersion, BatchQueue.Books books) {
    this.name = name;
    this.line = line;
    this.canBeAsked = protocolVersion >= Frames.EVENTS_WANTED_SINCE;
    this.books = books;
  }

  /** Takes a batch. */
  void take(Events batch) {
    var events = batch.getEventsList();
    var mistake = EventIngest.mistake(events);
    if (mistake.isPresent()) {
      line.refuse(Refusal.Cause.OUT_OF_ORDER, mistake.get());
      return;
    }
    waitingBatches++;
    if (waitingBatches == Limits.WAITING_BATCHES) {
      line.listen(false);
    }
    books
        .store(events, batch.getAfterLoss())
        .onComplete(
            done -> {
              waitingBatches--;
              if (line.ended()) {
                return;
              }
              if (waitingBatches == Limits.WAITING_BATCHES - 1) {
                line.listen(true);
              }
              if (done.failed()) {
                log.error("{}: events were not stored", name, done.cause());
                line.refuse(Refusal.Cause.CAUSE_UNSPECIFIED, "the centre cannot store events now");
              } else if (done.result() instanceof EventIngest.Outcome.Gap gap) {
                missing(gap, events.get(0));
              } else if (done.result() instanceof EventIngest.Outcome.Stored stored) {
                acknowledge(stored);
              }
            });
  }

  /** Asks once for what is missing, however many batches come behind the gap. */
  private void missing(EventIngest.Outcome.Gap gap, Event came) {
    String what =
        "events from %d are missing, %d came".formatted(gap.expectedSequence(), came.getSequence());
    if (!canBeAsked) {
      line.refuse(Refusal.Cause.OUT_OF_ORDER, what);
      return;
    }
    var wanted =
        EventsWanted.newBuilder()
            .setEpoch(came.getEpoch())
            .setSequence(gap.expectedSequence())
            .build();
    if (!wanted.equals(asked)) {
      log.warn("{}: {}; asking for them", name, what);
      asked = wanted;
      line.send(Envelope.newBuilder().setEventsWanted(wanted));
    }
  }

  private void acknowledge(EventIngest.Outcome.Stored stored) {
    line.send(
        Envelope.newBuilder()
            .setEventsAck(
                EventsAck.newBuilder()
                    .setEpoch(stored.epoch())
                    .setSequence(stored.sequence())
                    .setWhitelistVersion(stored.whitelistVersion())));
  }
}
