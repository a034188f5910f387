package org.shanmen.sim.soak;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.journal.PowerPolicy;
import org.shanmen.gate.lane.LaneOptions;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.LaneMode;

/**
 * Who comes to one gate, and what he was promised: let in as long as his ticket is good for it, and
 * never beyond. Some walk on through an open arm when the program behind it has died. One thread.
 */
final class GateVisitors {
  /** They tell people what to look at; the lane works. A soak's disk is always a small one. */
  private static final Set<String> HARMLESS_ALARMS =
      Set.of(
          "CLOCK_OFF",
          "CLOCK_UNKNOWN",
          "DISK_LOW",
          "JOURNAL_DAMAGED",
          "LIST_DAMAGED",
          "LIST_NOT_SAVED");

  /** Shorter than the lane waits for anybody. */
  private static final long AWAITED_NANOS =
      TimeUnit.MILLISECONDS.toNanos(LaneOptions.DEFAULT.passTimeoutMillis() - 1_000);

  private final GateStory story;
  private final Played played;
  private final SoakGate gate;
  private final SoakTickets tickets;
  private final EventOracle events;
  private final SoakClock clock;
  private final PowerPolicy policy;

  /** People who are through, by ticket; whoever counted them. */
  private final Map<Long, Integer> through = new HashMap<>();

  /** People whose admission was lost with the power before it was power-safe. */
  private final Map<Long, Integer> forgivable = new HashMap<>();

  /** People whose passage the centre knew and the gate did not any more: it may assume it again. */
  private final Map<Long, Integer> assumedAgain = new HashMap<>();

  /** Who was let in last, and how many of them stand outside yet. */
  private SoakTickets.Ticket awaited;

  private int outside;
  private long awaitedUntilNanos;

  GateVisitors(
      GateStory story,
      SoakTickets tickets,
      EventOracle events,
      SoakClock clock,
      PowerPolicy policy) {
    this.story = story;
    this.played = story.played;
    this.gate = story.gate;
    this.tickets = tickets;
    this.events = events;
    this.clock = clock;
    this.policy = policy;
  }

  /** Somebody shows a ticket that was sold; he walks in, alone or with some of his group. */
  void come() {
    if (tickets.sold().isEmpty()) {
      return;
    }
    var random = story.random;
    var ticket = tickets.sold().get(random.nextInt(tickets.sold().size()));
    comeWith(ticket, random.nextInt(ticket.people() + 1));
  }

  /** So many of those whom this ticket is for come and walk in, if they are let in. */
  void comeWith(SoakTickets.Ticket ticket, int people) {
    story.wait(3_500);
    if (gate.isOpen()) {
      return;
    }
    int openings = gate.openings();
    gate.show(ticket.code());
    story.observe();
    boolean open = gate.openings() > openings;
    played.note("ticket " + ticket.id() + (open ? " is let in" : " is not let in"));
    if (!open) {
      requireReason(ticket);
      return;
    }
    played.require(
        ticket.flaw() == SoakTickets.Flaw.NONE || !knowsTime(),
        "ticket " + ticket.id() + " is " + ticket.flaw() + " and was let in");
    requireRecorded(ticket);
    for (int i = 0; i < people && gate.isOpen(); i++) {
      goThrough(ticket);
      gate.walkIn();
      requireNotTooMany(ticket);
    }
  }

  private void goThrough(SoakTickets.Ticket ticket) {
    through.merge(ticket.id(), 1, Integer::sum);
    outside--;
    played.count("people through", 1);
  }

  /**
   * The program dies. If the arm stands open, those who were let in may go through now, and nobody
   * counts them.
   */
  void walkOn() {
    if (!gate.isOpen() || awaited == null || clock.nanos() > awaitedUntilNanos) {
      return;
    }
    int unseen = story.random.nextInt(Math.max(0, outside) + 1);
    for (int i = 0; i < unseen; i++) {
      goThrough(awaited);
      played.count("people through while the program was dead", 1);
    }
    played.note("%d on ticket %d go through unseen".formatted(unseen, awaited.id()));
    requireNotTooMany(awaited);
    awaited = null;
  }

