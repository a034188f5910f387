package org.shanmen.central.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.shanmen.central.db.Schema;

/**
 * One table, and its rows as text: PostgreSQL's COPY format, which is the same on every server, one
 * line a row, in the order of the primary key. So the same rows are the same bytes.
 *
 * @param columns in the order of the table; without those that the server reckons itself
 * @param order what rows are sorted by, as SQL
 */
record TableRows(String name, List<String> columns, List<String> order) {
  private static final int BUFFER_BYTES = 64 * 1024;

  private static final String TABLES =
      """
      select oid, relname from pg_class
      where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname <> '%s'
      order by relname collate "C"
      """
          .formatted(Schema.HISTORY);

  // A text is sorted by its bytes: servers differ in what the alphabet is.
  private static final String COLUMNS =
      """
      select a.attname, a.attcollation <> 0 as is_text,
        array_position((select indkey::int2[] from pg_index where indrelid = a.attrelid and indisprimary),
          a.attnum) as key_position
      from pg_attribute a
      where a.attrelid = %s and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      order by a.attnum
      """;

  /** Of one column: where it stands in the primary key; 0: not in there. */
  private record Column(String name, boolean isText, int keyPosition) {
    String sorted() {
      return quoted(name) + (isText ? " collate \"C\"" : "");
    }
  }

  /** What the text must not depend on: for one transaction. */
  static void settle(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var setting :
          List.of(
              "datestyle = 'ISO, YMD'",
              "timezone = 'UTC'",
              "extra_float_digits = 1",
              "bytea_output = 'hex'",
              "intervalstyle = 'postgres'")) {
        statement.execute("set local " + setting);
      }
    }
  }

  /** All tables of the schema but Flyway's, by name. */
  static List<TableRows> all(Connection connection) throws SQLException {
    var tables = new ArrayList<TableRows>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        tables.add(of(connection, rows.getLong("oid"), rows.getString("relname")));
      }
    }
    return tables;
  }

  private static TableRows of(Connection connection, long oid, String name) throws SQLException {
    var columns = new ArrayList<Column>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(COLUMNS.formatted(oid))) {
      while (rows.next()) {
        columns.add(
            new Column(
                rows.getString("attname"),
                rows.getBoolean("is_text"),
                rows.getInt("key_position")));
      }
    }
    var key =
        columns.stream()
            .filter(column -> column.keyPosition() > 0)
            .sorted(java.util.Comparator.comparingInt(Column::keyPosition))
            .toList();
    var order = key.isEmpty() ? columns : key;
    return new TableRows(
        name,
        columns.stream().map(Column::name).toList(),
        order.stream().map(Column::sorted).toList());
  }

  /** Writes all rows, as the transaction sees them. */
  Content copyTo(Connection connection, OutputStream to) throws SQLException, IOException {
    var digest = Sha256.digest();
    var out = new DigestOutputStream(to, digest);
    long rows =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(
                "copy (select %s from %s order by %s) to stdout"
                    .formatted(list(columns), quoted(name), String.join(", ", order)),
                out);
    return new Content(rows, Sha256.text(digest));
  }

  /** Puts rows into the table. */
  void copyFrom(Connection connection, InputStream from) throws SQLException, IOException {
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn(
            "copy %s (%s) from stdin".formatted(quoted(name), list(columns)), from, BUFFER_BYTES);
  }

  private static String list(List<String> names) {
    return names.stream().map(TableRows::quoted).collect(Collectors.joining(", "));
  }

  String quotedName() {
    return quoted(name);
  }

  /** As an identifier in SQL. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
