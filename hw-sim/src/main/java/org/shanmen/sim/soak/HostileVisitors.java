package org.shanmen.sim.soak;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.shanmen.gate.journal.PowerPolicy;
import org.shanmen.gate.whitelist.Applied;
import org.shanmen.protocol.OpaqueCode;
import org.shanmen.protocol.SignedCode;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.sim.soak.disk.SimulatedDisk;

/**
 * Somebody tries codes at a real gate's loop, and somebody else changes what it is sent. The arm
 * opens for those who hold a ticket, once each, and for nobody else.
 */
final class HostileVisitors {
  private static final long DISK_BYTES = 64L << 20;
  private static final int GUESSES = 960;
  private static final int HONEST_EVERY = 60;
  private static final int DELTAS = 50;
  private static final long BETWEEN_MILLIS = 40;

  /** The story's first day, as signed codes count. */
  private static final int DAY = 2_312;

  private static final int LARGEST_GROUP = 4;

  private final Random random;
  private final Played played;
  private final SoakClock clock = new SoakClock();
  private final SimulatedDisk disk;
  private final SoakGate gate;
  private final ModelCentre centre;
  private final SoakTickets tickets = new SoakTickets();
  private final Ed25519PrivateKeyParameters otherPark;
  private final List<SoakTickets.Ticket> honest = new ArrayList<>();
  private int admitted;

  /** The last code that the park did sign. */
  private String signed = "";

  HostileVisitors(Random random, Path lending, Played played) {
    this.random = random;
    this.played = played;
    disk = new SimulatedDisk(lending, DISK_BYTES);
    gate = new SoakGate(1, disk.path("/"), PowerPolicy.OVERLAPPED, clock);
    centre = new ModelCentre(played);
    byte[] seed = new byte[Ed25519PrivateKeyParameters.KEY_SIZE];
    random.nextBytes(seed);
    otherPark = new Ed25519PrivateKeyParameters(seed);
  }

  void play() {
    gate.start();
    for (int i = 0; i < 2 * GUESSES / HONEST_EVERY; i++) {
      var ticket = tickets.sell(random);
      centre.put(tickets.right(ticket, clock.trueMillis()));
      if (ticket.flaw() == SoakTickets.Flaw.NONE) {
        honest.add(ticket);
      }
    }
    hostileDeltas();
    for (int i = 1; i <= GUESSES; i++) {
      guess();
      if (i % HONEST_EVERY == 0) {
        honestVisitor();
        settle();
      }
    }
    requireAlarm();
  }

  /** Nobody gets in by guessing, whatever the code looks like. */
  private void guess() {
    String code = code();
    boolean isTicket =
        looksLike(code, signed)
            || tickets.sold().stream().anyMatch(each -> looksLike(code, each.code()));
    honest.removeIf(each -> looksLike(code, each.code()));
    int openings = gate.openings();
    gate.show(code);
    played.count("hostile codes", 1);
    played.require(isTicket || gate.openings() == openings, "the arm opened for " + shown(code));
    clock.pass(BETWEEN_MILLIS);
    gate.turn();
    for (int i = 0; i < LARGEST_GROUP && gate.isOpen(); i++) {
      gate.walkIn(); // he guessed what somebody holds
    }
  }

  private static boolean looksLike(String code, String real) {
    return code.strip().equalsIgnoreCase(real.strip());
  }

  private String signed() {
    signed = SoakTickets.signed(1 + random.nextInt(1_000), DAY);
    return signed;
  }

  private String code() {
    String real = tickets.sold().get(random.nextInt(tickets.sold().size())).code();
    return switch (random.nextInt(8)) {
      case 0 -> foreign(SoakTickets.KEY_ID);
      case 1 -> foreign(SoakTickets.KEY_ID + 1 + random.nextInt(200));
      case 2 -> Mutation.of(signed(), random);
      case 3 -> opaque();
      case 4 -> Mutation.of(opaque(), random);
      default -> Mutation.of(real, random);
    };
  }

  /** Another park's, or signed with a key that this one has retired. */
  private String foreign(int keyId) {
    int anyDay = random.nextInt(DAY);
    return new SignedCode(keyId, random.nextInt(1_000), SoakTickets.TEMPLATE, anyDay, 65_535, 1, 0)
        .sign(otherPark);
  }

  private String opaque() {
    byte[] bits = new byte[OpaqueCode.RANDOM_BYTES];
    random.nextBytes(bits);
    return OpaqueCode.of(bits);
  }

  /** Among a thousand guesses the holder of a ticket gets in at his first try. */
  private void honestVisitor() {
    if (honest.isEmpty()) {
      return;
    }
    var ticket = honest.remove(0);
    int openings = gate.openings();
    gate.show(ticket.code());
    played.require(
        gate.openings() == openings + 1,
        "the holder of ticket " + ticket.id() + " was kept out among guesses");
    for (int i = 0; i < ticket.people() && gate.isOpen(); i++) {
      gate.walkIn();
    }
    admitted++;
    played.count("honest visitors", 1);
  }

  private void settle() {
    played.note(
        "%d honest visitors so far, %d openings, list %d, %d events at the centre"
            .formatted(
                admitted, gate.openings(), gate.whitelist().version(), centre.events(gate.number)));
    clock.pass(1_000);
    gate.turn();
    do {
      gate.letFsyncsEnd();
    } while (gate.upload(centre));
    gate.download(centre);
  }

  private void requireAlarm() {
    played.require(gate.alarms().contains("GUESSING"), "codes were guessed and no alarm stands");
    played.note(admitted + " honest visitors went in among the guesses");
  }

  /** A delta that was changed, repeated or came late brings nothing into force. */
  private void hostileDeltas() {
    for (int i = 0; i < DELTAS; i++) {
      var list = gate.whitelist();
      long version = list.version();
      long hash = list.hash();
      var delta = delta();
      if (list.apply(delta) instanceof Applied.Now && !isCentres(delta)) {
        played.violated(
            "a delta to %d that the centre never sent was applied".formatted(list.version()));
      }
      boolean moved = list.version() != version;
      played.require(moved || list.hash() == hash, "a delta was refused and changed the list");
      played.count("hostile deltas", 1);
    }
    gate.download(centre).ifPresent(why -> played.violated("the centre's delta: " + why));
    new StoreOracle(played, tickets, centre).requireWhole(gate.whitelist(), centre.version());
  }

  private Delta delta() {
    var honest = centre.since(random.nextInt(Math.toIntExact(centre.version())));
    var changed = honest.toBuilder();
    int at = random.nextInt(honest.getChangesCount());
    switch (random.nextInt(4)) {
      case 0 -> changed.setTargetHash(honest.getTargetHash() + 1);
      case 1 -> changed.removeChanges(at);
      case 2 -> changed.addChanges(honest.getChanges(at));
      default -> {
        var change = honest.getChanges(at);
        if (change.hasPutRight()) {
          var bytes = Mutation.of(change.getPutRight().toByteArray(), random);
          changed.setChanges(
              at, change.toBuilder().setPutRight(com.google.protobuf.ByteString.copyFrom(bytes)));
        }
      }
    }
    return changed.build();
  }

  private boolean isCentres(Delta delta) {
    return centre.hashAt(delta.getTargetVersion()) == delta.getTargetHash()
        && gate.whitelist().hash() == delta.getTargetHash();
  }

  private static String shown(String code) {
    return code.length() <= 130 ? code : code.substring(0, 130) + "...";
  }
}
