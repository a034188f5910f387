package org.shanmen.sim.soak.park;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.RightState;
import org.shanmen.sim.soak.Played;

/**
 * Holds everything that one gate does against what it may do: by what its list said at that moment,
 * by what it wrote down itself, and by what stands in its lane. One thread.
 */
final class GateOracle {
  private static final long UP_BYTES = 2L * Limits.UPLOAD_WINDOW * Limits.UPLOAD_BYTES;

  private final ParkGate gate;
  private final ParkCentre centre;
  private final PromisedEntries promised;
  private final Played played;

  /** The newest version of the list that was in force here. */
  private long appliedVersion;

  /** Whether something that may open the arm was written since it was last locked. */
  private boolean causeSinceLocked;

  private boolean dropUnexplained;
  private boolean fireTold;
  private long heldNumber;
  private long newestEpoch;
  private final List<Long> epochs = new ArrayList<>();

  GateOracle(ParkGate gate, ParkCentre centre, PromisedEntries promised, Played played) {
    this.promised = promised;
    this.gate = gate;
    this.centre = centre;
    this.played = played;
  }

  private void violated(String what) {
    played.violated(at() + " gate " + gate.site.number() + ": " + what);
  }

  private void require(boolean holds, String what) {
    if (!holds) {
      violated(what);
    }
  }

  private String at() {
    return ParkTimes.tell(centre.agenda.millis());
  }

  // ---- Life ----

  /** The program has read its disk and has not begun yet. */
  void started(boolean powerWasGone) {
    var program = gate.program;
    var list = program.whitelist;
    long version = list.version();
    require(
        powerWasGone || (program.journal.damage().isEmpty() && list.damage().isEmpty()),
        "damage after a kill: " + program.journal.damage() + list.damage());
    require(
        version >= appliedVersion,
        "the list is at %d after a start, %d was in force".formatted(version, appliedVersion));
    require(
        version <= centre.version() && list.hash() == centre.hashAt(version),
        "the list at " + version + " has a hash that the centre never had");
    appliedVersion = version;
    gate.books.reopened(program.journal, powerWasGone, event -> isNeededNoMore(event, version));
    long epoch = program.journal.epoch();
    require(epoch >= newestEpoch, "epoch " + epoch + " after " + newestEpoch);
    newestEpoch = epoch;
    causeSinceLocked = false;
    fireTold = gate.lane.burns();
    played.note(
        "%s %s starts with list %d, %d events%s"
            .formatted(
                at(),
                gate.site.name(),
                version,
                gate.books.size(),
                program.journal.damage().isEmpty() ? "" : ", its journal was torn"));
  }

  /** The centre holds it, and the list in force says what came of it. */
  private boolean isNeededNoMore(Event event, long version) {
    if (!centre.holds(gate.site.number(), event)) {
      return false;
    }
    return !Books.isUse(event)
        || centre.tickets.get(event.getRight()).learnt.stream()
            .anyMatch(
                learnt ->
                    learnt.version() <= version
                        && learnt.use().equals(Books.trace(gate.site.number(), event)));
  }

  /** The program is about to be gone. */
  void died() {
    look();
  }

  // ---- What it wrote ----

  /** Looks at what was written since the last time, and at how the lane stands. */
  void look() {
    for (Event event : gate.books.takeFresh()) {
      judge(event);
      gate.books.add(event);
      count(event);
      note(event);
    }
    if (gate.program != null) {
      long version = gate.program.whitelist.version();
      require(version >= appliedVersion, "the list went back to " + version);
      appliedVersion = version;
      noteHolding();
    }
  }

  private void noteHolding() {
    long now = state().heldNumber();
    if (now != 0 && now != heldNumber) {
      played.count("people held for a check", 1);
    }
    heldNumber = now;
  }

  private void count(Event event) {
    var ticket = centre.tickets.get(event.getRight());
    if (ticket != null && Books.isUse(event) && event.getDirection() != Direction.OUT) {
      ticket.through += event.getPeople();
    }
  }

  private void note(Event event) {
    played.note(
        "%s %s #%d.%d %s right %d people %d %s %s%s"
            .formatted(
                at(),
                gate.site.name(),
                nameOf(event.getEpoch()),
                event.getSequence(),
                event.getKind(),
                event.getRight(),
                event.getPeople(),
                event.getDirection(),
                event.getReason() == Reason.REASON_UNSPECIFIED ? "" : event.getReason(),
                event.getDetail()));
    played.count(event.getKind().name(), 1);
  }

