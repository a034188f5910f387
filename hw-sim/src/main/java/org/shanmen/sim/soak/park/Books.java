package org.shanmen.sim.soak.park;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.shanmen.gate.journal.Journal;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.sim.soak.Played;

/**
 * What one gate has promised: every event that its journal ever wrote, read from the very bytes as
 * they went to the disk, and what became of them. One thread.
 */
final class Books {
  /** Bytes in front of a record's payload, and of a record that carries an event. */
  private static final int BEFORE_PAYLOAD = 13;

  private static final int OVERHEAD = 17;
  private static final int EVENT = 1;

  /** Names an event within a gate. */
  record Place(long epoch, long sequence) {
    static Place of(Event event) {
      return new Place(event.getEpoch(), event.getSequence());
    }
  }

  /** An admission whose people have not all passed or gone. */
  static final class Open {
    final Event admission;
    int left;

    Open(Event admission) {
      this.admission = admission;
      this.left = admission.getPeople();
    }
  }

  private final Played played;
  private final int gate;

  /** Kill-safe, in their order; what a power cut took is not among them. */
  private final LinkedHashMap<Place, Event> written = new LinkedHashMap<>();

  private final Map<Place, Open> open = new LinkedHashMap<>();

  /** People through, by right. */
  private final Map<Long, List<Ticket.Trace>> uses = new HashMap<>();

  /** The last event of each epoch that was power-safe. */
  private final TreeMap<Long, Long> safe = new TreeMap<>();

  private final List<Event> fresh = new ArrayList<>();

  Books(Played played, int gate) {
    this.played = played;
    this.gate = gate;
  }

  static Ticket.Trace trace(int gate, Event event) {
    return new Ticket.Trace(
        gate,
        event.getEpoch(),
        event.getSequence(),
        event.getPeople(),
        event.getDirection() == Direction.OUT,
        event.getFeeFen());
  }

  /** The disk took these bytes of a journal's segment; headers are no records. */
  void wrote(byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    boolean record =
        bytes.length > OVERHEAD
            && in.getInt(0) == bytes.length - OVERHEAD
            && bytes[Integer.BYTES] == EVENT;
    if (!record) {
      return;
    }
    try {
      fresh.add(Event.parser().parseFrom(bytes, BEFORE_PAYLOAD, bytes.length - OVERHEAD));
    } catch (InvalidProtocolBufferException e) {
      played.violated("gate " + gate + " wrote a record that is no event: " + e.getMessage());
    }
  }

  /** What was written since the last call. */
  List<Event> takeFresh() {
    if (fresh.isEmpty()) {
      return List.of();
    }
    var taken = List.copyOf(fresh);
    fresh.clear();
    return taken;
  }

  /** Takes an event into the books. */
  void add(Event event) {
    var place = Place.of(event);
    var earlier = written.put(place, event);
    played.require(
        earlier == null || earlier.equals(event),
        "gate %d: number %d names two events of one epoch".formatted(gate, place.sequence()));
    switch (event.getKind()) {
      case ADMITTED -> open.put(place, new Open(event));
      case PASSED, GIVEN_BACK, USE_ASSUMED -> complete(event);
      default -> {
        // Opens and closes no admission.
      }
    }
  }

  private void complete(Event event) {
    if (isUse(event)) {
      uses.computeIfAbsent(event.getRight(), right -> new ArrayList<>(1)).add(trace(gate, event));
    }
    var admission = open.get(referred(event));
    if (admission == null) {
      played.violated(
          "gate %d: %s #%d completes no open admission"
              .formatted(gate, event.getKind(), event.getSequence()));
      return;
    }
    admission.left -= event.getPeople();
    played.require(
        admission.left >= 0 && admission.admission.getRight() == event.getRight(),
        "gate %d: more came of admission #%d than it reserved, or for another right"
            .formatted(gate, admission.admission.getSequence()));
    if (admission.left <= 0) {
      open.remove(referred(event));
    }
  }

