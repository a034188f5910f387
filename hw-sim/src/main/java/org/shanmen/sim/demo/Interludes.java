package org.shanmen.sim.demo;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.sim.crowd.Holding;
import org.shanmen.sim.crowd.Shown;
import org.shanmen.sim.crowd.Visit;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.Cable;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.park.GateHealth;
import org.shanmen.sim.park.GateHouse;
import org.shanmen.sim.rig.Credential;
import org.shanmen.sim.rig.Spot;
import org.shanmen.sim.serial.SerialDevice;

/**
 * What no crowd shows by itself, played beside it at the tower's two-way lane, act after act: the
 * tower fills, the lane is closed, three come at once, its cable is cut, a reader is unplugged, and
 * then the arm's board. Everybody who comes is in the tally, so that the day's books hold for the
 * acts too.
 *
 * <p>A thread of its own plays them, once.
 */
final class Interludes implements AutoCloseable {
  /** How many people come to the acts. */
  static final int GUESTS = 18;

  /** The alarm of a lane that cannot tell who passes. */
  private static final String BLIND = "NOT_SENSING";

  private static final Duration SOON = Duration.ofSeconds(60);

  /** More than ever come, so that the tower is not full again. */
  private static final int MANY_PLACES = 1000;

  private final GateHouse gate;
  private final Cable cable;
  private final TicketWindow window;
  private final CentreClient control;
  private final GateKnowledge knowledge;
  private final Tally tally;
  private final List<String> shown = new ArrayList<>();
  private final Thread thread = new Thread(this::play, "interludes");
  private int number;
  private Optional<String> trouble = Optional.empty();

  /** A visitor with what he holds. */
  private record Guest(Visit visit, TicketWindow.Held held) {
    Credential credential() {
      return held.shown();
    }
  }

  /** One act; what it says was shown by it when it ends. */
  private interface Act {
    String play() throws IOException;
  }

