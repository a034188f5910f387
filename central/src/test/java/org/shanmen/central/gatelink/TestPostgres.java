package org.shanmen.central.gatelink;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import org.shanmen.central.db.DataDirectory;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.DatabaseSettings;
import org.shanmen.central.db.KeptPostgres;

/** One real PostgreSQL for all tests of this JVM; each test finds its database empty. */
public final class TestPostgres {
  private static KeptPostgres server;

  private TestPostgres() {}

  /** A database with the schema and nothing else in it; one test at a time. */
  public static Database open(Vertx vertx) {
    var database = Database.open(vertx, server().settings());
    database.transact(
        tx -> {
          var tables =
              tx.fetch(
                      "select quote_ident(tablename) from pg_tables where schemaname = 'public'"
                          + " and tablename not like 'flyway%'")
                  .getValues(0, String.class);
          return tx.execute("truncate " + String.join(", ", tables) + " restart identity cascade");
        });
    return database;
  }

  /** How to reach the server that all tests share. */
  public static DatabaseSettings settings() {
    return server().settings();
  }

  /** An empty database of its own on that server, under a name that nobody else uses. */
  public static DatabaseSettings empty(String name) {
    try (var connection = settings().connect();
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    var server = settings();
    return new DatabaseSettings(
        server.url().replaceFirst("/[^/]*$", "/" + name), server.user(), server.password());
  }

  private static synchronized KeptPostgres server() {
    if (server == null) {
      try {
        var path = Files.createTempDirectory("shanmen-test-");
        var directory = DataDirectory.claim(path.resolve("data"));
        var started = KeptPostgres.start(directory);
        Runtime.getRuntime()
            .addShutdownHook(
                new Thread(
                    () -> {
                      try (var files = Files.walk(path)) {
                        started.close();
                        directory.close();
                        files
                            .sorted(java.util.Comparator.reverseOrder())
                            .forEach(file -> file.toFile().delete());
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    }));
        server = started;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return server;
  }
}
