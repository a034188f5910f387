package org.shanmen.sim.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.shanmen.gate.journal.JournalFailed;
import org.shanmen.gate.journal.PowerPolicy;
import org.shanmen.gate.whitelist.WhitelistFailed;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CommandResult;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.sim.soak.disk.PowerCut;
import org.shanmen.sim.soak.disk.SimulatedDisk;

/**
 * What happens to one gate, drawn from a seed: sales, visitors, commands, uploads, deltas, deaths.
 * Knows what was promised to whom, and holds it against what the gate does. One thread.
 */
final class GateStory {
  private static final long DISK_BYTES = 64L << 20;
  private static final long EXPIRES_MILLIS = 60_000;
  private static final int DRAINS = 400;

  /** Parts per million; a cheap crystal in the sun. */
  private static final int WORST_DRIFT = 200;

  private static final List<LaneMode> MODES =
      List.of(LaneMode.CONTROLLED, LaneMode.CONTROLLED, LaneMode.OUT_OF_SERVICE);

  /** They say that the clock is wrong, not that the lane does not work. */
  private static final Set<String> CLOCK_ALARMS = Set.of("CLOCK_OFF", "CLOCK_UNKNOWN");

  final Played played = new Played();
  final Random random;
  final SimulatedDisk disk;
  final SoakGate gate;
  final ModelCentre centre = new ModelCentre(played);

  private final SoakTickets tickets = new SoakTickets();
  private final SoakClock clock;
  private final PowerPolicy policy;
  private final StoreOracle stores;

  private final EventOracle events = new EventOracle(played, centre);
  private final Map<Long, Integer> through = new HashMap<>();

  /** People whose admission was lost with the power before it was power-safe. */
  private final Map<Long, Integer> forgivable = new HashMap<>();

  private Set<LaneMode> modes = EnumSet.of(LaneMode.CONTROLLED);
  private long appliedVersion;
  private int commands;
  private boolean killed;

  /** Damage of the journal that was told at the last start. */
  private List<String> standing = List.of();

  GateStory(long seed, Path lending, PowerPolicy policy, SoakClock clock) {
    this.random = new Random(seed);
    this.policy = policy;
    this.clock = clock;
    this.disk = new SimulatedDisk(lending, DISK_BYTES);
    this.gate = new SoakGate(1, disk.path("/"), policy, clock);
    this.stores = new StoreOracle(played, tickets, centre);
    played.note("admissions are power-safe " + policy);
  }

  // ---- Steps ----

  /** Something happens; a dying disk or power goes through it like a shot. */
  void step() {
    switch (random.nextInt(10)) {
      case 0, 1 -> sell();
      case 2, 3, 4 -> visit();
      case 5 -> {
        if (gate.isLinked()) {
          gate.upload(centre);
        }
      }
      case 6 -> {
        if (gate.isLinked()) {
          download();
        }
      }
      case 7 -> gate.letFsyncsEnd();
      case 8 -> command();
      default -> wait(random.nextInt(20_000));
    }
    observe();
  }

  private void sell() {
    for (int i = random.nextInt(4); i >= 0; i--) {
      var ticket = tickets.sell(random);
      centre.put(tickets.right(ticket, clock.trueMillis()));
    }
    played.note("sold, the list is at " + centre.version());
  }

  private void visit() {
    if (tickets.sold().isEmpty()) {
      return;
    }
    var ticket = tickets.sold().get(random.nextInt(tickets.sold().size()));
    wait(3_500);
    if (gate.isOpen()) {
      return;
    }
    int openings = gate.openings();
    gate.show(ticket.code());
    observe();
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
    int people = random.nextInt(ticket.people() + 1);
    for (int i = 0; i < people && gate.isOpen(); i++) {
      through.merge(ticket.id(), 1, Integer::sum);
      played.count("people through", 1);
      gate.walkIn();
      requireNotTooMany(ticket);
    }
  }

