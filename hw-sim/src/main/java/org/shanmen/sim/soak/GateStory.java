package org.shanmen.sim.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.shanmen.gate.journal.JournalFailed;
import org.shanmen.gate.journal.PowerPolicy;
import org.shanmen.gate.whitelist.WhitelistFailed;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CommandResult;
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
  private final GateVisitors visitors;

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
    this.visitors = new GateVisitors(this, tickets, events, clock, policy);
    played.note("admissions are power-safe " + policy);
  }

  // ---- Steps ----

  /** Something happens; a dying disk or power goes through it like a shot. */
  void step() {
    switch (random.nextInt(10)) {
      case 0, 1 -> sell();
      case 2, 3, 4 -> visitors.come();
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

  /**
   * Somebody uses a card up, entry by entry, and comes once more; between two visits the centre may
   * hear of it, and the program may die.
   */
  void useUpACard() {
    var card = tickets.sellCard();
    centre.put(tickets.right(card, clock.trueMillis()));
    played.note("sold a card, the list is at " + centre.version());
    for (int visit = 0; visit <= card.entries(); visit++) {
      gate.letFsyncsEnd();
      if (gate.isLinked()) {
        gate.upload(centre);
        download();
      }
      if (random.nextInt(3) == 0) {
        kill();
        start();
      }
      visitors.comeWith(card, 1);
    }
    played.count("cards used up", 1);
  }

  void download() {
    gate.download(centre).ifPresent(why -> played.violated("a delta was refused: " + why));
    appliedVersion = gate.whitelist().version();
  }

  private void command() {
    var wanted = MODES.get(random.nextInt(MODES.size()));
    modes.add(wanted);
    visitors.awaitNobody();
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
      lost.forEach(visitors::forgive);
    }
    visitors.walkOn();
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
    visitors.walkOn();
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
    requireNothingDamaged();
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
   * What is named in force was forced before it was named: a power cut may tear the end of a log,
   * and nothing else. That an older generation would serve as well is for bits that rot.
   */
  private void requireNothingDamaged() {
    played.require(
        !gate.whitelist().isDamaged(),
        "no bit has flipped, and the list says: " + gate.whitelist().damage());
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
    lost.forEach(visitors::forgive);
    events.takeDamagedHere().forEach(visitors::damagedHere);
    played.require(lost.isEmpty() || journalReports, "events are lost, and no alarm");
    played.require(lost.size() <= 1, lost.size() + " events are lost for one flipped bit");
    var list = gate.whitelist();
    stores.requireTrue(list);
    wait(2_000);
    played.require(
        list.isDamaged() == gate.alarms().contains("LIST_DAMAGED"),
        "the list says " + list.damage() + ", and the alarms are " + gate.alarms());
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
    visitors.requireAccounted();
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