  /** The lane may be closed to whoever was let in. */
  void awaitNobody() {
    awaited = null;
  }

  /** Never an admission that could not be recorded, never one on a ticket that is used up. */
  private void requireRecorded(SoakTickets.Ticket ticket) {
    Event last = null;
    for (Event event : events.written()) {
      last = event.getRight() == ticket.id() ? event : last;
    }
    boolean recorded = last != null && last.getKind() == EventKind.ADMITTED;
    played.require(recorded, "the arm opened for ticket " + ticket.id() + " without a record");
    if (recorded) {
      awaited = ticket;
      outside = last.getPeople();
      awaitedUntilNanos = clock.nanos() + AWAITED_NANOS;
      played.require(
          policy == PowerPolicy.OVERLAPPED || events.isSafe(last),
          "the arm opened before admission #" + last.getSequence() + " was power-safe");
      int used = events.usedHere(ticket.id());
      played.require(
          used + last.getPeople() <= ticket.entries(),
          "ticket %d of %d entries: %d used here, %d more admitted"
              .formatted(ticket.id(), ticket.entries(), used, last.getPeople()));
    }
  }

  /** From the centre, or from its own clock when that is right. */
  private boolean knowsTime() {
    return gate.knowsTime() || clock.wrongByMillis() == 0;
  }

  /**
   * Nobody is turned away whose ticket is good and holds an entry yet, by a gate that knows it and
   * works. All its uses are this gate's, each counted once.
   */
  private void requireReason(SoakTickets.Ticket ticket) {
    boolean good =
        ticket.flaw() == SoakTickets.Flaw.NONE
            && gate.whitelist().rightById(ticket.id()).isPresent();
    int used = events.everUsed(ticket.id());
    boolean works =
        gate.mode() == LaneMode.CONTROLLED && HARMLESS_ALARMS.containsAll(gate.alarms());
    played.require(
        !good || used >= ticket.entries() || !works || !knowsTime(),
        "ticket %d is good, %d of its %d entries are used, and was turned away"
            .formatted(ticket.id(), used, ticket.entries()));
  }

  private void requireNotTooMany(SoakTickets.Ticket ticket) {
    int in = through.getOrDefault(ticket.id(), 0);
    int allowed = ticket.entries() + forgivable.getOrDefault(ticket.id(), 0);
    played.require(
        in <= allowed,
        "%d people went in on ticket %d, which is for %d".formatted(in, ticket.id(), allowed));
  }

  /** What a lost or damaged record said of a ticket nobody knows any more. */
  void forgive(Event event) {
    if (event.getRight() != 0) {
      forgivable.merge(event.getRight(), Math.max(1, event.getPeople()), Integer::sum);
    }
  }

  /**
   * A damaged record of it was at the centre already. The people of a passage may count here once
   * more; of an admission nobody here knows any more whom to assume to be in.
   */
  void damagedHere(Event event) {
    if (event.getKind() == EventKind.ADMITTED) {
      forgive(event);
    } else {
      assumedAgain.merge(event.getRight(), event.getPeople(), Integer::sum);
    }
  }

  /** At the end: whoever went through is accounted for at the centre, and no ticket too often. */
  void requireAccounted() {
    for (SoakTickets.Ticket ticket : tickets.sold()) {
      int in = through.getOrDefault(ticket.id(), 0);
      int forgiven = forgivable.getOrDefault(ticket.id(), 0);
      int again = assumedAgain.getOrDefault(ticket.id(), 0);
      int used = story.centre.used(ticket.id());
      played.require(
          in <= used + forgiven && used <= ticket.entries() + forgiven + again,
          "ticket %d for %d: %d went in, %d accounted for, %d forgivable"
              .formatted(ticket.id(), ticket.entries(), in, used, forgiven));
    }
  }
}
