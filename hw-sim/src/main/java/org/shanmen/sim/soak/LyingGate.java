package org.shanmen.sim.soak;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Events;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.park.Park;
import org.shanmen.sim.park.RawGate;
import org.shanmen.sim.park.RequestRefused;

/**
 * A gate with a good certificate that repeats itself, leaves things out, says them in the wrong
 * order, poses as another, and talks nonsense. The centre stores what makes sense, once.
 */
final class LyingGate {
  private static final String CODE = "R1";
  private static final int NONSENSE = 12;

  private final SoakPark park;
  private final long epoch;
  private final Random random;
  private final Played played;
  private final int port;

  LyingGate(SoakPark park, long seed, Random random, Played played) {
    this.park = park;
    this.epoch = seed;
    this.random = random;
    this.played = played;
    this.port = park.park().centre().gatelinkPort();
  }

  void play() throws IOException {
    var identity = enrolled();
    repeat(identity);
    disorder(identity);
    pose(identity);
    played.require(
        books().last(epoch) == 5, "of 5 events in a row " + books().last(epoch) + " are stored");
    for (int i = 0; i < NONSENSE; i++) {
      talkNonsense(identity);
    }
    books();
  }

  /** What is stored of it, nothing twice, and as it is counted. */
  private StoredEvents books() {
    var stored = new StoredEvents(CODE);
    stored.readOn(park.as("viewer"), played);
    stored.requireCounted(park.as("viewer"), played);
    return stored;
  }

  /** Guesses first, from the same address; then it needs one right code. */
  private RawGate.Identity enrolled() throws IOException {
    CentreClient administrator = park.park().centre().administrator();
    try {
      administrator.post(
          "/gates",
          new JsonObject()
              .put("code", CODE)
              .put("name_zh", "假闸机")
              .put("name_en", "A gate that lies")
              .put("check_point", ModelPark.NORTH)
              .put("kind", "ENTRY"));
    } catch (RequestRefused exists) {
      played.note(CODE + " is there since an earlier round");
    }
    played.require(
        RawGate.enrol(port, CODE, "GUESS" + random.nextLong()).isEmpty(), "a guess was right");
    String secret = Park.enrolmentCode(administrator, CODE).split("\\.")[1];
    var identity = RawGate.enrol(port, CODE, secret);
    played.require(identity.isPresent(), "who knew the right enrolment code was refused");
    var second = RawGate.enrol(port, CODE, secret);
    played.require(second.isEmpty(), "one enrolment code was good for two gates");
    // A second enrolment would have ended the first.
    return second.or(() -> identity).orElseThrow();
  }

  private RawGate greeted(RawGate.Identity identity) throws IOException {
    var gate = RawGate.as(identity, port);
    gate.send(hello(CODE));
    await(gate, Envelope.BodyCase.WELCOME);
    return gate;
  }

  private Envelope.Builder hello(String code) {
    return Envelope.newBuilder()
        .setHello(
            Hello.newBuilder()
                .setProtocolVersion(Frames.PROTOCOL_VERSION)
                .setGate(code)
                .setJournalEpoch(epoch)
                .setJournalLast(9));
  }

  /** The next message of a kind; empty if the centre hung up before. */
  private static Optional<Envelope> await(RawGate gate, Envelope.BodyCase kind) {
    while (true) {
      var message = gate.receive();
      if (message.isEmpty() || message.get().getBodyCase() == kind) {
        return message;
      }
    }
  }

  private void repeat(RawGate.Identity identity) throws IOException {
    try (var gate = greeted(identity)) {
      requireStored(gate, 1, 3, 3);
      requireStored(gate, 1, 3, 3); // all of it again
      requireStored(gate, 2, 5, 5); // some of it again
      gate.send(events(8, 9));
      played.require(
          await(gate, Envelope.BodyCase.EVENTS_WANTED)
              .filter(answer -> answer.getEventsWanted().getSequence() == 6)
              .isPresent(),
          "events behind a gap were not answered by asking for what is missing");
      played.count("events repeated", 5);
    }
  }

  private void requireStored(RawGate gate, int from, int until, long upTo) throws IOException {
    gate.send(events(from, until));
    played.require(
        await(gate, Envelope.BodyCase.EVENTS_ACK)
            .filter(answer -> answer.getEventsAck().getSequence() == upTo)
            .isPresent(),
        "events %d to %d were not acknowledged up to %d".formatted(from, until, upTo));
  }

  private Envelope.Builder events(int from, int until) {
    return envelope(rows(from, until));
  }

  private static Envelope.Builder envelope(List<Event> events) {
    return Envelope.newBuilder().setEvents(Events.newBuilder().addAllEvents(events));
  }

  private List<Event> rows(int from, int until) {
    var rows = new ArrayList<Event>();
    for (int sequence = from; sequence <= until; sequence++) {
      rows.add(
          Event.newBuilder()
              .setEpoch(epoch)
              .setSequence(sequence)
              .setAtMillis(System.currentTimeMillis())
              .setKind(EventKind.PASSED)
              .setDirection(Direction.IN)
              .setPeople(1)
              .build());
    }
    return rows;
  }

  private void disorder(RawGate.Identity identity) throws IOException {
    try (var gate = greeted(identity)) {
      var rows = rows(6, 9);
      Collections.reverse(rows);
      gate.send(envelope(rows));
      requireRefused(gate, Refusal.Cause.OUT_OF_ORDER, "events in reverse");
    }
    try (var gate = RawGate.as(identity, port)) {
      byte[] hello = hello(CODE).setNumber(1).build().toByteArray();
      gate.sendBytes(hello);
      gate.sendBytes(hello);
      requireRefused(gate, Refusal.Cause.BAD_FRAME, "one message twice");
    }
  }

  private void pose(RawGate.Identity identity) throws IOException {
    try (var gate = RawGate.as(identity, port)) {
      gate.send(hello(park.gate().code()));
      requireRefused(gate, Refusal.Cause.CERTIFICATE_REFUSED, "another gate's name");
    }
    try (var gate = RawGate.withoutCertificate(port)) {
      gate.send(hello(CODE));
      requireRefused(gate, Refusal.Cause.CERTIFICATE_REFUSED, "no certificate");
    }
  }

  private void requireRefused(RawGate gate, Refusal.Cause cause, String what) {
    var answer = await(gate, Envelope.BodyCase.REFUSAL);
    played.require(
        answer.filter(refusal -> refusal.getRefusal().getCause() == cause).isPresent(),
        "%s: expected %s, came %s".formatted(what, cause, answer));
  }

  /** Any answer will do, and hanging up too; only the others must not notice. */
  private void talkNonsense(RawGate.Identity identity) throws IOException {
    try (var gate = greeted(identity)) {
      var rows = rows(6, 9);
      byte[] body = envelope(rows).setNumber(2).build().toByteArray();
      gate.sendBytes(Mutation.of(body, random));
      gate.sendBytes(new byte[] {1}); // whatever came of it, this ends the connection
      await(gate, Envelope.BodyCase.REFUSAL);
      played.count("mutated messages", 1);
    } catch (IOException hungUp) {
      played.count("hung up on", 1);
    }
  }
}
