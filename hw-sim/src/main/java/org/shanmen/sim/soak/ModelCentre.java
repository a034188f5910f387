package org.shanmen.sim.soak;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.shanmen.protocol.SetHash;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.Use;

/**
 * The centre as its gates must find it, without its database: stores every event once, and is the
 * oracle of what they are: one number never names two events. One thread.
 */
final class ModelCentre {
  /** All of the epoch up to the sequence is stored; its uses are in the list up to the version. */
  record Ack(long epoch, long sequence, long version) {}

  private final Played played;
  private final List<Change> changes = new ArrayList<>();
  private final List<Long> hashes = new ArrayList<>(List.of(0L));
  private final Map<Long, byte[]> rights = new HashMap<>();
  private final Map<Integer, TreeMap<Long, TreeMap<Long, Event>>> stored = new HashMap<>();
  private final Map<Long, Integer> used = new HashMap<>();

  ModelCentre(Played played) {
    this.played = played;
    byte[] body = SoakTickets.template().toByteArray();
    log(
        Change.newBuilder().setPutTemplate(ByteString.copyFrom(body)).build(),
        SetHash.ofTemplate(body));
  }

  private void log(Change change, long hash) {
    changes.add(change);
    hashes.add(hashes.get(hashes.size() - 1) + hash);
  }

  long version() {
    return changes.size();
  }

  long hashAt(long version) {
    return hashes.get(Math.toIntExact(version));
  }

  void put(Right right) {
    byte[] body = right.toByteArray();
    byte[] old = rights.put(right.getId(), body);
    long gone = old == null ? 0 : SetHash.ofRight(old);
    log(
        Change.newBuilder().setPutRight(ByteString.copyFrom(body)).build(),
        SetHash.ofRight(body) - gone);
  }

  /** What a gate at this version is behind with; from 0 it is everything. */
  Delta since(long version) {
    return Delta.newBuilder()
        .setBaseVersion(version)
        .setTargetVersion(version())
        .setTargetHash(hashAt(version()))
        .addAllChanges(changes.subList(Math.toIntExact(version), changes.size()))
        .build();
  }

  /** From which event of an epoch on the centre wants more. */
  long wants(int gate, long epoch) {
    var events = epochs(gate).get(epoch);
    return events == null ? 1 : events.lastKey() + 1;
  }

  private TreeMap<Long, TreeMap<Long, Event>> epochs(int gate) {
    return stored.computeIfAbsent(gate, number -> new TreeMap<>());
  }

  /** Stores consecutive events; such as are stored already must be the same. */
  Ack store(int gate, List<Event> events) {
    Event last = events.get(events.size() - 1);
    var known = epochs(gate).computeIfAbsent(last.getEpoch(), epoch -> new TreeMap<>());
    for (Event event : events) {
      var uploaded = event.toBuilder().clearQuestion().build();
      var earlier = known.putIfAbsent(event.getSequence(), uploaded);
      if (earlier == null) {
        use(gate, event);
      } else if (!earlier.equals(uploaded)) {
        played.violated(
            "gate %d: number %d names %s and %s"
                .formatted(gate, event.getSequence(), earlier.getKind(), event.getKind()));
      }
    }
    return new Ack(last.getEpoch(), last.getSequence(), version());
  }

  private void use(int gate, Event event) {
    boolean uses = event.getKind() == EventKind.PASSED || event.getKind() == EventKind.USE_ASSUMED;
    if (!uses || event.getRight() == 0) {
      return;
    }
    byte[] body =
        Use.newBuilder()
            .setRight(event.getRight())
            .setGateNumber(gate)
            .setEpoch(event.getEpoch())
            .setSequence(event.getSequence())
            .setPeople(event.getPeople())
            .setAtMillis(event.getAtMillis())
            .setDirection(event.getDirection())
            .setArea(SoakTickets.AREA)
            .setCheckPoint(1)
            .build()
            .toByteArray();
    used.merge(event.getRight(), event.getPeople(), Integer::sum);
    log(Change.newBuilder().setAddUse(ByteString.copyFrom(body)).build(), SetHash.ofUse(body));
  }

  /** People who are accounted for on a ticket. */
  int used(long right) {
    return used.getOrDefault(right, 0);
  }

  boolean holds(int gate, Event event) {
    var epoch = epochs(gate).get(event.getEpoch());
    return epoch != null && epoch.containsKey(event.getSequence());
  }

  /** What the centre holds under this event's number is this event. */
  void requireSame(int gate, Event event) {
    var epoch = epochs(gate).get(event.getEpoch());
    var held = epoch == null ? null : epoch.get(event.getSequence());
    if (held != null && !held.equals(event.toBuilder().clearQuestion().build())) {
      played.violated(
          "gate %d: number %d is %s at the centre and %s at the gate"
              .formatted(gate, event.getSequence(), held.getKind(), event.getKind()));
    }
  }

  int events(int gate) {
    return epochs(gate).values().stream().mapToInt(Map::size).sum();
  }
}