  private static Place referred(Event event) {
    long epoch = event.getReferenceEpoch() == 0 ? event.getEpoch() : event.getReferenceEpoch();
    return new Place(epoch, event.getReference());
  }

  static boolean isUse(Event event) {
    return event.getRight() != 0
        && (event.getKind() == EventKind.PASSED || event.getKind() == EventKind.USE_ASSUMED);
  }

  /** People through on a right, as this gate wrote them down. */
  List<Ticket.Trace> uses(long right) {
    return uses.getOrDefault(right, List.of());
  }

  /** People whom the gate awaits on a right. */
  int reserved(long right) {
    int reserved = 0;
    for (Open each : open.values()) {
      reserved += each.admission.getRight() == right ? each.left : 0;
    }
    return reserved;
  }

  /** Admissions that nothing came of yet. */
  int openAdmissions() {
    return open.size();
  }

  /** So much of the journal is power-safe now. */
  void forced(Journal journal) {
    safe.merge(journal.epoch(), journal.forcedSequence(), Math::max);
  }

  private boolean isSafe(Place place) {
    return place.sequence() <= safe.getOrDefault(place.epoch(), 0L);
  }

  /** The power went: what was not safe may be gone. */
  void losePower() {
    fresh.forEach(this::add);
    fresh.clear();
    var doubtful = written.keySet().stream().filter(place -> !isSafe(place)).toList();
    played.count("events in doubt after power cuts", doubtful.size());
  }

  /**
   * The program was started again: what it finds is what it wrote.
   *
   * @param power whether the power was gone meanwhile
   * @param stored what the centre holds needs not be there any more
   */
  void reopened(Journal journal, boolean power, Predicate<Event> stored) {
    var found = new HashMap<Place, Event>();
    journal.forEachRetained(event -> found.put(Place.of(event), event));
    var lost = new ArrayList<Place>();
    written.forEach(
        (place, event) -> {
          var now = found.get(place);
          if (now == null && !stored.test(event)) {
            lost.add(place);
            boolean excused = power && !isSafe(place);
            played.require(
                excused,
                "gate %d: %s #%d was %s and is lost"
                    .formatted(
                        gate,
                        event.getKind(),
                        place.sequence(),
                        isSafe(place) ? "power-safe" : "kill-safe"));
          } else if (now != null && !now.equals(event)) {
            played.violated(
                "gate %d: #%d reads otherwise than it was written"
                    .formatted(gate, place.sequence()));
          }
        });
    found.forEach(
        (place, event) ->
            played.require(
                written.containsKey(place) || fresh.contains(event),
                "gate %d: #%d was never written".formatted(gate, place.sequence())));
    lost.forEach(this::forget);
    // What a new life has on its disk was forced by nobody yet, or was before.
    written.keySet().forEach(place -> safe.merge(place.epoch(), 0L, Math::max));
  }

  private void forget(Place place) {
    var event = written.remove(place);
    open.remove(place);
    if (isUse(event)) {
      uses.get(event.getRight())
          .removeIf(use -> use.sequence() == place.sequence() && use.epoch() == place.epoch());
      var admission = open.get(referred(event));
      if (admission != null) {
        admission.left += event.getPeople();
      } else if (written.containsKey(referred(event))) {
        var again = new Open(written.get(referred(event)));
        again.left = event.getPeople();
        open.put(referred(event), again);
      }
    } else if (event.getKind() == EventKind.GIVEN_BACK && written.containsKey(referred(event))) {
      var admission =
          open.computeIfAbsent(
              referred(event),
              at -> {
                var again = new Open(written.get(at));
                again.left = 0;
                return again;
              });
      admission.left += event.getPeople();
    }
  }

  /** People whom the gate awaits inwards on a right. */
  int reservedInwards(long right) {
    int reserved = 0;
    for (Open each : open.values()) {
      boolean counts =
          each.admission.getRight() == right && each.admission.getDirection() != Direction.OUT;
      reserved += counts ? each.left : 0;
    }
    return reserved;
  }

  Iterable<Event> written() {
    return written.values();
  }

  int size() {
    return written.size();
  }
}
