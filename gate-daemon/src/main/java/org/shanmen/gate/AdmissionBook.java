package org.shanmen.gate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.EventOrBuilder;

/**
 * Which admissions are still open: those of this run by the lane's own numbers, and those that a
 * crash left open, found by reading the retained journal. Not thread-safe.
 */
final class AdmissionBook {
  /** Where an admission stands in the journal. */
  private record Place(long epoch, long sequence) {}

  private static final class Open {
    private final Event admission;
    private long people;

    private Open(Event admission) {
      this.admission = admission;
      this.people = admission.getPeople();
    }
  }

  private final Map<Place, Open> open = new LinkedHashMap<>();
  private final Map<Long, Place> numbers = new HashMap<>();

  /** Takes note of an event, in the journal's order. */
  void add(Event event) {
    switch (event.getKind()) {
      case ADMITTED -> open.put(new Place(event.getEpoch(), event.getSequence()), new Open(event));
      case PASSED, GIVEN_BACK, USE_ASSUMED -> {
        var place = referred(event);
        var admission = open.get(place);
        if (admission != null) {
          admission.people -= event.getPeople();
          if (admission.people <= 0) {
            open.remove(place);
            numbers.values().remove(place);
          }
        }
      }
      default -> {
        // Opens and closes no admission.
      }
    }
  }

  /** Ties the lane's number to the admission's event. */
  void number(long admission, EventOrBuilder event) {
    numbers.put(admission, new Place(event.getEpoch(), event.getSequence()));
  }

  /** Fills in which admission an event completes, unless that one could not be recorded. */
  void refer(Event.Builder event, long admission) {
    var place = numbers.get(admission);
    if (place != null) {
      event.setReference(place.sequence()).setReferenceEpoch(place.epoch());
    }
  }

  /** For each admission that is open: the event that assumes its people passed. */
  List<Event.Builder> assumptions() {
    var assumed = new ArrayList<Event.Builder>();
    for (Open each : open.values()) {
      var admission = each.admission;
      assumed.add(
          Event.newBuilder()
              .setKind(EventKind.USE_ASSUMED)
              .setDirection(admission.getDirection())
              .setRight(admission.getRight())
              .setTemplate(admission.getTemplate())
              .setPeople((int) each.people)
              .setFeeFen(
                  (int) (each.people * admission.getFeeFen() / Math.max(1, admission.getPeople())))
              .setReference(admission.getSequence())
              .setReferenceEpoch(admission.getEpoch()));
    }
    return assumed;
  }

  private static Place referred(Event event) {
    long epoch = event.getReferenceEpoch() == 0 ? event.getEpoch() : event.getReferenceEpoch();
    return new Place(epoch, event.getReference());
  }
}
