package org.shanmen.central;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.central.db.DatabaseSettings;
import org.shanmen.central.db.DebianPostgres;
import org.shanmen.central.park.Park;

/** The centre on the PostgreSQL that Debian ships, as a role without special rights. */
class DebianPostgresTest {
  private static DebianPostgres server;
  @TempDir Path temp;

  @BeforeAll
  static void start() throws Exception {
    var bin = DebianPostgres.installed();
    assumeTrue(bin.isPresent(), "apt-get install postgresql, or ./shanmen test");
    server = DebianPostgres.start(bin.get());
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aParkSellsPaysBackReportsIsSavedAndMovesToTheCentresOwnServerAndBack() throws Exception {
    var config = config("first", Optional.of(server.database("first")));
    Path saved = temp.resolve("debian.zip");
    String ticket;
    try (var centre = Centre.start(config, InstantSource.system())) {
      var admin = new Browser(centre.endpoints().http()).logIn("admin", WholeCentre.PASSWORD);
      ticket = sellTwo(admin);
      admin.post("/tickets/" + ticket + "/refund", new JsonObject()).expect(200);
      assertBooks(admin);
      run(config, "backup", "--config", "c", "--to", saved.toString());
    }
    var kept = config("kept", Optional.empty());
    run(kept, "restore", "--config", "c", "--from", saved.toString());
    Path again = temp.resolve("kept.zip");
    run(kept, "backup", "--config", "c", "--to", again.toString());
    var back = config("back", Optional.of(server.database("back")));
    run(back, "restore", "--config", "c", "--from", again.toString());
    try (var centre = Centre.start(back, InstantSource.system())) {
      var admin = new Browser(centre.endpoints().http()).logIn("admin", WholeCentre.PASSWORD);
      assertThat(admin.get("/tickets/" + ticket).expect(200).json().getString("state"))
          .isEqualTo("REVOKED");
      assertBooks(admin);
      sell(admin, 1);
    }
  }

  private static String sellTwo(Browser admin) {
    admin
        .post(
            "/ticket-types",
            new JsonObject()
                .put("code", "DAY")
                .put("name_zh", "成人票")
                .put("name_en", "Adult")
                .put("kind", "SINGLE")
                .put("price_fen", 12000))
        .expect(201);
    return Sales.numbers(sell(admin, 2)).get(0);
  }

  private static JsonObject sell(Browser admin, int quantity) {
    return admin.post("/sales", Sales.order(Sales.line("DAY", quantity))).expect(201).json();
  }

  private static void assertBooks(Browser admin) {
    String days = "?from=2025-01-01&until=2030-01-01";
    var statement = admin.get("/statement" + days).expect(200).json().getJsonObject("statement");
    assertThat(statement.getBoolean("balanced")).isTrue();
    assertThat(statement.encode()).contains("12000");
    admin.get("/reports/passes" + days + "&by=day").expect(200);
  }

  private CentreConfig config(String data, Optional<DatabaseSettings> database) {
    var anyPort = new CentreConfig.Listen("127.0.0.1", 0);
    return new CentreConfig(
        temp.resolve(data),
        anyPort,
        anyPort,
        database,
        new Park("示范园", "Model Park", WholeCentre.ZONE),
        Optional.of(WholeCentre.PASSWORD));
  }

  private static void run(CentreConfig config, String... arguments) {
    var said = new ByteArrayOutputStream();
    var out = new PrintStream(said, true, StandardCharsets.UTF_8);
    int code =
        new Safekeeping(file -> config, InstantSource.system(), out, out).run(List.of(arguments));
    assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
  }
}
