package org.shanmen.sim.soak;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.shanmen.protocol.Decoded;
import org.shanmen.protocol.FrameReader;
import org.shanmen.protocol.FrameWriter;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.PackedChanges;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Events;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.PackedChunk;

/**
 * Streams of frames that go wrong somewhere. The reader must give all that came before as it was,
 * call what is wrong malformed, and never more than a frame later; it throws nothing and keeps
 * nothing for ever.
 */
final class HostileFrames {
  private static final int STREAMS = 1_000;
  private static final int FRAMES = 5;
  private static final int LISTS = 250;
  private static final int PIECE_BYTES = 200;

  private final Random random;
  private final Played played;

  HostileFrames(Random random, Played played) {
    this.random = random;
    this.played = played;
  }

  void play() {
    for (int i = 0; i < STREAMS; i++) {
      stream();
    }
    for (int i = 0; i < LISTS; i++) {
      list();
    }
    played.note("frames and lists were read");
  }

  /** Some good frames, one that is bad in its way, and good ones behind it. */
  private void stream() {
    var writer = new FrameWriter();
    var sent = new ArrayList<Envelope>();
    var frames = new ArrayList<byte[]>();
    for (int i = 0; i < FRAMES; i++) {
      var envelope = envelope();
      frames.add(writer.frame(envelope));
      sent.add(envelope.build());
    }
    int bad = random.nextInt(FRAMES);
    spoil(frames, bad);
    played.count("mutated frames", 1);
    check(sent, bad, fed(frames));
  }

  private void spoil(List<byte[]> frames, int bad) {
    switch (random.nextInt(4)) {
      case 0 -> frames.add(bad, frames.get(bad)); // replayed
      case 1 -> frames.add(frames.remove(bad)); // late
      case 2 -> frames.remove(bad); // lost
      default -> frames.set(bad, Mutation.of(frames.get(bad), random));
    }
  }

  /** In pieces as they come, none of which ends with a frame but by chance. */
  private List<Decoded<Envelope>> fed(List<byte[]> frames) {
    var reader = new FrameReader();
    var decoded = new ArrayList<Decoded<Envelope>>();
    for (byte[] frame : frames) {
      for (int at = 0; at < frame.length; ) {
        int until = Math.min(frame.length, at + 1 + random.nextInt(PIECE_BYTES));
        decoded.addAll(reader.feed(Arrays.copyOfRange(frame, at, until)));
        at = until;
      }
    }
    return decoded;
  }

  private void check(List<Envelope> sent, int bad, List<Decoded<Envelope>> decoded) {
    for (int i = 0; i < bad; i++) {
      played.require(
          i < decoded.size() && isNumber(decoded.get(i), sent.get(i)),
          "frame " + i + " before the bad one " + bad + " did not arrive as it was sent");
    }
    boolean malformed = false;
    long number = 0;
    for (Decoded<Envelope> each : decoded) {
      if (each instanceof Decoded.Ok<Envelope> ok) {
        played.require(!malformed, "a message came out of a stream that had been malformed");
        played.require(
            ok.value().getNumber() == ++number,
            "message " + ok.value().getNumber() + " came as the " + number + "th");
      } else {
        malformed = true;
      }
    }
    played.count(malformed ? "streams refused" : "streams that make sense or wait for more", 1);
  }

  private static boolean isNumber(Decoded<Envelope> decoded, Envelope sent) {
    return decoded instanceof Decoded.Ok<Envelope> ok
        && ok.value().toBuilder()
            .clearNumber()
            .build()
            .equals(sent.toBuilder().clearNumber().build());
  }

  private Envelope.Builder envelope() {
    var any = Envelope.newBuilder();
    return switch (random.nextInt(5)) {
      case 0 ->
          any.setHello(
              Hello.newBuilder()
                  .setProtocolVersion(Frames.PROTOCOL_VERSION)
                  .setGate("N1")
                  .setWhitelistVersion(random.nextInt(1_000)));
      case 1 -> any.setEvents(Events.newBuilder().addAllEvents(events()));
      case 2 ->
          any.setDelta(
              Delta.newBuilder().setBaseVersion(1).setTargetVersion(4).addAllChanges(changes()));
      case 3 -> any.setPackedChunk(PackedChunk.newBuilder().setVersion(7).setPacked(packed()));
      default ->
          any.setCommand(
              Command.newBuilder().setId("c").setIssuer("soak").setSetMode(LaneMode.ALWAYS_OPEN));
    };
  }

  private List<Event> events() {
    var events = new ArrayList<Event>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      events.add(
          Event.newBuilder()
              .setEpoch(1)
              .setSequence(events.size() + 1L)
              .setKind(EventKind.PASSED)
              .setRight(random.nextInt(100))
              .setDetail("d".repeat(random.nextInt(300)))
              .build());
    }
    return events;
  }

  private List<Change> changes() {
    var tickets = new SoakTickets();
    var changes = new ArrayList<Change>();
    changes.add(Change.newBuilder().setPutTemplate(SoakTickets.template().toByteString()).build());
    for (int i = random.nextInt(30); i >= 0; i--) {
      var right = tickets.right(tickets.sell(random), 1_777_600_800_000L);
      changes.add(Change.newBuilder().setPutRight(right.toByteString()).build());
    }
    return changes;
  }

  private ByteString packed() {
    return ByteString.copyFrom(PackedChanges.pack(changes()));
  }

  /** A mutated list is nonsense, or as long as any honest one may be. */
  private void list() {
    byte[] packed = Mutation.of(packed().toByteArray(), random);
    played.count("mutated lists", 1);
    if (PackedChanges.unpack(packed) instanceof Decoded.Ok<List<Change>> ok) {
      long bytes = ok.value().stream().mapToLong(Change::getSerializedSize).sum();
      played.require(
          bytes <= 4L * Frames.MAX_BYTES,
          packed.length + " bytes were unpacked to " + bytes + " bytes of changes");
    }
  }
}
