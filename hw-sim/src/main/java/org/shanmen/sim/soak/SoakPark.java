package org.shanmen.sim.soak;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.park.Await;
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

  private final Park park;
  private final Map<String, String> passwords;

  /** A ticket for one person and one entry. */
  record Ticket(String number, Credential qr) {}

  private SoakPark(Park park, Map<String, String> passwords) {
    this.park = park;
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
      var passwords = ModelPark.people(administrator);
      park.addGate(administrator, ModelPark.sites(1).get(0)).awaitLinked();
      return new SoakPark(park, passwords);
    } catch (RuntimeException | Error e) {
      park.close();
      throw e;
    }
  }

  GateHouse gate() {
    return park.gates().get(0);
  }

  Park park() {
    return park;
  }

  CentreClient as(String role) {
    return CentreClient.loggedIn(park.centre().root(), role, passwords.get(role));
  }

  /** Sells day tickets in one sale. */
  List<Ticket> sell(CentreClient clerk, int quantity) {
    var line = new JsonObject().put("ticket_type", ModelPark.DAY).put("quantity", quantity);
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

  /** Waits until the gate has confirmed all that the centre knows. */
  void awaitCurrent() {
    var viewer = as("viewer");
    Await.until(
        "the gate to have the newest list",
        PATIENCE,
        () -> viewer.get("/board").getJsonArray("gates").getJsonObject(0),
        row ->
            row.getString("link").equals("up")
                && row.getJsonObject("whitelist").getBoolean("current"));
  }

  /** Waits until the centre holds all that the gate has written. */
  void awaitAllStored() {
    gate()
        .awaitHealth(
            "to have told the centre all",
            PATIENCE,
            health -> health.isLinked() && health.isAllAcknowledged());
  }

  @Override
  public void close() {
    park.close();
  }
}
