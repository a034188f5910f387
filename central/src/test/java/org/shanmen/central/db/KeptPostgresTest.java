package org.shanmen.central.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptPostgresTest {
  private static final String BEGAN = "select cast(pg_postmaster_start_time() as text)";

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** After it a start that fails is given up; one that takes longer is tried again. */
  private static final Duration IMPATIENCE = Duration.ofSeconds(10);

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

  @Test
  void aBusyProcessThatAKilledServerLeftBehindBlocksNoRestart() throws Exception {
    var vertx = Vertx.vertx();
    Optional<ProcessHandle> busy = Optional.empty();
    try (var directory = DataDirectory.claim(temp.resolve("data"));
        var server = KeptPostgres.start(directory);
        var database = Database.open(vertx, server.settings());
        var connection = connect(server)) {
      busy = Optional.of(beginEndlessWork(connection, database));
      String began = text(database, BEGAN);
      Orphan.runningOn(temp.resolve("data/postgres")).orElseThrow().destroyForcibly();

      awaitAnotherThan(began, database);
      assertThat(busy.get().isAlive()).isFalse();
    } finally {
      busy.ifPresent(ProcessHandle::destroyForcibly);
      vertx.close().await();
    }
  }

  private static Connection connect(KeptPostgres server) throws SQLException {
    var settings = server.settings();
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  /** Work that looks at nothing but itself, so that it does not notice the end of its server. */
  private static ProcessHandle beginEndlessWork(Connection connection, Database database)
      throws SQLException {
    int process;
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      process = row.getInt(1);
    }
    CompletableFuture.supplyAsync(
        () ->
            catchThrowable(
                () -> connection.createStatement().execute("do $$ begin loop end loop; end $$")));
    String state = "select state from pg_stat_activity where query like 'do $$%' and pid = ";
    await(() -> database.<Boolean>query(sql -> sql.fetch(state + process).isNotEmpty()));
    return ProcessHandle.of(process).orElseThrow();
  }

  @Test
  void aServerThatCouldNotBeStartedAgainAtFirstIsStartedLater() throws Exception {
    var vertx = Vertx.vertx();
    try (var directory = DataDirectory.claim(temp.resolve("data"));
        var server = KeptPostgres.start(directory, IMPATIENCE);
        var database = Database.open(vertx, server.settings())) {
      Path settings = temp.resolve("data/postgres/postgresql.auto.conf");
      String good = Files.readString(settings);
      Files.writeString(settings, good + "no_such_setting = 1\n");
      String began = text(database, BEGAN);
      Orphan.runningOn(temp.resolve("data/postgres")).orElseThrow().destroyForcibly();
      await(() -> log().contains("no_such_setting"));
      Files.writeString(settings, good);

      awaitAnotherThan(began, database);
    } finally {
      vertx.close().await();
    }
  }

  private String log() {
    try {
      return Files.readString(temp.resolve("data/postgres.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(BooleanSupplier condition) {
    long untilNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it has not happened").isLessThan(untilNanos);
      Thread.onSpinWait();
    }
  }

  /** Connections to the old server may still answer, or fail, before one to the new one is made. */
  private static void awaitAnotherThan(String began, Database database) {
    long untilNanos = System.nanoTime() + PATIENCE.toNanos();
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
