package org.shanmen.sim.scenario;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.shanmen.protocol.SetHash;
import org.shanmen.protocol.wire.AreaState;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.ClaimReply;
import org.shanmen.protocol.wire.ClaimState;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/**
 * A small centre: a change log with the set's hash at every version, uses made of what gates report
 * (each once, whatever is sent again), commands that wait for their gate. It stands for the real
 * one's meaning, not for its code.
 */
final class Centre {
  /** What is told of one gate's event log: all of the epoch up to the sequence is stored. */
  record Stored(long epoch, long sequence, long version) {}

  private record Identity(int gate, long epoch, long sequence) {}

  private record Reported(int gate, long epoch) {}

  private record Waiting(Command command, long untilMillis) {}

  /** How long the word that an area is full holds. */
  private static final long AREA_STATE_MILLIS = 120_000;

  private final Sold sold;
  private final List<Change> changes = new ArrayList<>();

  /** Of the set after so many changes. */
  private final List<Long> hashes = new ArrayList<>(List.of(0L));

  private final Set<Integer> types = new HashSet<>();
  private final Map<Long, byte[]> rights = new HashMap<>();
  private final Map<Long, List<byte[]>> uses = new HashMap<>();
  private final Set<Identity> known = new HashSet<>();
  private final Map<Reported, Long> stored = new HashMap<>();
  private final Set<Integer> fullAreas = new HashSet<>();
  private final Map<String, Deque<Waiting>> commands = new HashMap<>();
  private final Claims claims = new Claims();

  Centre(Sold sold) {
    this.sold = sold;
  }

  long version() {
    return changes.size();
  }

  /** Defines a ticket type, once. */
  void define(TicketTemplate template) {
    if (!types.add(template.getId())) {
      return;
    }
    byte[] body = template.toByteArray();
    log(
        Change.newBuilder().setPutTemplate(ByteString.copyFrom(body)).build(),
        SetHash.ofTemplate(body));
  }

  /** Sells a ticket, or says how a sold one is from now on. */
  void put(TicketSpec ticket) {
    define(ticket.type().template());
    Right right = sold.right(ticket);
    byte[] body = right.toByteArray();
    byte[] old = rights.put(right.getId(), body);
    long gone = old == null ? 0 : SetHash.ofRight(old);
    log(
        Change.newBuilder().setPutRight(ByteString.copyFrom(body)).build(),
        SetHash.ofRight(body) - gone);
  }

  /** Takes a right off the gates' lists, with its uses. */
  void remove(TicketSpec ticket) {
    byte[] old = rights.remove(ticket.id());
    if (old == null) {
      return;
    }
    long gone = SetHash.ofRight(old);
    for (byte[] use : uses.getOrDefault(ticket.id(), List.of())) {
      gone += SetHash.ofUse(use);
    }
    uses.remove(ticket.id());
    log(Change.newBuilder().setRemoveRight(ticket.id()).build(), -gone);
  }

  private void log(Change change, long hash) {
    changes.add(change);
    hashes.add(hashes.get(hashes.size() - 1) + hash);
  }

  /** Up to which sequence of an epoch everything is stored. */
  long storedOf(int gate, long epoch) {
    return stored.getOrDefault(new Reported(gate, epoch), 0L);
  }

  /** Stores consecutive events of one epoch. */
  Stored store(GateSpec gate, int area, int checkPoint, List<Event> events) {
    Event last = events.get(events.size() - 1);
    for (Event event : events) {
      var identity = new Identity(gate.number(), event.getEpoch(), event.getSequence());
      if (isUse(event) && known.add(identity)) {
        add(use(gate, area, checkPoint, event));
      }
      claims.stored(gate.number(), event);
    }
    stored.merge(new Reported(gate.number(), last.getEpoch()), last.getSequence(), Math::max);
    return new Stored(last.getEpoch(), last.getSequence(), version());
  }

  private static boolean isUse(Event event) {
    return event.getRight() != 0
        && (event.getKind() == EventKind.PASSED || event.getKind() == EventKind.USE_ASSUMED);
  }

  private static Use use(GateSpec gate, int area, int checkPoint, Event event) {
    return Use.newBuilder()
        .setRight(event.getRight())
        .setGateNumber(gate.number())
        .setEpoch(event.getEpoch())
        .setSequence(event.getSequence())
        .setPeople(event.getPeople())
        .setAtMillis(event.getAtMillis())
        .setDirection(event.getDirection())
        .setArea(area)
        .setCheckPoint(checkPoint)
        .setFeeFen(event.getFeeFen())
        .build();
  }

  /** Answers a gate that asks for a right, or tells what came of that. */
  ClaimReply answer(GateSpec gate, Claim said, long nowMillis) {
    if (said.getSettled()) {
      return claims.settled(gate.number(), said);
    }
    var reply = claims.asked(gate.number(), said, policyOf(said.getRight()), nowMillis).toBuilder();
    if (reply.getState() == ClaimState.CLAIM_GRANTED) {
      uses.getOrDefault(said.getRight(), List.of()).forEach(body -> reply.addUses(useIn(body)));
    }
    return reply.build();
  }

  private OfflinePolicy policyOf(long right) {
    return sold.type(right).getOffline();
  }

  private static Use useIn(byte[] body) {
    try {
      return Use.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a use that was written here", e);
    }
  }

  private void add(Use use) {
    byte[] body = use.toByteArray();
    uses.computeIfAbsent(use.getRight(), right -> new ArrayList<>()).add(body);
    log(Change.newBuilder().setAddUse(ByteString.copyFrom(body)).build(), SetHash.ofUse(body));
  }

  /** What a gate at this version is behind with. */
  Delta since(long version) {
    return Delta.newBuilder()
        .setBaseVersion(version)
        .setTargetVersion(version())
        .setTargetHash(hashes.get(hashes.size() - 1))
        .addAllChanges(changes.subList(Math.toIntExact(version), changes.size()))
        .build();
  }

  /** The area takes no more people, or takes them again. */
  void area(int area, boolean full) {
    if (full) {
      fullAreas.add(area);
    } else {
      fullAreas.remove(area);
    }
  }

  /**
   * What a gate of this area is to be told now; it holds a while, so it is told again and again.
   */
  AreaState stateOf(int area, long nowMillis) {
    return AreaState.newBuilder()
        .setArea(area)
        .setFull(fullAreas.contains(area))
        .setUntilMillis(nowMillis + AREA_STATE_MILLIS)
        .build();
  }

  /** Keeps a command until the gate is there, or it is too late. */
  void order(String gate, Command command) {
    commands
        .computeIfAbsent(gate, name -> new ArrayDeque<>())
        .add(new Waiting(command, command.getExpiresAtMillis()));
  }

  /** Takes the commands that wait for a gate and are not late. */
  List<Command> commandsFor(String gate, long nowMillis) {
    var waiting = commands.remove(gate);
    return waiting == null
        ? List.of()
        : waiting.stream()
            .filter(each -> nowMillis < each.untilMillis())
            .map(Waiting::command)
            .toList();
  }
}
