package org.shanmen.central;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.central.db.DatabaseSettings;
import org.shanmen.central.db.Schema;
import org.shanmen.central.gatelink.TestPostgres;

/** {@code ./shanmen backup} and {@code restore}, as somebody types them. */
class SafekeepingTest {
  /** What a restore itself writes into: see RestoredBooks. */
  private static final Set<String> SETTLED =
      Set.of("audit", "audit_chain", "audit_pending", "change_log", "claim", "gate");

  private final WholeCentre centre = WholeCentre.shared();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  @TempDir Path temp;

  @Test
  void aRunningCentreIsSavedMovedToItsOwnServerAndBack() throws Exception {
    var clerk = centre.with("clerk");
    var sale = clerk.post("/sales", order(centre.newTicketType(new JsonObject()))).expect(201);
    var tickets = sale.json().getJsonArray("tickets");
    String refunded = tickets.getJsonObject(0).getString("number");
    clerk.post("/tickets/" + refunded + "/refund", new JsonObject()).expect(200);
    Path first = backup(centre.config());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first)))
        .isEqualTo("rw-------");
    assertThat(run(centre.config(), "backup", "--verify", first.toString())).isZero();

    var kept = config("kept", Optional.empty());
    assertThat(run(kept, "restore", "--config", "c", "--from", first.toString()))
        .as(said())
        .isZero();
    Path second = backup(kept);
    assertThat(tables(second)).isEqualTo(tables(first));
    assertThat(files(second)).isEqualTo(files(first));

    var own = config("own", Optional.of(TestPostgres.empty("moved_back")));
    assertThat(run(own, "restore", "--config", "c", "--from", second.toString()))
        .as(said())
        .isZero();
    try (var moved = Centre.start(own, InstantSource.system())) {
      var browser = new Browser(moved.endpoints().http()).logIn("admin", WholeCentre.PASSWORD);
      assertThat(browser.get("/tickets/" + refunded).expect(200).json())
          .isEqualTo(clerk.get("/tickets/" + refunded).json());
      browser.post("/sales", order(centre.newTicketType(new JsonObject()))).expect(422);
      browser.post("/sales", order(tickets.getJsonObject(1).getString("ticket_type"))).expect(201);
      assertThat(browser.get("/audit").json().encode()).contains("backup.restore");
      String days = "?from=2025-01-01&until=2030-01-01";
      assertThat(
              browser
                  .get("/statement" + days)
                  .expect(200)
                  .json()
                  .getJsonObject("statement")
                  .getBoolean("balanced"))
          .isTrue();
    }
  }

  @Test
  void aDamagedBackupIsToldAndNothingIsRestored() throws Exception {
    Path whole = backup(centre.config());
    var empty = TestPostgres.empty("stays_empty");
    var target = config("never", Optional.of(empty));
    Path touched = temp.resolve("touched.zip");
    changed(whole, touched, "tables/person", text -> text.replace("admin", "nimda"));
    assertThat(run(target, "backup", "--verify", touched.toString())).isEqualTo(1);
    assertThat(said()).contains("tables/person");
    Path smuggled = temp.resolve("smuggled.zip");
    changed(
        whole,
        smuggled,
        "manifest.json",
        text -> text.replaceFirst("\"ca/authority.pem\"", "\"../authority.pem\""));
    Path cut = temp.resolve("cut.zip");
    byte[] bytes = Files.readAllBytes(whole);
    Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length / 2));

    for (var damaged : List.of(touched, smuggled, cut)) {
      assertThat(run(target, "restore", "--config", "c", "--from", damaged.toString()))
          .isEqualTo(1);
    }
    assertThat(temp.resolve("never")).doesNotExist();
    assertThat(isEmpty(empty)).isTrue();
  }

  /** Its hashes agree, so it is only the database that finds out. */
  @Test
  void aBackupThatTheDatabaseRefusesLeavesNothingBehind() throws Exception {
    centre.newGate();
    Path whole = backup(centre.config());
    Path forged = temp.resolve("forged.zip");
    changed(whole, forged, "tables/check_point", text -> "");
    var manifest = new JsonObject(entry(forged, "manifest.json"));
    manifest
        .getJsonObject("tables")
        .getJsonObject("check_point")
        .put("rows", 0)
        .put("sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    Path agreed = temp.resolve("agreed.zip");
    changed(forged, agreed, "manifest.json", text -> manifest.encode());
    assertThat(run(centre.config(), "backup", "--verify", agreed.toString())).as(said()).isZero();

    var empty = TestPostgres.empty("empty_again");
    var target = config("refused", Optional.of(empty));
    assertThat(run(target, "restore", "--config", "c", "--from", agreed.toString())).isEqualTo(1);
    assertThat(said()).contains("gate_check_point_id_fkey");
    assertThat(isEmpty(empty)).isTrue();
    assertThat(temp.resolve("refused")).isEmptyDirectory();
    assertThat(run(target, "restore", "--config", "c", "--from", whole.toString()))
        .as(said())
        .isZero();
  }

  @Test
  void nothingIsRestoredOverSomething() throws Exception {
    Path whole = backup(centre.config());
    assertThat(run(centre.config(), "restore", "--config", "c", "--from", whole.toString()))
        .isEqualTo(1);
    assertThat(said()).contains("is not empty");
    var full = config("full", centre.config().database());
    assertThat(run(full, "restore", "--config", "c", "--from", whole.toString())).isEqualTo(1);
    assertThat(said()).contains("the database").contains("is not empty");
    assertThat(centre.admin().get("/users").status()).isEqualTo(200);
    assertThat(run(centre.config(), "backup", "--config", "c", "--to", whole.toString()))
        .isEqualTo(1);
    assertThat(run(centre.config(), "backup", "--config", "c")).isEqualTo(2);
  }

  @Test
  void aBackupOfAnOlderVersionIsBroughtForward() throws Exception {
    var older = TestPostgres.empty("older");
    Schema.migrate(older, "3");
    try (var connection = older.connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "insert into park values (1, '云山', 'Cloud Hill', 'Asia/Shanghai', '\\x00')");
      statement.execute(
          "insert into area (code, name_zh, name_en) values ('a', E'一\\t二\\\\', 'A')");
    }
    Path data = temp.resolve("older");
    Files.createDirectories(data.resolve("ca"));
    Path saved = backup(config("older", Optional.of(older)));
    var target = TestPostgres.empty("forward");
    assertThat(
            run(
                config("forward", Optional.of(target)),
                "restore",
                "--config",
                "c",
                "--from",
                saved.toString()))
        .as(said())
        .isZero();
    try (var connection = target.connect();
        var statement = connection.createStatement()) {
      var area = statement.executeQuery("select id, name_zh, capacity from area");
      assertThat(area.next()).isTrue();
      assertThat(area.getString("name_zh")).isEqualTo("一\t二\\");
      var posting = statement.executeQuery("select count(*) from posting");
      assertThat(posting.next()).isTrue();
    }
  }

  private Path backup(CentreConfig of) {
    Path to = temp.resolve(WholeCentre.newName("backup") + ".zip");
    assertThat(run(of, "backup", "--config", "c", "--to", to.toString())).as(said()).isZero();
    return to;
  }

  private CentreConfig config(String data, Optional<DatabaseSettings> database) {
    var of = centre.config();
    return new CentreConfig(
        temp.resolve(data),
        new CentreConfig.Listen("127.0.0.1", 0),
        of.gatelink(),
        database,
        of.park(),
        of.firstPassword());
  }

  private int run(CentreConfig config, String... arguments) {
    said.reset();
    var out = new PrintStream(said, true, StandardCharsets.UTF_8);
    return new Safekeeping(file -> config, InstantSource.system(), out, out)
        .run(List.of(arguments));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private static JsonObject order(String type) {
    return Sales.order(Sales.line(type, 2));
  }

  private static boolean isEmpty(DatabaseSettings settings) throws Exception {
    try (var connection = settings.connect()) {
      return Schema.isEmpty(connection);
    }
  }

  private static JsonObject tables(Path backup) throws IOException {
    var tables = new JsonObject(entry(backup, "manifest.json")).getJsonObject("tables");
    new HashSet<>(SETTLED).forEach(tables::remove);
    assertThat(tables.getJsonObject("ticket").getInteger("rows")).isPositive();
    return tables;
  }

  private static JsonObject files(Path backup) throws IOException {
    var files = new JsonObject(entry(backup, "manifest.json")).getJsonObject("files");
    assertThat(files.fieldNames()).contains("ca/authority.pem");
    return files;
  }

  private static String entry(Path backup, String name) throws IOException {
    try (var zip = new ZipFile(backup.toFile())) {
      return new String(
          zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void changed(Path from, Path to, String entry, UnaryOperator<String> change)
      throws IOException {
    try (var old = new ZipFile(from.toFile());
        var zip = new ZipOutputStream(Files.newOutputStream(to))) {
      for (var each : old.stream().toList()) {
        zip.putNextEntry(new ZipEntry(each.getName()));
        byte[] content = old.getInputStream(each).readAllBytes();
        if (each.getName().equals(entry)) {
          var before = new String(content, StandardCharsets.UTF_8);
          var after = change.apply(before);
          assertThat(after).isNotEqualTo(before);
          content = after.getBytes(StandardCharsets.UTF_8);
        }
        zip.write(content);
        zip.closeEntry();
      }
    }
  }
}
