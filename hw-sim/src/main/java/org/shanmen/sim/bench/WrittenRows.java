package org.shanmen.sim.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The rows that a database's transactions wrote between two moments, whatever their tables are, to
 * be inserted once more into bare tables: the same columns, checks and indexes, without foreign
 * keys and triggers. Of a row that several transactions wrote only the last state is known, and
 * counts once.
 */
final class WrittenRows {
  private static final String TABLES =
      """
      select c.oid, quote_ident(c.relname) as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname = 'public'
      order by name""";
  private static final String COLUMNS =
      """
      select quote_ident(attname) from pg_attribute
      where attrelid = ? and attnum > 0 and not attisdropped
      order by attnum""";

  /**
   * @param insert into its bare table
   * @param values as text, in the order of the statement
   */
  private record Row(String insert, List<String> values) {}

  private final List<List<Row>> transactions;

  private WrittenRows(List<List<Row>> transactions) {
    this.transactions = transactions;
  }

  /** A moment between transactions: nothing that is under way now is told apart from before. */
  static long moment(Connection sql) throws SQLException {
    return number(sql, "select pg_snapshot_xmax(pg_current_snapshot())::text::bigint");
  }

  /**
   * What was written from one moment to another; and makes the bare tables, empty.
   *
   * @param schema where the bare tables are, of this benchmark's own
   */
  static WrittenRows between(Connection sql, long from, long until, String schema)
      throws SQLException {
    sql.createStatement().execute("drop schema if exists " + schema + " cascade");
    sql.createStatement().execute("create schema " + schema);
    Map<Long, List<Row>> byTransaction = new TreeMap<>();
    try (var tables = sql.createStatement().executeQuery(TABLES)) {
      while (tables.next()) {
        String table = tables.getString("name");
        String bare = schema + "." + table;
        var columns = columns(sql, tables.getLong("oid"));
        sql.createStatement()
            .execute(
                "create table %s (like public.%s including constraints including indexes)"
                    .formatted(bare, table));
        read(sql, table, bare, columns, from, until, byTransaction);
      }
    }
    return new WrittenRows(List.copyOf(byTransaction.values()));
  }

  private static List<String> columns(Connection sql, long table) throws SQLException {
    var columns = new ArrayList<String>();
    try (var query = sql.prepareStatement(COLUMNS)) {
      query.setLong(1, table);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          columns.add(rows.getString(1));
        }
      }
    }
    return columns;
  }

  private static void read(
      Connection sql,
      String table,
      String bare,
      List<String> columns,
      long from,
      long until,
      Map<Long, List<Row>> byTransaction)
      throws SQLException {
    String insert =
        "insert into %s (%s) values (%s)"
            .formatted(
                bare,
                String.join(", ", columns),
                columns.stream().map(column -> "?").collect(Collectors.joining(", ")));
    String texts = columns.stream().map(each -> each + "::text").collect(Collectors.joining(", "));
    String query =
        "select xmin::text::bigint, %s from public.%s".formatted(texts, table)
            + " where xmin::text::bigint >= %d and xmin::text::bigint < %d".formatted(from, until);
    try (ResultSet rows = sql.createStatement().executeQuery(query)) {
      while (rows.next()) {
        var values = new ArrayList<String>();
        for (int column = 0; column < columns.size(); column++) {
          values.add(rows.getString(column + 2));
        }
        byTransaction
            .computeIfAbsent(rows.getLong(1), transaction -> new ArrayList<>())
            .add(new Row(insert, values));
      }
    }
  }

  /** How many transactions wrote them. */
  int transactions() {
    return transactions.size();
  }

  /** How many they are. */
  int rows() {
    return transactions.stream().mapToInt(List::size).sum();
  }

  /**
   * Inserts every so manieth transaction's rows, each in a transaction of its own.
   *
   * @param part of this connection, from 0
   * @param parts of all connections that insert
   */
  void insert(Connection sql, int part, int parts) throws SQLException {
    sql.setAutoCommit(false);
    for (int i = part; i < transactions.size(); i += parts) {
      for (Row row : transactions.get(i)) {
        insert(sql, row);
      }
      sql.commit();
    }
    sql.setAutoCommit(true);
  }

  private static void insert(Connection sql, Row row) throws SQLException {
    try (var insert = sql.prepareStatement(row.insert())) {
      for (int column = 0; column < row.values().size(); column++) {
        // The server knows the column's type, as it would of a value that is typed in.
        insert.setObject(column + 1, row.values().get(column), Types.OTHER);
      }
      insert.executeUpdate();
    }
  }

  private static long number(Connection sql, String query) throws SQLException {
    try (var row = sql.createStatement().executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