  private int nameOf(long epoch) {
    if (!epochs.contains(epoch)) {
      epochs.add(epoch);
    }
    return epochs.indexOf(epoch) + 1;
  }

  private void judge(Event event) {
    switch (event.getKind()) {
      case ADMITTED -> {
        causeSinceLocked = true;
        if (event.getRight() != 0) {
          admitted(event);
        }
      }
      case REFUSED -> refused(event);
      case STARTED, MODE_CHANGED, COMMAND_DONE -> causeSinceLocked = true;
      default -> {
        // The books say whether it fits what was before.
      }
    }
  }

  private void admitted(Event event) {
    var ticket = centre.tickets.get(event.getRight());
    if (ticket == null) {
      violated("admitted somebody on right " + event.getRight() + ", which was never sold");
      return;
    }
    long version = gate.program == null ? appliedVersion : gate.program.whitelist.version();
    var known = ticket.history.floorEntry(version);
    if (known == null) {
      violated("admitted ticket %d, which its list %d does not hold".formatted(ticket.id, version));
      return;
    }
    Right right = known.getValue();
    if (gate.site.kind() == LaneKind.EXIT) {
      // Everybody is let out, whatever his ticket says.
      return;
    }
    require(
        right.getState() == RightState.ACTIVE,
        "admitted ticket %d, which is %s since list %d, at list %d"
            .formatted(ticket.id, right.getState(), known.getKey(), version));
    require(
        right.getFingerprints(0) == event.getFingerprint(),
        "admitted ticket " + ticket.id + " by a code that was exchanged for another");
    if (right.getEntries() > 0 && event.getDirection() != Direction.OUT) {
      long used = used(ticket, version) + gate.books.reserved(ticket.id);
      require(
          used + event.getPeople() <= right.getEntries(),
          "ticket %d is for %d: %d are through or awaited as far as the gate knows, %d more admitted"
              .formatted(ticket.id, right.getEntries(), used, event.getPeople()));
    }
    // Gates that could not know of each other may have taken too much; who leaves pays nothing.
    if (right.getCreditFen() > 0 && event.getFeeFen() > 0) {
      long spent = spent(ticket, version);
      require(
          spent + event.getFeeFen() <= right.getCreditFen(),
          "ticket %d holds %d fen, %d are spent, %d more taken"
              .formatted(ticket.id, right.getCreditFen(), spent, event.getFeeFen()));
    }
    if (gate.clock.isHonest() && event.getDirection() != Direction.OUT) {
      long now = centre.agenda.millis() / 1000;
      require(
          right.getValidFrom() <= now + 2 && now - 2 < right.getValidUntil(),
          "admitted ticket " + ticket.id + " outside its time");
    }
    if (event.getDirection() != Direction.OUT) {
      promised.admitted(gate.site.number(), ticket, event);
      beyond(ticket, right);
    }
  }

  /** More than the ticket allows, counted over all gates. */
  private void beyond(Ticket ticket, Right right) {
    if (right.getEntries() > 0 && ticket.through >= right.getEntries()) {
      played.count("admissions beyond a ticket, at gates that could not know", 1);
    }
  }

  private void refused(Event event) {
    var ticket = centre.byFingerprint(event.getFingerprint());
    if (ticket == null || gate.program == null) {
      return;
    }
    long version = gate.program.whitelist.version();
    var known = ticket.history.floorEntry(version);
    boolean holds =
        known != null && known.getValue().getFingerprintsList().contains(event.getFingerprint());
    switch (event.getReason()) {
      case UNKNOWN ->
          require(!holds, "refused ticket %d as unknown at list %d".formatted(ticket.id, version));
      case REVOKED ->
          require(
              !holds || known.getValue().getState() == RightState.RIGHT_REVOKED,
              "refused ticket " + ticket.id + " as revoked, which it is not");
      case USED_UP -> {
        // The centre's answer to a question may tell more than the list.
        long heard = ticket.policy == OfflinePolicy.OFFLINE_OPEN ? version : centre.version();
        int entries = holds ? known.getValue().getEntries() : 0;
        require(
            entries == 0 || used(ticket, heard) + gate.books.reserved(ticket.id) >= entries,
            "refused ticket %d of %d entries as used up after %d"
                .formatted(ticket.id, entries, used(ticket, version)));
      }
      default -> {
        // Whether it was right needs more than the list.
      }
    }
  }

