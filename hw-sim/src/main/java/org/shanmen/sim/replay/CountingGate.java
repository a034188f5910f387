package org.shanmen.sim.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Events;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.sim.crowd.Footfall;
import org.shanmen.sim.park.RawGate;

/**
 * An open gate that does nothing but count, and tells the centre so as every gate does: one event
 * for each hour. One thread.
 */
final class CountingGate implements AutoCloseable {
  /** Of one batch, by the protocol. */
  private static final int BATCH = 1_024;

  /** Of one event, by the protocol. */
  private static final int MOST_PEOPLE = 65_535;

  private final RawGate link;
  private final String code;
  private long sequence;

  CountingGate(RawGate link, String code) throws IOException {
    this.link = link;
    this.code = code;
    link.send(
        Envelope.newBuilder()
            .setHello(
                Hello.newBuilder()
                    .setProtocolVersion(Frames.PROTOCOL_VERSION)
                    .setGate(code)
                    .setSoftware("replay")
                    .setJournalEpoch(1)));
    await(Envelope.BodyCase.WELCOME);
  }

  /** Uploads what was counted; returns when the centre has stored all of it. */
  void report(List<Footfall.Row> rows) throws IOException {
    var batch = new ArrayList<Event>();
    for (var row : rows) {
      for (long left = row.count(); left > 0; left -= MOST_PEOPLE) {
        batch.add(pass(row, (int) Math.min(left, MOST_PEOPLE)));
        if (batch.size() == BATCH) {
          upload(batch);
        }
      }
    }
    if (!batch.isEmpty()) {
      upload(batch);
    }
  }

  private Event pass(Footfall.Row row, int people) {
    return Event.newBuilder()
        .setEpoch(1)
        .setSequence(++sequence)
        .setAtMillis(row.hourStart().toInstant().toEpochMilli())
        .setKind(EventKind.FREE_PASS)
        .setDirection(Direction.IN)
        .setPeople(people)
        .build();
  }

  private void upload(List<Event> batch) throws IOException {
    link.send(Envelope.newBuilder().setEvents(Events.newBuilder().addAllEvents(batch)));
    while (await(Envelope.BodyCase.EVENTS_ACK).getEventsAck().getSequence() < sequence) {
      // An earlier batch.
    }
    batch.clear();
  }

  private Envelope await(Envelope.BodyCase kind) throws IOException {
    while (true) {
      var message =
          link.receive().orElseThrow(() -> new IOException("the centre hung up on gate " + code));
      if (message.getBodyCase() == kind) {
        return message;
      }
      if (message.hasRefusal()) {
        throw new IOException(code + " was refused: " + message.getRefusal().getText());
      }
    }
  }

  @Override
  public void close() throws IOException {
    link.close();
  }
}
