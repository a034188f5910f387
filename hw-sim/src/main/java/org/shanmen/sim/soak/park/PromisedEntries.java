package org.shanmen.sim.soak.park;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.shanmen.protocol.wire.ClaimState;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.shanmen.protocol.wire.Question;

/**
 * What ticket types that ask the centre promise to the whole park: under {@code STRICT} nobody is
 * let in beyond the entries, whatever breaks; under {@code CLAIM} nobody while both gates had the
 * centre's word within the time for which it stands. One thread.
 */
final class PromisedEntries {
  /** A claim stands for a minute from the question; a member of staff may take a while to admit. */
  private static final long CERTAIN_MILLIS = 30_000;

  private record Entered(long atMillis, int gate, boolean granted) {}

  private final ParkCentre centre;
  private final List<ParkGate> gates;
  private final Map<Long, List<Entered>> entered = new HashMap<>();

  PromisedEntries(ParkCentre centre, List<ParkGate> gates) {
    this.centre = centre;
    this.gates = gates;
  }

  /** A gate lets people in on a ticket; not yet in its books. */
  void admitted(int gate, Ticket ticket, Event event) {
    if (ticket.policy == OfflinePolicy.OFFLINE_OPEN || ticket.right.getEntries() == 0) {
      return;
    }
    boolean granted = word(event) == ClaimState.CLAIM_GRANTED;
    var earlier = entered.computeIfAbsent(ticket.id, id -> new ArrayList<>());
    if (ticket.policy == OfflinePolicy.OFFLINE_STRICT) {
      centre.played.require(
          granted, "gate %d admitted ticket %d without a word".formatted(gate, ticket.id));
    }
    if (isBeyond(ticket, event)) {
      centre.played.require(
          ticket.policy == OfflinePolicy.OFFLINE_CLAIM && isExcused(gate, granted, earlier),
          "gate %d admitted %d on %s ticket %d of %d entries, of which %d are used or awaited at %s"
              .formatted(
                  gate,
                  event.getPeople(),
                  ticket.policy,
                  ticket.id,
                  ticket.right.getEntries(),
                  taken(ticket),
                  earlier));
      centre.played.count("admissions beyond a ticket that asks, with a gate cut off", 1);
    }
    earlier.add(new Entered(centre.agenda.millis(), gate, granted));
  }

  private ClaimState word(Event event) {
    try {
      return Question.parseFrom(event.getQuestion()).getClaim();
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      centre.played.violated("an admission whose question cannot be read: " + e.getMessage());
      return ClaimState.CLAIM_UNANSWERED;
    }
  }

  private boolean isBeyond(Ticket ticket, Event event) {
    return taken(ticket) + event.getPeople() > ticket.right.getEntries();
  }

  private int taken(Ticket ticket) {
    int taken = ticket.through;
    for (ParkGate gate : gates) {
      taken += gate.books.reservedInwards(ticket.id);
    }
    return taken;
  }

  private boolean isExcused(int gate, boolean granted, List<Entered> earlier) {
    long since = centre.agenda.millis() - CERTAIN_MILLIS;
    return !granted
        || earlier.stream()
            .anyMatch(each -> each.gate() != gate && (!each.granted() || each.atMillis() < since));
  }
}
