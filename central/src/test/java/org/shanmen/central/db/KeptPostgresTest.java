package org.shanmen.central.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptPostgresTest {
  private static final String BEGAN = "select cast(pg_postmaster_start_time() as text)";

  @TempDir Path temp;

  @Test
  void dataSurvivesARestartAndEverythingCommittedIsForcedToDisk() throws Exception {
    var vertx = Vertx.vertx();
    try (var directory = DataDirectory.claim(temp.resolve("data"))) {
      try (var server = KeptPostgres.start(directory);
          var database = Database.open(vertx, server.settings())) {
        database.transact(
            tx ->
                tx.execute(
                    "insert into area (code, name_zh, name_en) values ('A', '园', 'Garden')"));
        assertThat(text(database, "show fsync")).isEqualTo("on");
        assertThat(text(database, "show synchronous_commit")).isEqualTo("on");
        assertThat(text(database, "show full_page_writes")).isEqualTo("on");
        assertThatThrownBy(
                () ->
                    DriverManager.getConnection(
                            server.settings().url(), server.settings().user(), "wrong")
                        .close())
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("password");
      }
      assertThat(temp.resolve("data/postgres/postmaster.pid")).doesNotExist();
      try (var server = KeptPostgres.start(directory);
          var database = Database.open(vertx, server.settings())) {
        assertThat(text(database, "select name_zh from area")).isEqualTo("园");
      }
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void theServerThatAKilledCentreLeftBehindIsStopped() throws Exception {
    Path data = temp.resolve("data");
    var doomed =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedCentre.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var lines = doomed.inputReader()) {
      assertThat(lines.lines().anyMatch(line -> line.startsWith("UP "))).isTrue();
    }
    assertThatThrownBy(() -> DataDirectory.claim(data)).hasMessageContaining("another centre");
    doomed.destroyForcibly().waitFor();
    Path pidFile = data.resolve("postgres/postmaster.pid");
    String orphan = Files.readAllLines(pidFile).get(0);
    try (var directory = DataDirectory.claim(data);
        var server = KeptPostgres.start(directory)) {
      assertThat(Files.readAllLines(pidFile).get(0)).isNotEqualTo(orphan);
      assertThat(server.settings().url()).startsWith("jdbc:postgresql://127.0.0.1:");
    }
  }

  @Test
  void aServerThatIsKilledIsStartedAgainOnTheSamePort() throws Exception {
    var vertx = Vertx.vertx();
    try (var directory = DataDirectory.claim(temp.resolve("data"));
        var server = KeptPostgres.start(directory);
        var database = Database.open(vertx, server.settings())) {
      database.transact(
          tx ->
              tx.execute("insert into area (code, name_zh, name_en) values ('A', '园', 'Garden')"));

      String began = text(database, BEGAN);
      Orphan.runningOn(temp.resolve("data/postgres")).orElseThrow().destroyForcibly();

      awaitAnotherThan(began, database);
      assertThat(text(database, "select name_zh from area")).isEqualTo("园");
    } finally {
      vertx.close().await();
    }
  }

  /** Connections to the old server may still answer, or fail, before one to the new one is made. */
  private static void awaitAnotherThan(String began, Database database) {
    long untilNanos = System.nanoTime() + Duration.ofSeconds(90).toNanos();
    while (true) {
      try {
        if (!text(database, BEGAN).equals(began)) {
          return;
        }
        assertThat(System.nanoTime()).as("the old server answers").isLessThan(untilNanos);
      } catch (DataAccessException e) {
        assertThat(System.nanoTime()).as("still failing: " + e).isLessThan(untilNanos);
      }
    }
  }

  @Test
  void aServerThatStillTrustsEverybodyAfterACrashIsLockedAtTheNextStart() throws Exception {
    try (var directory = DataDirectory.claim(temp.resolve("data"))) {
      KeptPostgres.start(directory).close();
      // As the crash leaves it: the secret is written, the server has not heard of it.
      Files.writeString(
          temp.resolve("data/postgres/pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");
      try (var server = KeptPostgres.start(directory)) {
        assertRefused(server);
      }
      Files.writeString(
          temp.resolve("data/postgres/pg_hba.conf"), "host all all 127.0.0.1/32 trust\n");
      Files.writeString(temp.resolve("data/postgres.secret"), "");
      try (var server = KeptPostgres.start(directory)) {
        assertRefused(server);
        var settings = server.settings();
        DriverManager.getConnection(settings.url(), settings.user(), settings.password()).close();
      }
    }
  }

  private static void assertRefused(KeptPostgres server) {
    assertThatThrownBy(
            () ->
                DriverManager.getConnection(
                        server.settings().url(), server.settings().user(), "wrong")
                    .close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password");
  }

  @Test
  void anOrphanIsKnownEvenIfItsBinariesAreGone() {
    assertThat(Orphan.namesPostgres("/park/postgres-binaries/PG/bin/postgres")).isTrue();
    assertThat(Orphan.namesPostgres("/park/postgres-binaries/PG/bin/postgres (deleted)")).isTrue();
    assertThat(Orphan.namesPostgres("/usr/bin/vi")).isFalse();
  }

  @Test
  void aSecondCentreOnTheSameDirectoryIsToldSo() throws Exception {
    try (var directory = DataDirectory.claim(temp.resolve("data"))) {
      assertThatThrownBy(() -> DataDirectory.claim(directory.path()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another centre");
    }
  }

  private static String text(Database database, String sql) {
    return database.query(context -> String.valueOf(context.fetchSingle(sql).get(0)));
  }
}
