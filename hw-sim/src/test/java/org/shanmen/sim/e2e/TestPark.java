package org.shanmen.sim.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.park.GateHealth;
import org.shanmen.sim.park.GateHouse;
import org.shanmen.sim.park.LaneTimes;
import org.shanmen.sim.park.Park;
import org.shanmen.sim.park.Programs;
import org.shanmen.sim.rig.Credential;

/**
 * The tests' park: N1 and the exit X1 at the north gate, E1 at the east gate, and words for what
 * happens there.
 */
final class TestPark implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(60);

  /**
   * Who is held is held until the test has looked at him, however slow the machine is. The time for
   * the same code is far shorter than the quickest walk, so that nobody who shows his ticket after
   * a pass is taken for the one before him.
   */
  static final LaneTimes TIMES = new LaneTimes(5000, 100, 600_000);

  /** Each of the JVMs that share the tests has a park of its own. */
  private static final String DIRECTORY = System.getProperty("shanmen.test.park", "e2e-park");

  private final Park park;
  private final Map<String, String> passwords;
  private final Random random = new Random(42);

  /**
   * A ticket that was sold.
   *
   * @param qr what shows it under the scanner
   */
  record Ticket(String number, Credential qr) {}

  private TestPark(Park park, Map<String, String> passwords) {
    this.park = park;
    this.passwords = passwords;
  }

  static TestPark open() {
    Programs programs = Programs.installed();
    var directory = programs.home().resolve("hw-sim/target").resolve(DIRECTORY);
    var gait = Gait.atSpeed(3, GateHouse.BEAM_DEBOUNCE_MILLIS);
    // What a window looks like that takes QR codes; whether it does is for TheDemoIT.
    Park park =
        Look.isEveryOneWanted()
            ? Park.openWithPayment(programs, directory, 0, TIMES, gait)
            : Park.open(programs, directory, 0, TIMES, gait);
    try {
      CentreClient administrator = park.centre().administrator();
      ModelPark.furnish(administrator);
      Map<String, String> passwords = ModelPark.people(administrator);
      ModelPark.sites(2).forEach(site -> park.addGate(administrator, site));
      park.gates().forEach(GateHouse::awaitLinked);
      return new TestPark(park, passwords);
    } catch (RuntimeException | Error e) {
      park.close();
      throw e;
    }
  }

  Park park() {
    return park;
  }

  GateHouse n1() {
    return park.gate("N1");
  }

  GateHouse e1() {
    return park.gate("E1");
  }

  CentreClient as(String role) {
    return role.equals("admin")
        ? park.centre().administrator()
        : CentreClient.loggedIn(park.centre().root(), role, passwords.get(role));
  }

  String password(String role) {
    return role.equals("admin") ? park.centre().administratorPassword() : passwords.get(role);
  }

  /** Sells one ticket for today and waits until both gates know of it. */
  Ticket sell(String type) {
    return sell(new JsonObject().put("ticket_type", type).put("quantity", 1));
  }

  Ticket sellGroup(int people) {
    return sell(
        new JsonObject()
            .put("ticket_type", ModelPark.GROUP)
            .put("quantity", 1)
            .put("people", people));
  }

  /** Sells a ten-visit card or a month's pass on a card or a face. */
  Ticket sellOn(String type, String kind, String value) {
    return sell(
        new JsonObject()
            .put("ticket_type", type)
            .put("quantity", 1)
            .put(
                "credentials",
                new JsonArray().add(new JsonObject().put("kind", kind).put("value", value))));
  }

  private Ticket sell(JsonObject line) {
    JsonObject ticket =
        as("clerk")
            .post(
                "/sales",
                new JsonObject().put("payment", "CASH").put("lines", new JsonArray().add(line)))
            .getJsonArray("tickets")
            .getJsonObject(0);
    String code =
        ticket.getJsonArray("credentials").stream()
            .map(JsonObject.class::cast)
            .filter(credential -> credential.getString("kind").equals("QR"))
            .findFirst()
            .orElseThrow()
            .getString("value");
    park.gates().stream().filter(gate -> gate.program().isAlive()).forEach(this::awaitCurrent);
    return new Ticket(ticket.getString("number"), Credential.qr(code));
  }

  /** A card's serial number that nobody had before. */
  String newCard() {
    return "%08X".formatted(random.nextInt());
  }

  JsonObject ticket(String number) {
    return as("viewer").get("/tickets/" + number);
  }

  /** Waits until a gate has confirmed all that the centre knows. */
  void awaitCurrent(GateHouse gate) {
    CentreClient viewer = as("viewer");
    Await.until(
        "gate " + gate.code() + " to have the newest list",
        SOON,
        () -> onBoard(viewer, gate),
        row ->
            row.getString("link").equals("up")
                && row.getJsonObject("whitelist").getBoolean("current"));
  }

  JsonObject onBoard(CentreClient viewer, GateHouse gate) {
    return row(viewer.get("/board").getJsonArray("gates"), gate);
  }

  /** People who went through a gate, as the centre has stored it. */
  long storedPasses(GateHouse gate) {
    JsonObject row = row(as("viewer").get("/stats").getJsonArray("gates"), gate);
    return row.getLong("passed_in") + row.getLong("passed_out");
  }

  private static JsonObject row(JsonArray gates, GateHouse gate) {
    return gates.stream()
        .map(JsonObject.class::cast)
        .filter(row -> row.getString("code").equals(gate.code()))
        .findFirst()
        .orElseThrow();
  }

  /** All events of a gate that the centre has stored, in the order in which it did. */
  List<JsonObject> events(GateHouse gate) {
    CentreClient viewer = as("viewer");
    List<JsonObject> all = new java.util.ArrayList<>();
    long after = 0;
    while (true) {
      JsonObject page = viewer.get("/events?gate=" + gate.code() + "&limit=1000&after=" + after);
      List<JsonObject> events =
          page.getJsonArray("events").stream().map(JsonObject.class::cast).toList();
      all.addAll(events);
      if (events.size() < 1000) {
        return all;
      }
      after = page.getLong("next");
    }
  }

  /** Waits until the centre holds all that a gate has written. */
  GateHealth awaitAllStored(GateHouse gate) {
    return gate.awaitHealth(
        "to have told the centre all",
        SOON,
        health -> health.isLinked() && health.isAllAcknowledged());
  }

  /** Shows a credential and walks in if the arm lets him. */
  GateHouse.Decision enter(GateHouse gate, Credential credential) {
    gate.awaitArm(arm -> arm == ArmPosition.LOCKED, SOON);
    GateHouse.Decision decision = gate.show(credential);
    if (decision.isAdmission()) {
      gate.awaitArm(arm -> arm == ArmPosition.RELEASED_IN, SOON);
      assertThat(gate.walk(Walk.in()).passed()).isEqualTo(1);
    }
    return decision;
  }

  /** Sends a command and waits until every gate that it is meant for has carried it out. */
  void command(String scopeKind, String code, String action) {
    var scope = new JsonObject().put("kind", scopeKind);
    if (!code.isEmpty()) {
      scope.put("code", code);
    }
    CentreClient control = as("control");
    JsonObject sent =
        control.post("/commands", new JsonObject().put("scope", scope).put("action", action));
    Await.until(
        action + " to be done",
        SOON,
        () -> control.get("/commands?batch=" + sent.getString("batch")).getJsonArray("commands"),
        commands ->
            commands.stream()
                .allMatch(command -> ((JsonObject) command).getString("outcome").equals("DONE")));
  }

  @Override
  public void close() {
    park.close();
  }
}