  /** People through inwards, as far as the gate knows: from its list, and by its own books. */
  private long used(Ticket ticket, long version) {
    return uses(ticket, version).stream()
        .filter(use -> !use.out())
        .mapToLong(Ticket.Trace::people)
        .sum();
  }

  private long spent(Ticket ticket, long version) {
    return uses(ticket, version).stream().mapToLong(Ticket.Trace::feeFen).sum();
  }

  private Set<Ticket.Trace> uses(Ticket ticket, long version) {
    var uses = new HashSet<>(gate.books.uses(ticket.id));
    for (var learnt : ticket.learnt) {
      if (learnt.version() <= version) {
        uses.add(learnt.use());
      }
    }
    return uses;
  }

  // ---- What stands in the lane ----

  /** The program moves the arm. */
  void moved(ArmPosition from, ArmPosition to) {
    look();
    if (to == ArmPosition.LOCKED) {
      causeSinceLocked = false;
      return;
    }
    boolean opensIn = to.letsIn() && !from.letsIn();
    boolean opensOut = to.letsOut() && !from.letsOut();
    if (!opensIn && !opensOut) {
      return;
    }
    boolean freeExit = !opensIn && gate.site.kind() != LaneKind.ENTRY;
    if (to == ArmPosition.DROPPED) {
      // In an evacuation the arm drops first and its cause is written after, in the same turn.
      dropUnexplained = !causeSinceLocked && !isFire();
      return;
    }
    boolean cause =
        causeSinceLocked || gate.books.openAdmissions() > 0 || isFire() || isFreeMode() || freeExit;
    require(cause, "the arm moves from %s to %s and nothing says why".formatted(from, to));
  }

  private boolean isFire() {
    return gate.lane.burns() || (gate.program != null && state().fire());
  }

  private boolean isFreeMode() {
    var mode = gate.program == null ? LaneMode.CONTROLLED : state().mode();
    return mode == LaneMode.ALWAYS_OPEN
        || mode == LaneMode.DIRECT_CHECK
        || mode == LaneMode.EMERGENCY_OPEN;
  }

  private org.shanmen.gate.lane.LaneState state() {
    return gate.program.loop.board().state();
  }

  /** The fire loop opened or closed, and the program was told. */
  void fireTold(boolean burns) {
    fireTold = burns;
  }

  /** After a turn nothing waits for the loop but people behind one for whom the centre is asked. */
  void lookAtQueues() {
    var waiting = gate.program.inputs.waiting();
    if (waiting.urgent() > 0 || waiting.notices() > 0 || waiting.dropped() > 0) {
      violated("after a turn " + waiting);
    }
  }

  /**
   * What a gate has sent and has not arrived: events up to the window, a heartbeat a second until
   * it finds the centre silent, answers and questions.
   */
  void lookAtWire(long bytes) {
    require(bytes <= UP_BYTES, bytes + " bytes wait in its wire to the centre");
  }

  private void requireDropExplained() {
    require(
        !dropUnexplained || causeSinceLocked || liesDownByMode(),
        "the arm dropped and nothing says why");
    dropUnexplained = false;
  }

  /** A mode outlives a restart, and the lane of a pair may lock once before it lies down again. */
  private boolean liesDownByMode() {
    var mode = state().mode();
    return mode == LaneMode.DIRECT_CHECK || mode == LaneMode.EMERGENCY_OPEN;
  }

  /** After a turn: in a fire the arm lies down, and stays down until somebody releases it. */
  void lookAtFire() {
    requireDropExplained();
    var state = state();
    require(!fireTold || state.fire(), "it burns, and the lane does not know");
    require(
        !state.fire() || gate.lane.asked() == ArmPosition.DROPPED,
        "in a fire the arm is asked to be " + gate.lane.asked());
    require(
        !gate.lane.burns() || gate.lane.arm() == org.shanmen.sim.lane.ArmPosition.DROPPED,
        "it burns, and the arm is " + gate.lane.arm());
  }
}
