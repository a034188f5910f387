package org.shanmen.central.data;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.shanmen.central.db.DatabaseSettings;
import org.shanmen.central.db.Schema;

/**
 * Makes a backup: the whole database as it is at one moment, and the files of the data directory,
 * in one archive. The centre may be running; it is not held up, and nothing is locked against it.
 *
 * <pre>
 * files/PATH           files of the data directory, the park's CA among them
 * tables/NAME          the rows, in the text format of COPY
 * manifest.json        what is in here, with a SHA-256 for each
 * </pre>
 *
 * <p>It holds every secret of the park: only its owner can read the file.
 */
public final class Backup {
  /** Of the file's name. */
  public static final String ENDING = ".zip";

  static final String MANIFEST = "manifest.json";
  static final String TABLES = "tables/";
  static final String FILES = "files/";

  private static final String SEQUENCES =
      """
      select sequencename, last_value from pg_sequences where schemaname = current_schema()
      order by sequencename collate "C"
      """;

  /**
   * What was made.
   *
   * @param bytes of the archive
   */
  public record Made(Path file, long rows, long bytes) {}

  private Backup() {}

  /**
   * Makes one. Blocks for as long as it takes to read everything.
   *
   * @param dataDirectory the centre's
   * @param to must not be there yet; appears when it is whole
   * @throws IOException if something could not be read or written, or the file is there already;
   *     nothing is left behind then
   */
  public static Made make(DatabaseSettings database, Path dataDirectory, Path to, Instant now)
      throws IOException {
    if (Files.exists(to)) {
      throw new FileAlreadyExistsException(
          to + " is there already: give another name / 该文件已存在,请换一个文件名");
    }
    Path directory = to.toAbsolutePath().getParent();
    PrivatePath.directories(directory);
    Path half = directory.resolve(to.getFileName() + ".new");
    try {
      PrivatePath.file(half);
      long rows = write(database, dataDirectory, half, now);
      PrivatePath.force(half);
      Files.move(half, to, StandardCopyOption.ATOMIC_MOVE);
      PrivatePath.force(directory);
      return new Made(to, rows, Files.size(to));
    } catch (SQLException e) {
      throw new IOException("the database cannot be read / 无法读取数据库: " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(half);
    }
  }

  private static long write(DatabaseSettings database, Path dataDirectory, Path half, Instant now)
      throws IOException, SQLException {
    try (var zip =
            new ZipOutputStream(
                new BufferedOutputStream(Files.newOutputStream(half)), StandardCharsets.UTF_8);
        var connection = database.connect()) {
      zip.setLevel(Deflater.BEST_SPEED);
      // Before the database: what a file says of it (where the audit log's chain ended) is in
      // there.
      var files = addFiles(zip, dataDirectory);
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      TableRows.settle(connection);
      var schema = Schema.version(connection);
      if (schema.isEmpty()) {
        throw new IOException("there is no park in this database yet / 该数据库中还没有园区数据");
      }
      var tables = new LinkedHashMap<String, Manifest.Table>();
      for (var table : TableRows.all(connection)) {
        zip.putNextEntry(new ZipEntry(TABLES + table.name()));
        var content = table.copyTo(connection, new Unclosed(zip));
        zip.closeEntry();
        tables.put(table.name(), new Manifest.Table(table.columns(), content));
      }
      var manifest =
          new Manifest(
              program(),
              connection.getMetaData().getDatabaseProductVersion(),
              schema.get(),
              parkName(connection),
              now.truncatedTo(ChronoUnit.MILLIS),
              tables,
              sequences(connection),
              files);
      connection.rollback();
      zip.putNextEntry(new ZipEntry(MANIFEST));
      zip.write(manifest.json().encodePrettily().getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
      return manifest.rows();
    }
  }

  private static Map<String, String> addFiles(ZipOutputStream zip, Path dataDirectory)
      throws IOException {
    var files = new LinkedHashMap<String, String>();
    for (var path : KeptFiles.of(dataDirectory)) {
      zip.putNextEntry(new ZipEntry(FILES + path));
      var digest = Sha256.digest();
      Files.copy(dataDirectory.resolve(path), new DigestOutputStream(zip, digest));
      zip.closeEntry();
      files.put(path, Sha256.text(digest));
    }
    return files;
  }

  private static Map<String, Optional<Long>> sequences(Connection connection) throws SQLException {
    var sequences = new LinkedHashMap<String, Optional<Long>>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(SEQUENCES)) {
      while (rows.next()) {
        var last = Optional.ofNullable(rows.getObject("last_value", Long.class));
        sequences.put(rows.getString("sequencename"), last);
      }
    }
    return sequences;
  }

  private static String parkName(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("select name_zh, name_en from park")) {
      return rows.next() ? rows.getString(1) + " " + rows.getString(2) : "";
    }
  }

  static String program() {
    return Optional.ofNullable(Backup.class.getPackage().getImplementationVersion())
        .orElse("from classes");
  }

  /** COPY closes nothing, but wraps: what it writes to must not be closed on the way. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
