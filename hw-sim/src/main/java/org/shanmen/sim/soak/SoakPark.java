package org.shanmen.sim.soak;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.Cable;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.park.GateHouse;
import org.shanmen.sim.park.LaneTimes;
import org.shanmen.sim.park.Park;
import org.shanmen.sim.park.Programs;
import org.shanmen.sim.rig.Credential;

/** The real programs for campaigns that kill them: a centre, and a gate with its lane. */
final class SoakPark implements AutoCloseable {
  /** Patience for whatever comes without fail, on however busy a machine. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final LaneTimes TIMES = new LaneTimes(3000, 100, 20_000);
  private static final double SPEED = 3;

  private static final String STRICT = "STRICT";

  /** Tickets that are printed at a time. */
  private static final int BATCH = 500;

  private final Park park;
  private final Map<String, String> passwords;
  private final Cable cable;
  private int printed;
  private final Map<String, StoredEvents> stored = new HashMap<>();

  /** A ticket for one person and one entry. */
  record Ticket(String number, Credential qr) {}

  private SoakPark(Park park, Map<String, String> passwords, Cable cable) {
    this.park = park;
    this.cable = cable;
    this.passwords = passwords;
  }

  static SoakPark open(Path directory) {
    var park =
        Park.open(
            Programs.installed(),
            directory,
            0,
            TIMES,
            Gait.atSpeed(SPEED, GateHouse.BEAM_DEBOUNCE_MILLIS));
    try {
      CentreClient administrator = park.centre().administrator();
      ModelPark.furnish(administrator);
      administrator.post(
          "/ticket-types",
          new JsonObject()
              .put("code", STRICT)
              .put("name_zh", "联网票")
              .put("name_en", "Online only")
              .put("kind", "SINGLE")
              .put("price_fen", 9_000)
              .put("valid_days", 2)
              .put("entries", 1)
              .put("code_form", "SIGNED")
              .put("offline", "STRICT"));
      var passwords = ModelPark.people(administrator);
      var cable = new Cable(park.centre().gatelinkPort());
      park.addGate(administrator, ModelPark.sites(1).get(0), cable.port()).awaitLinked();
      return new SoakPark(park, passwords, cable);
    } catch (RuntimeException | Error e) {
      park.close();
      throw e;
    }
  }

  GateHouse gate() {
    return park.gate(ModelPark.sites(2).get(0).code());
  }

  /** Between {@link #gate} and the centre. */
  Cable cable() {
    return cable;
  }

  /** Another gate, with a cable that nothing happens to; set up when it is first asked for. */
  GateHouse otherGate() {
    var site = ModelPark.sites(2).get(1);
    if (park.gate(site.code()) == null) {
      park.addGate(park.centre().administrator(), site).awaitLinked();
    }
    return park.gate(site.code());
  }

  /** Makes tickets that nobody buys, so that a whole list is some messages long. */
  void printAtLeast(int tickets) {
    var batch = new JsonObject().put("ticket_type", ModelPark.PRINTED).put("quantity", BATCH);
    for (; printed < tickets; printed += BATCH) {
      park.centre().administrator().post("/ticket-batches", batch);
    }
  }

  Park park() {
    return park;
  }

  CentreClient as(String role) {
    return CentreClient.loggedIn(park.centre().root(), role, passwords.get(role));
  }

  /** Sells day tickets in one sale. */
  List<Ticket> sell(CentreClient clerk, int quantity) {
    return sell(clerk, ModelPark.DAY, quantity);
  }

  /** Sells one that lets nobody in unless the centre says so. */
  Ticket sellStrict(CentreClient clerk) {
    return sell(clerk, STRICT, 1).get(0);
  }

  private static List<Ticket> sell(CentreClient clerk, String type, int quantity) {
    var line = new JsonObject().put("ticket_type", type).put("quantity", quantity);
    var sold =
        clerk.post(
            "/sales",
            new JsonObject().put("payment", "CASH").put("lines", new JsonArray().add(line)));
    var tickets = new ArrayList<Ticket>();
    for (Object each : sold.getJsonArray("tickets")) {
      var ticket = (JsonObject) each;
      String code =
          ticket.getJsonArray("credentials").stream()
              .map(JsonObject.class::cast)
              .filter(credential -> credential.getString("kind").equals("QR"))
              .findFirst()
              .orElseThrow()
              .getString("value");
      tickets.add(new Ticket(ticket.getString("number"), Credential.qr(code)));
    }
    return tickets;
  }

  /** Waits until all gates have confirmed all that the centre knows. */
  void awaitCurrent() {
    var viewer = as("viewer");
    Await.until(
        "the gates to have the newest list",
        PATIENCE,
        () -> viewer.get("/board").getJsonArray("gates"),
        rows -> rows.stream().allMatch(row -> isCurrent((JsonObject) row)));
  }

  /** Or is a gate without a program of ours. */
  private boolean isCurrent(JsonObject row) {
    return park.gate(row.getString("code")) == null
        || row.getString("link").equals("up")
            && row.getJsonObject("whitelist").getBoolean("current");
  }

  /**
   * Waits until the centre holds all that came of what happened. Of somebody whom a gate did not
   * see go in it knows nothing until his time is over: then it writes that it takes him to be in.
   */
  void awaitAllStored() {
    for (GateHouse gate : park.gates()) {
      gate.awaitHealth("to await nobody", PATIENCE, health -> health.awaited() == 0);
      gate.awaitHealth(
          "to have told the centre all",
          PATIENCE,
          health -> health.isLinked() && health.isAllAcknowledged());
    }
  }

  /**
   * Holds what the centre has stored of a gate, all of it, against the gate's journal and the
   * centre's own counters.
   */
  StoredEvents requireBooksAgree(GateHouse gate, Played played) throws IOException {
    var viewer = as("viewer");
    var events = stored.computeIfAbsent(gate.code(), StoredEvents::new);
    events.readOn(viewer, played);
    events.requireNoGap(played);
    events.requireAllOf(gate.data().resolve("journal"), played);
    events.requireCounted(viewer, played);
    return events;
  }

  /** People who came in on no right at any gate, as far as was read. */
  long forced() {
    return stored.values().stream().mapToLong(StoredEvents::forced).sum();
  }

  @Override
  public void close() {
    park.close();
    cable.close();
  }
}
