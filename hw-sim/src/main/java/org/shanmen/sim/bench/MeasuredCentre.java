package org.shanmen.sim.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.park.Exposition;
import org.shanmen.sim.park.LaneTimes;
import org.shanmen.sim.park.Park;
import org.shanmen.sim.park.Passwords;
import org.shanmen.sim.park.Programs;

/**
 * The real centre as a process of its own with its own PostgreSQL, a park of one area and one
 * ticket type. Gates are {@link LightGates}.
 */
final class MeasuredCentre implements AutoCloseable {
  private static final LaneTimes NO_LANES = new LaneTimes(3000, 100, 20_000);
  private static final String GARDEN = "garden";
  private static final String TYPE = "day";

  private final Park park;
  private final CentreClient administrator;

  private MeasuredCentre(Park park) {
    this.park = park;
    this.administrator = park.centre().administrator();
  }

  static MeasuredCentre start(Path directory) {
    var park = Park.open(Programs.installed(), directory, 0, NO_LANES, Gait.WALKING);
    try {
      var centre = new MeasuredCentre(park);
      centre.administrator.post("/areas", named(GARDEN));
      centre.administrator.post("/check-points", named(GARDEN).put("area", GARDEN));
      centre.administrator.post(
          "/ticket-types", named(TYPE).put("kind", "SINGLE").put("price_fen", 12_000));
      return centre;
    } catch (RuntimeException | Error e) {
      park.close();
      throw e;
    }
  }

  private static JsonObject named(String code) {
    return new JsonObject().put("code", code).put("name_zh", code).put("name_en", code);
  }

  /** Adds a gate; returns its enrolment code. */
  String addGate(String code) {
    administrator.post("/gates", named(code).put("check_point", GARDEN).put("kind", "TWO_WAY"));
    return Park.enrolmentCode(administrator, code);
  }

  /** Sells one ticket; returns when the clerk has his answer. */
  void sell() {
    sell(administrator);
  }

  /** The same, by somebody else; returns the ticket's number. */
  static String sell(CentreClient clerk) {
    var line = new JsonObject().put("ticket_type", TYPE).put("quantity", 1);
    return clerk
        .post(
            "/sales",
            new JsonObject().put("payment", "CASH").put("lines", new JsonArray().add(line)))
        .getJsonArray("tickets")
        .getJsonObject(0)
        .getString("number");
  }

  /** Pays a ticket back. */
  static void refund(CentreClient clerk, String ticket) {
    clerk.post("/tickets/" + ticket + "/refund", new JsonObject());
  }

  /** As many people as sell tickets at once, each with an open shift. */
  List<CentreClient> clerks(int count) {
    var clerks = new ArrayList<CentreClient>();
    for (int number = 1; number <= count; number++) {
      String password = Passwords.random();
      administrator.post(
          "/users",
          new JsonObject()
              .put("name", "clerk" + number)
              .put("display_name", "clerk" + number)
              .put("password", password)
              .put("roles", new JsonArray().add("clerk"))
              .put("language", "en"));
      var clerk = CentreClient.loggedIn(park.centre().root(), "clerk" + number, password);
      clerk.post("/shifts", new JsonObject().put("float_fen", 0));
      clerks.add(clerk);
    }
    return clerks;
  }

  /** What the centre says of itself. */
  Exposition metrics() {
    return Exposition.parse(new CentreClient(park.centre().root()).plain("/metrics"));
  }

  /** Where gates connect. */
  int port() {
    return park.centre().gatelinkPort();
  }

  /** The centre's key and certificate, PEM: a peer shows the same. */
  Path serverIdentity() {
    return park.centre().data().resolve("ca/centre.pem");
  }

  /** The park's CA, PEM. */
  Path authority() {
    return park.centre().data().resolve("ca/authority.pem");
  }

  /** A connection of our own to the centre's PostgreSQL. */
  Connection sql() throws IOException, SQLException {
    var data = park.centre().data();
    String port = Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
        "postgres",
        Files.readString(data.resolve("postgres.secret")));
  }

  @Override
  public void close() {
    park.close();
  }
}
