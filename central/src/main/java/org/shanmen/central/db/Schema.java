package org.shanmen.central.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;

/** The tables of a database, as the migrations make them step by step. Everything here blocks. */
public final class Schema {
  /** Flyway's own list of what was done, in the same schema. */
  public static final String HISTORY = "flyway_schema_history";

  private Schema() {}

  /** Brings the tables to the newest version that this program knows. */
  public static void migrate(DatabaseSettings settings) {
    flyway(settings, MigrationVersion.LATEST).migrate();
  }

  /**
   * Brings the tables to this version.
   *
   * @param version one that {@link #isKnown}
   */
  public static void migrate(DatabaseSettings settings, String version) {
    flyway(settings, MigrationVersion.fromVersion(version)).migrate();
  }

  /** Whether this program can make tables of the version. */
  public static boolean isKnown(DatabaseSettings settings, String version) {
    var wanted = MigrationVersion.fromVersion(version);
    return Arrays.stream(flyway(settings, MigrationVersion.LATEST).info().all())
        .anyMatch(migration -> wanted.equals(migration.getVersion()));
  }

  /** Takes everything away that is in the schema. */
  public static void remove(DatabaseSettings settings) {
    flyway(settings, MigrationVersion.LATEST).clean();
  }

  /** Whether there is no table at all. */
  public static boolean isEmpty(Connection connection) throws SQLException {
    return text(
            connection,
            "select count(*) from pg_class where relnamespace = current_schema()::regnamespace"
                + " and relkind in ('r', 'p', 'v', 'm', 'f', 'S')")
        .equals("0");
  }

  /** Of the tables; empty if no migration has been here. */
  public static Optional<String> version(Connection connection) throws SQLException {
    if (text(connection, "select to_regclass('" + HISTORY + "') is null").equals("t")) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        text(
            connection,
            "select max(version::numeric)::text from "
                + HISTORY
                + " where success and version is not null"));
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private static Flyway flyway(DatabaseSettings settings, MigrationVersion target) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(settings.url(), settings.user(), settings.password())
        .locations("classpath:db/migration")
        .target(target)
        .cleanDisabled(false)
        .load();
  }
}