  /**
   * @param cable between the lane's gate and the centre
   * @param control a session that may command gates and change places
   * @param viewer a session that may look
   * @param before how many visits the crowd has: theirs are the first numbers
   */
  Interludes(
      GateHouse gate,
      Cable cable,
      TicketWindow window,
      CentreClient control,
      CentreClient viewer,
      Tally tally,
      int before) {
    this.gate = gate;
    this.cable = cable;
    this.window = window;
    this.control = control;
    this.knowledge = new GateKnowledge(viewer);
    this.tally = tally;
    this.number = before;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Waits until all acts are over; false if the time was not enough. */
  boolean await(Duration limit) throws InterruptedException {
    thread.join(Math.max(1, limit.toMillis()));
    return !thread.isAlive();
  }

  /** What was shown so far, in words. */
  synchronized List<String> shown() {
    return List.copyOf(shown);
  }

  /** Why an act could not be played to its end; empty: none failed. */
  synchronized Optional<String> trouble() {
    return trouble;
  }

  @Override
  public void close() {
    thread.interrupt();
    knowledge.close();
  }

  private void play() {
    for (Act act :
        List.<Act>of(
            this::fillTheTower,
            this::closeTheLane,
            this::threeAtOnce,
            this::cutTheCable,
            this::unplugTheReader,
            this::unplugTheBoard)) {
      try {
        String told = act.play();
        synchronized (this) {
          shown.add(told);
        }
      } catch (RuntimeException | IOException e) {
        synchronized (this) {
          trouble = Optional.of("at " + gate.code() + ", after " + shown + ": " + e);
        }
        return;
      }
    }
  }

  // ---- Acts ----

  private String fillTheTower() {
    Guest first = guest(Holding.SEASON_PASS, Shown.CARD);
    comeIn(first);
    comeIn(guest(Holding.SINGLE, Shown.ID_CARD));
    awaitGate("to be told that the tower is full", GateHealth::isAreaFull);
    comeIn(guest(Holding.SINGLE, Shown.QR, Reason.PARK_FULL));
    goOut(first);
    awaitGate("to be told of a free place", health -> !health.isAreaFull());
    comeIn(guest(Holding.TWO_TICKETS, Shown.CARD));
    control.patch("/areas/" + ModelPark.TOWER, new JsonObject().put("capacity", MANY_PLACES));
    awaitGate("to be told of more places", health -> !health.isAreaFull());
    return "PARK_FULL: "
        + ModelPark.TOWER_PLACES
        + " places taken, one of them with an ID card; the third waits until one has left by the"
        + " same two-way lane; he has two tickets on his card";
  }

  private String closeTheLane() {
    command("always-closed", Optional.empty());
    comeIn(guest(Holding.SINGLE, Shown.QR, Reason.GATE_CLOSED));
    command("controlled", Optional.empty());
    comeIn(guest(Holding.SINGLE, Shown.QR));
    return "GATE_CLOSED: the control room closed the lane for a while";
  }

  /** The lane keeps one who waits; whoever comes then takes his place. */
  private String threeAtOnce() {
    Guest held = guest(Holding.NOT_ENTITLED, Shown.QR);
    Guest second = guest(Holding.SINGLE, Shown.QR, Reason.BUSY);
    Guest third = guest(Holding.SINGLE, Shown.QR);
    show(held);
    awaitGate("to hold somebody", GateHealth::isHolding);
    long before = gate.ops().health().lastDecisionSequence();
    show(second);
    show(third);
    GateHealth busy = awaitDecision("REFUSED", before);
    tally.add(Served.refused(second.visit(), busy.lastReason()));
    command("confirm-reject", Optional.of(holding(held)));
    awaitDecision("ADMITTED", busy.lastDecisionSequence());
    tally.add(Served.refused(held.visit(), Reason.NEEDS_CHECK.name()));
    walkIn(third);
    return "BUSY: while the attendant looked at one, a second waited and a third took his place";
  }

  private String cutTheCable() {
    Guest alone = guest(Holding.STORED_VALUE, Shown.CARD, Reason.OFFLINE_LIMIT);
    Guest again = guest(Holding.STORED_VALUE, Shown.CARD);
    Guest named = guest(Holding.NAMED, Shown.QR, Reason.STALE);
    Guest ordinary = guest(Holding.SINGLE, Shown.QR);
    cable.cut();
    try {
      awaitGate("to notice that its cable is cut", health -> !health.isLinked());
      comeIn(ordinary);
      comeIn(alone);
      comeIn(named);
    } finally {
      cable.mend();
    }
    awaitGate("to be linked again", GateHealth::isLinked);
    comeIn(again);
    return "OFFLINE_LIMIT, STALE: its cable cut, the gate went on by itself, but took no 70 yuan from"
        + " a card, and let nobody in on a ticket for which it has to ask the centre";
  }

  private String unplugTheReader() throws IOException {
    Guest other = guest(Holding.SINGLE, Shown.QR);
    Guest card = guest(Holding.COUNT_CARD, Shown.CARD);
    String alarm = "DEVICE_FAULT:" + SerialDevice.CARD_READER.label();
    gate.lane().unplug(SerialDevice.CARD_READER);
    try {
      awaitGate("to miss its card reader", health -> health.alarms().contains(alarm));
      comeIn(other);
    } finally {
      gate.lane().plug(SerialDevice.CARD_READER);
    }
    awaitGate("to have its card reader again", health -> !health.alarms().contains(alarm));
    comeIn(card);
    return alarm + ": the reader unplugged, the lane went on by its scanner until it was back";
  }

  /** A lane that cannot tell who passes lets nobody in, and nobody is kept in by it. */
  private String unplugTheBoard() throws IOException {
    Guest turnedAway = guest(Holding.SINGLE, Shown.QR, Reason.DEVICE_FAULT);
    Guest afterwards = guest(Holding.SINGLE, Shown.QR);
    gate.lane().unplug(SerialDevice.BOARD);
    try {
      awaitGate("to be out of service", health -> health.alarms().contains(BLIND));
      tally.arrived(1);
      GateHouse.Decision decision = gate.show(turnedAway.credential());
      tally.add(Served.refused(turnedAway.visit(), decision.reason()));
    } finally {
      gate.lane().plug(SerialDevice.BOARD);
    }
    awaitGate("to have its board again", health -> !health.alarms().contains(BLIND));
    comeIn(afterwards);
    return "DEVICE_FAULT: the plug of the arm's board pulled, the lane was out of service until it was"
        + " back";
  }

  // ---- What people do ----

  private Guest guest(Holding holding, Shown how) {
    return guest(holding, how, Optional.empty());
  }

  /** Somebody whom the lane will turn away, however good his ticket. */
  private Guest guest(Holding holding, Shown how, Reason closed) {
    return guest(holding, how, Optional.of(closed));
  }

  private Guest guest(Holding holding, Shown how, Optional<Reason> closed) {
    Visit visit = visit(holding, how, OptionalInt.empty(), closed);
    TicketWindow.Held held = window.outfit(visit);
    knowledge.upToDate(gate.code()).join();
    return new Guest(visit, held);
  }

  private Visit visit(Holding holding, Shown how, OptionalInt copyOf, Optional<Reason> closed) {
    number++;
    return new Visit(number, Duration.ZERO, gate.code(), 1, holding, how, copyOf, false, closed);
  }

  private void comeIn(Guest guest) {
    tally.arrived(1);
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, SOON);
    GateHouse.Decision decision = gate.show(guest.credential());
    if (decision.isAdmission()) {
      walkIn(guest);
    } else {
      tally.add(Served.refused(guest.visit(), decision.reason()));
    }
  }

