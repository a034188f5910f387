package org.shanmen.sim.soak;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;

/** What a gate's journal has promised: nothing of it may be lost, changed or numbered twice. */
final class EventOracle {
  /** Names an event. */
  private record Place(long epoch, long sequence) {
    static Place of(Event event) {
      return new Place(event.getEpoch(), event.getSequence());
    }
  }

  private final Played played;
  private final ModelCentre centre;

  /** Events that were power-safe. */
  private final Map<Place, Event> promised = new HashMap<>();

  /** Events that the present life of the program has on its disk, in their order. */
  private final Map<Place, Event> written = new LinkedHashMap<>();

  private final List<Event> damagedHere = new ArrayList<>();

  /** People who went in, by the event that said so, whatever became of it. */
  private final Map<Long, Map<Place, Integer>> uses = new HashMap<>();

  EventOracle(Played played, ModelCentre centre) {
    this.played = played;
    this.centre = centre;
  }

  /** Takes note of what the gate has written and forced by now. */
  void observe(SoakGate gate) {
    for (Event event : gate.retained()) {
      var place = Place.of(event);
      var earlier = promised.get(place);
      played.require(
          earlier == null || earlier.equals(event),
          "number " + place.sequence() + " names two events of one epoch");
      if (written.put(place, event) == null && event.getRight() != 0) {
        tell(event);
      }
      if (isUse(event)) {
        uses.computeIfAbsent(event.getRight(), right -> new HashMap<>())
            .put(place, event.getPeople());
      }
      centre.requireSame(gate.number, event);
      boolean safe =
          event.getEpoch() != gate.journal().epoch()
              || event.getSequence() <= gate.journal().forcedSequence();
      if (safe) {
        promised.put(place, event);
      }
    }
  }

  private void tell(Event event) {
    played.note(
        "  #%d %s ticket %d people %d of #%d"
            .formatted(
                event.getSequence(),
                event.getKind(),
                event.getRight(),
                event.getPeople(),
                event.getReference()));
  }

  private static boolean isUse(Event event) {
    return event.getRight() != 0
        && (event.getKind() == EventKind.PASSED || event.getKind() == EventKind.USE_ASSUMED);
  }

  /** People who went in on a right, by what the program has on its disk. */
  int usedHere(long right) {
    return written.values().stream()
        .filter(event -> event.getRight() == right && isUse(event))
        .mapToInt(Event::getPeople)
        .sum();
  }

  /** People who went in on a right, by all that was ever written; some of it may be lost. */
  int everUsed(long right) {
    return uses.getOrDefault(right, Map.of()).values().stream().mapToInt(Integer::intValue).sum();
  }

  boolean isSafe(Event event) {
    return promised.containsKey(Place.of(event));
  }

  /** What the program has on its disk, oldest first. */
  Collection<Event> written() {
    return written.values();
  }

  /** The power went: what was not safe is gone. Returns the admissions among it. */
  List<Event> losePower() {
    var lost = new ArrayList<Event>();
    for (Event event : written.values()) {
      if (event.getKind() == EventKind.ADMITTED && !promised.containsKey(Place.of(event))) {
        lost.add(event);
      }
    }
    written.keySet().retainAll(promised.keySet());
    return lost;
  }

  /** After a start: everything is there or at the centre, and is what it was. */
  void requireAllKept(SoakGate gate) {
    var found = found(gate);
    written.forEach(
        (place, event) -> {
          var now = found.get(place);
          played.require(
              now == null ? centre.holds(gate.number, event) : now.equals(event),
              "%s #%d was %s and is lost"
                  .formatted(
                      event.getKind(),
                      event.getSequence(),
                      promised.containsKey(place) ? "power-safe" : "kill-safe"));
        });
    written.clear();
    observe(gate);
  }

  /**
   * After a start on a damaged disk: what is there is what it was.
   *
   * @return what is lost for good; nobody waits for it any more
   */
  List<Event> requireOnlyTrue(SoakGate gate) {
    var found = found(gate);
    found.forEach(
        (place, event) -> {
          var before = written.get(place);
          played.require(
              before == null ? event.getEpoch() == gate.journal().epoch() : before.equals(event),
              "event #" + place.sequence() + " reads otherwise than it was written");
        });
    var lost = new ArrayList<Event>();
    written.forEach(
        (place, event) -> {
          if (!found.containsKey(place) && !centre.holds(gate.number, event)) {
            lost.add(event);
            promised.remove(place);
          } else if (!found.containsKey(place)
              && (isUse(event) || event.getKind() == EventKind.ADMITTED)) {
            damagedHere.add(event);
          }
        });
    written.clear();
    observe(gate);
    return lost;
  }

  /** Admissions and passages that {@link #requireOnlyTrue} missed here and found at the centre. */
  List<Event> takeDamagedHere() {
    var taken = List.copyOf(damagedHere);
    damagedHere.clear();
    return taken;
  }

  private static Map<Place, Event> found(SoakGate gate) {
    var found = new HashMap<Place, Event>();
    gate.retained().forEach(event -> found.put(Place.of(event), event));
    return found;
  }

  /** At the end: whatever was power-safe has reached the centre. */
  void requireAllStored(SoakGate gate) {
    for (Event event : promised.values()) {
      played.require(
          centre.holds(gate.number, event),
          event.getKind() + " #" + event.getSequence() + " never reached the centre");
    }
  }
}
