package org.shanmen.central.data;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Fills the tables of an empty database from a backup of the same schema, and looks whether they
 * are then what was saved. All of it is the caller's one transaction; blocks.
 *
 * <p>Needs no more rights than whoever made the tables has. References between tables are looked at
 * when all rows are there, so that their order does not matter; triggers do not run: what they
 * would do was done before the backup.
 */
final class TableLoading {
  private static final String REFERENCES =
      """
      select conrelid::regclass::text, conname from pg_constraint
      where contype = 'f' and not condeferrable and connamespace = current_schema()::regnamespace
      """;

  private final Connection connection;
  private final Archive archive;
  private final List<TableRows> tables;

  private TableLoading(Connection connection, Archive archive, List<TableRows> tables) {
    this.connection = connection;
    this.archive = archive;
    this.tables = tables;
  }

  /**
   * @throws IOException if the tables are others than the backup's, or do not hold afterwards what
   *     it holds; the transaction must then be rolled back
   */
  static void load(Connection connection, Archive archive) throws SQLException, IOException {
    TableRows.settle(connection);
    var loading = new TableLoading(connection, archive, TableRows.all(connection));
    loading.requireSameShape();
    loading.fill();
    loading.setSequences();
    loading.requireSameContent();
  }

  private void requireSameShape() throws IOException {
    var saved = archive.manifest().tables();
    for (var table : tables) {
      var of = saved.get(table.name());
      if (of == null || !of.columns().equals(table.columns())) {
        throw otherTables(table.name());
      }
    }
    if (tables.size() != saved.size()) {
      throw otherTables(String.join(", ", saved.keySet()));
    }
  }

  private IOException otherTables(String what) {
    return new IOException(
        "the backup's tables are not those of schema %s: %s; use the version that made it / 备份中的表与版本 %s 不符:%s;请使用生成该备份的版本"
            .formatted(archive.manifest().schema(), what, archive.manifest().schema(), what));
  }

  private void fill() throws SQLException, IOException {
    for (var table : tables) {
      execute("alter table " + table.quotedName() + " disable trigger user");
    }
    // What migrations put into new tables is in the backup, as it was then.
    execute(
        tables.stream()
            .map(TableRows::quotedName)
            .collect(Collectors.joining(", ", "truncate ", " restart identity")));
    var references = references();
    for (var reference : references) {
      execute(reference + " deferrable initially deferred");
    }
    execute("set constraints all deferred");
    for (var table : tables) {
      try (var rows = archive.table(table.name())) {
        table.copyFrom(connection, rows);
      }
    }
    execute("set constraints all immediate");
    for (var reference : references) {
      execute(reference + " not deferrable");
    }
    for (var table : tables) {
      execute("alter table " + table.quotedName() + " enable trigger user");
    }
  }

  private List<String> references() throws SQLException {
    var references = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(REFERENCES)) {
      while (rows.next()) {
        references.add(
            "alter table %s alter constraint %s"
                .formatted(rows.getString(1), TableRows.quoted(rows.getString(2))));
      }
    }
    return references;
  }

  private void setSequences() throws SQLException {
    for (var sequence : archive.manifest().sequences().entrySet()) {
      if (sequence.getValue().isPresent()) {
        try (var statement =
            connection.prepareStatement("select setval(quote_ident(?)::regclass, ?)")) {
          statement.setString(1, sequence.getKey());
          statement.setLong(2, sequence.getValue().get());
          statement.execute();
        }
      }
    }
  }

  private void requireSameContent() throws SQLException, IOException {
    for (var table : tables) {
      var saved = archive.manifest().tables().get(table.name()).content();
      var loaded = table.copyTo(connection, OutputStream.nullOutputStream());
      if (!loaded.equals(saved)) {
        throw new IOException(
            "table %1$s holds something else than the backup after it was loaded: %2$s rows instead of %3$s / 表 %1$s 恢复后与备份不符"
                .formatted(table.name(), loaded.rows(), saved.rows()));
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