  private void goOut(Guest guest) {
    Visit leaving =
        visit(
            Holding.LEAVING,
            guest.visit().shown(),
            OptionalInt.of(guest.visit().number()),
            Optional.empty());
    tally.arrived(1);
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, SOON);
    GateHouse.Decision decision = gate.show(guest.credential(), Spot.INNER);
    if (!decision.isAdmission()) {
      tally.add(Served.refused(leaving, decision.reason()));
      return;
    }
    gate.awaitArm(arm -> arm == ArmPosition.RELEASED_OUT, SOON);
    tally.add(Served.admitted(leaving, gate.walk(Walk.out()).passed()));
  }

  private void walkIn(Guest guest) {
    gate.awaitArm(arm -> arm == ArmPosition.RELEASED_IN, SOON);
    tally.add(Served.admitted(guest.visit(), gate.walk(Walk.in()).passed()));
  }

  /** Shows a ticket without waiting for what comes of it. */
  private void show(Guest guest) {
    tally.arrived(1);
    gate.lane().present(guest.credential()).join();
  }

  // ---- The gate and the control room ----

  private void awaitGate(String what, Predicate<GateHealth> wanted) {
    gate.awaitHealth(what, SOON, wanted);
  }

  private GateHealth awaitDecision(String kind, long after) {
    return gate.awaitHealth(
        "to decide " + kind,
        SOON,
        health -> health.lastDecisionSequence() > after && health.lastDecision().equals(kind));
  }

  /** What the board calls whoever is held, once it shows him. */
  private String holding(Guest guest) {
    JsonObject held =
        Await.until(
            "the board to show " + guest.visit().description(),
            SOON,
            () ->
                control.get("/board").getJsonArray("gates").stream()
                    .map(JsonObject.class::cast)
                    .filter(each -> each.getString("code").equals(gate.code()))
                    .findFirst()
                    .orElseThrow(),
            each ->
                each.getJsonObject("held") != null
                    && each.getJsonObject("held")
                        .getString("ticket")
                        .equals(guest.held().ticket()));
    return held.getString("holding_id");
  }

  private void command(String action, Optional<String> holding) {
    var command =
        new JsonObject()
            .put("scope", new JsonObject().put("kind", "gate").put("code", gate.code()))
            .put("action", action);
    holding.ifPresent(id -> command.put("holding_id", id));
    String batch = control.post("/commands", command).getString("batch");
    Await.until(
        action + " to be done",
        SOON,
        () -> control.get("/commands?batch=" + batch).getJsonArray("commands").getJsonObject(0),
        state -> state.getString("outcome").equals("DONE"));
  }
}