  /** Never an admission that could not be recorded, never one on a ticket that is used up. */
  private void requireRecorded(SoakTickets.Ticket ticket) {
    Event last = null;
    int used = 0;
    for (Event event : events.written()) {
      if (event.getRight() == ticket.id()) {
        last = event;
        used += isUse(event) ? event.getPeople() : 0;
      }
    }
    boolean recorded = last != null && last.getKind() == EventKind.ADMITTED;
    played.require(recorded, "the arm opened for ticket " + ticket.id() + " without a record");
    if (recorded) {
      played.require(
          policy == PowerPolicy.OVERLAPPED || events.isSafe(last),
          "the arm opened before admission #" + last.getSequence() + " was power-safe");
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

  /** Nobody is turned away whose ticket is good and unused, by a gate that knows it and works. */
  private void requireReason(SoakTickets.Ticket ticket) {
    boolean good =
        ticket.flaw() == SoakTickets.Flaw.NONE
            && gate.whitelist().rightById(ticket.id()).isPresent();
    boolean touched =
        centre.used(ticket.id()) > 0
            || through.containsKey(ticket.id())
            || events.written().stream()
                .anyMatch(
                    event ->
                        event.getRight() == ticket.id() && event.getKind() != EventKind.REFUSED);
    boolean works = gate.mode() == LaneMode.CONTROLLED && CLOCK_ALARMS.containsAll(gate.alarms());
    played.require(
        !good || touched || !works || !knowsTime(),
        "ticket " + ticket.id() + " is good and unused, and was turned away");
  }

  private static boolean isUse(Event event) {
    return event.getKind() == EventKind.PASSED || event.getKind() == EventKind.USE_ASSUMED;
  }

  private void requireNotTooMany(SoakTickets.Ticket ticket) {
    int allowed = ticket.entries() + forgivable.getOrDefault(ticket.id(), 0);
    played.require(
        through.get(ticket.id()) <= allowed,
        "%d people went in on ticket %d, which is for %d"
            .formatted(through.get(ticket.id()), ticket.id(), allowed));
  }

  void download() {
    gate.download(centre).ifPresent(why -> played.violated("a delta was refused: " + why));
    appliedVersion = gate.whitelist().version();
  }

  private void command() {
    var wanted = MODES.get(random.nextInt(MODES.size()));
    modes.add(wanted);
    gate.command(
        Command.newBuilder()
            .setId("command-" + ++commands)
            .setIssuer("soak")
            .setExpiresAtMillis(clock.trueMillis() + EXPIRES_MILLIS)
            .setSetMode(wanted)
            .build());
    boolean done =
        gate.takeResults().stream()
            .anyMatch(result -> result.getOutcome() == CommandResult.Outcome.DONE);
    if (done && !gate.alarms().contains("STATE_NOT_SAVED")) {
      wait(1_000);
      modes =
          gate.alarms().contains("STATE_NOT_SAVED")
              ? EnumSet.of(LaneMode.CONTROLLED, LaneMode.OUT_OF_SERVICE)
              : EnumSet.of(wanted);
    }
    played.note("told " + wanted + (done ? ", done" : ", not done"));
  }

  void wait(int millis) {
    for (int left = millis; left > 0; left -= 1_000) {
      clock.pass(Math.min(left, 1_000));
      gate.heartbeat();
      gate.turn();
    }
  }

  // ---- What was promised ----

  /** The gate's clock is set, forth or back, by hours, days or years. */
  void setClock() {
    long hour = 3_600_000L;
    long[] steps = {0, hour, 24 * hour, 365 * 24 * hour};
    long step = steps[random.nextInt(steps.length)] * (random.nextBoolean() ? 1 : -1);
    clock.setWrongBy(step + random.nextInt(1_000));
    played.note("the gate's clock is " + clock.wrongByMillis() / 1_000 + " s ahead");
    played.count("clock steps", 1);
  }

  /** The gate's clock gains or loses from now on, as a bad crystal does. */
  void drift() {
    int partsPerMillion = random.nextInt(2 * WORST_DRIFT + 1) - WORST_DRIFT;
    clock.drift(partsPerMillion);
    played.note("the gate's clock gains " + partsPerMillion + " ppm");
  }

  /** The power goes on a board without a clock of its own, and it starts in 1970. */
  void losePowerAndTime() throws IOException {
    losePower();
    clock.beginAnew();
    played.note("the gate begins in 1970");
    played.count("starts without a clock", 1);
  }

  /** The cable is pulled, or plugged in again. */
  void turnLink() {
    gate.link(!gate.isLinked());
    played.note(gate.isLinked() ? "linked" : "the link is lost");
  }

  void observe() {
    events.observe(gate);
  }

  /** The power went, is back, and the disk is found as it is. */
  void losePower() throws IOException {
    var lost = events.losePower();
    if (policy == PowerPolicy.OVERLAPPED) {
      lost.forEach(event -> forgivable.merge(event.getRight(), event.getPeople(), Integer::sum));
    }
    gate.off();
    disk.cutPower(random);
    played.note("power cut after operation " + disk.operations());
    played.count("power cuts", 1);
  }

  /** The program is killed; its disk, on which nothing failed, goes on. */
  void kill() {
    killed = true;
    killOnFailingDisk();
  }

  /** The program is killed; its disk goes on. */
  void killOnFailingDisk() {
    gate.off();
    disk.killPrograms();
    played.note("killed after operation " + disk.operations());
    played.count("kills", 1);
  }

  /**
   * Starts the program and holds what it found against what was promised.
   *
   * @return false if it could not start
   */
  boolean start() {
    try {
      gate.start();
    } catch (JournalFailed | WhitelistFailed e) {
      played.note("could not start: " + e.getMessage());
      played.count("starts that failed", 1);
      return false;
    }
    var fresh = new ArrayList<>(gate.journal().damage());
    fresh.addAll(gate.whitelist().damage());
    fresh.removeAll(standing);
    played.require(!killed || fresh.isEmpty(), "damage after a kill: " + fresh);
    killed = false;
    standing = gate.journal().damage();
    events.requireAllKept(gate);
    stores.requireWhole(gate.whitelist(), appliedVersion);
    appliedVersion = gate.whitelist().version();
    played.require(
        modes.contains(gate.mode()), "started " + gate.mode() + ", should be one of " + modes);
    modes = EnumSet.of(gate.mode());
    played.note(
        "started with %d events, list at %d, %s%s%s"
            .formatted(
                events.written().size(),
                gate.whitelist().version(),
                gate.mode(),
                said("; journal: ", gate.journal().damage()),
                said("; list: ", gate.whitelist().damage())));
    return true;
  }

  /**
   * Starts the program on a disk on which a bit flipped. What it serves must be true, what it lost
   * must be reported; and what was lost of a list may come again.
   */
  void startDamaged(String file) {
    gate.start();
    wait(2_000);
    boolean journalReports =
        !gate.journal().damage().isEmpty() && gate.alarms().contains("JOURNAL_DAMAGED");
    var lost = events.requireOnlyTrue(gate);
    lost.forEach(this::forgive);
    played.require(lost.isEmpty() || journalReports, "events are lost, and no alarm");
    played.require(lost.size() <= 1, lost.size() + " events are lost for one flipped bit");
    var list = gate.whitelist();
    stores.requireTrue(list);
    played.require(
        list.version() >= appliedVersion || !list.damage().isEmpty(),
        "the list went back to " + list.version() + " and no word of it");
    appliedVersion = list.version();
    boolean modeLost = gate.alarms().contains("STATE_LOST");
    played.require(
        modes.contains(gate.mode()) || (modeLost && gate.mode() == LaneMode.OUT_OF_SERVICE),
        "started " + gate.mode() + ", should be one of " + modes);
    boolean told = journalReports || modeLost || !list.damage().isEmpty();
    played.count(told ? "reported" : "nothing lost", 1);
    played.note("started " + (told ? "with a report" : "without a word") + " after " + file);
  }

  /** What a damaged record said of a ticket nobody knows any more; that was reported. */
  private void forgive(Event event) {
    if (event.getRight() != 0) {
      forgivable.merge(event.getRight(), Math.max(1, event.getPeople()), Integer::sum);
    }
  }

  private static String said(String where, List<String> damage) {
    return damage.isEmpty() ? "" : where + damage.size() + " findings";
  }

  /** The link is good and time goes by: everything must reach the centre. */
  void drain() {
    gate.link(true);
    wait(20_000);
    boolean busy = true;
    for (int i = 0; i < DRAINS && busy; i++) {
      gate.letFsyncsEnd();
      busy = gate.upload(centre);
      download();
      observe();
    }
    events.requireAllStored(gate);
    for (SoakTickets.Ticket ticket : tickets.sold()) {
      int in = through.getOrDefault(ticket.id(), 0);
      int forgiven = forgivable.getOrDefault(ticket.id(), 0);
      int used = centre.used(ticket.id());
      played.require(
          in <= used + forgiven && used <= ticket.entries() + forgiven,
          "ticket %d for %d: %d went in, %d accounted for, %d forgivable"
              .formatted(ticket.id(), ticket.entries(), in, used, forgiven));
    }
    stores.requireWhole(gate.whitelist(), appliedVersion);
    played.count("events", centre.events(gate.number));
    played.note("drained: " + centre.events(gate.number) + " events at the centre");
  }

  /** Runs something that a failing power may end. */
  boolean survives(Runnable life) {
    try {
      life.run();
      return true;
    } catch (PowerCut gone) {
      return false;
    }
  }
}
