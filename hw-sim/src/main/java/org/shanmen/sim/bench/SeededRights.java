package org.shanmen.sim.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import org.postgresql.PGConnection;
import org.shanmen.protocol.wire.Change;

/**
 * Many rights put into the centre's set behind its back, as if they had been sold long ago and the
 * change log pruned since. The type has a number that no sale of the run takes.
 */
final class SeededRights {
  static final int TYPE = 60_000;

  /** No ticket that is sold in a run has so high a number. */
  static final long FIRST = 1_000_000_000L;

  private static final int PORTION = 20_000;
  private static final String COPY =
      "copy whitelist_element (kind, key, right_id, body) from stdin";

  private SeededRights() {}

  /** One of them, counted from 0. */
  static long id(long number) {
    return FIRST + number;
  }

  /**
   * Puts them in.
   *
   * @return the version that holds all of them
   */
  static long put(Connection sql, int count) throws SQLException, IOException {
    var type = ModelRights.put(ModelRights.TYPE.toBuilder().setId(TYPE).build());
    sql.setAutoCommit(false);
    long version;
    long hash;
    try (var row =
        sql.createStatement()
            .executeQuery("select version, hash from change_log order by version desc limit 1")) {
      row.next();
      version = row.getLong(1);
      hash = row.getLong(2);
    }
    hash += Sums.of(List.of(type));
    copy(sql, row("T", TYPE, 0, type.getPutTemplate().toByteArray()));
    var last = type;
    for (int from = 0; from < count; from += PORTION) {
      var rows = new StringBuilder();
      for (int i = from; i < Math.min(count, from + PORTION); i++) {
        last = put(id(i));
        hash += Sums.of(List.of(last));
        rows.append(row("R", id(i), id(i), last.getPutRight().toByteArray()));
      }
      copy(sql, rows.toString());
    }
    version += count + 1;
    // What lies between was never logged: a log with a hole must not look like one without.
    sql.createStatement().execute("delete from change_log");
    try (var log =
        sql.prepareStatement(
            "insert into change_log (version, hash, at, change) values (?, ?, now(), ?)")) {
      log.setLong(1, version);
      log.setLong(2, hash);
      log.setBytes(3, last.toByteArray());
      log.executeUpdate();
    }
    sql.commit();
    sql.setAutoCommit(true);
    return version;
  }

  private static Change put(long id) {
    return ModelRights.put(ModelRights.right(id).toBuilder().setTemplate(TYPE).build());
  }

  private static String row(String kind, long key, long right, byte[] body) {
    return kind + "\t" + key + "\t" + right + "\t\\\\x" + HexFormat.of().formatHex(body) + "\n";
  }

  private static void copy(Connection sql, String rows) throws SQLException, IOException {
    sql.unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn(COPY, new java.io.ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)));
  }

  /** Where the change log is. */
  static long version(Connection sql) throws SQLException {
    try (var row = sql.createStatement().executeQuery("select max(version) from change_log")) {
      row.next();
      return row.getLong(1);
    }
  }

  /** What a query of COPY puts out. */
  static byte[] copiedOut(Connection sql, String query) throws SQLException, IOException {
    var out = new ByteArrayOutputStream();
    sql.unwrap(PGConnection.class).getCopyAPI().copyOut("copy (" + query + ") to stdout", out);
    return out.toByteArray();
  }
}
