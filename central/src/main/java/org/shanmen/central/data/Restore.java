package org.shanmen.central.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;
import org.shanmen.central.db.DataDirectory;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.DatabaseSettings;
import org.shanmen.central.db.KeptPostgres;
import org.shanmen.central.db.Schema;
import org.shanmen.central.gatelink.RestoredBooks;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Actor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a centre's data anew from a backup: in an empty data directory and an empty database, kept
 * by the centre or the park's own, whichever the backup came from. All or nothing: whatever fails,
 * both are empty again afterwards; and if the power goes in between, no centre starts on what is
 * there ({@link UnfinishedRestore}).
 */
public final class Restore {
  private static final Logger LOG = LoggerFactory.getLogger(Restore.class);

  private final Archive archive;
  private final InstantSource clock;

  private Restore(Archive archive, InstantSource clock) {
    this.archive = archive;
    this.clock = clock;
  }

  /**
   * Restores. Blocks for as long as it takes to read the backup three times and write it once.
   *
   * @param dataDirectory the new centre's; empty, or not there
   * @param own the park's own server, with an empty database; empty: the centre keeps one in the
   *     data directory
   * @throws IOException if the backup is damaged, there is something already where it should go, or
   *     it cannot be done; the message says what to do
   */
  public static void run(
      Archive archive, Path dataDirectory, Optional<DatabaseSettings> own, InstantSource clock)
      throws IOException {
    var restore = new Restore(archive, clock);
    archive.requireWhole();
    restore.requirePast();
    requireEmpty(dataDirectory);
    try (var directory = DataDirectory.claim(dataDirectory)) {
      restore.into(directory, own);
    }
  }

  /** The numbers that lost tickets have are passed over by the clock. */
  private void requirePast() throws IOException {
    if (clock.instant().isBefore(archive.manifest().madeAt())) {
      throw new IOException(
          "this machine's clock says %1$s, the backup was made at %2$s: set the clock first / 本机时间 %1$s 早于备份时间 %2$s:请先校准时钟"
              .formatted(clock.instant(), archive.manifest().madeAt()));
    }
  }

  private static void requireEmpty(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var found = Files.list(directory)) {
      if (found.findAny().isPresent()) {
        throw new IOException(
            "%1$s is not empty, and nothing is ever restored over something: give another data directory, or move this one away / %1$s 不为空:请指定另一个数据目录,或先将其移走"
                .formatted(directory));
      }
    }
  }

  private void into(DataDirectory directory, Optional<DatabaseSettings> own) throws IOException {
    UnfinishedRestore.begin(directory.path());
    try {
      if (own.isPresent()) {
        intoDatabase(own.get());
      } else {
        try (var kept = KeptPostgres.start(directory)) {
          intoDatabase(kept.settings());
        }
      }
      putFiles(directory.path());
      UnfinishedRestore.end(directory.path());
    } catch (IOException | RuntimeException | Error e) {
      empty(directory.path());
      throw e;
    }
  }

  private void intoDatabase(DatabaseSettings settings) throws IOException {
    try (var connection = settings.connect()) {
      requireFit(connection, settings);
    } catch (SQLException e) {
      throw new IOException("the database cannot be reached / 无法连接数据库: " + e.getMessage(), e);
    }
    try {
      Schema.migrate(settings, archive.manifest().schema());
      load(settings);
      Schema.migrate(settings);
      settle(settings);
    } catch (SQLException e) {
      Schema.remove(settings);
      throw new IOException("the database refuses the backup / 数据库拒绝该备份: " + e.getMessage(), e);
    } catch (IOException | RuntimeException | Error e) {
      Schema.remove(settings);
      throw e;
    }
  }

  private void requireFit(Connection connection, DatabaseSettings settings)
      throws SQLException, IOException {
    if (!Schema.isEmpty(connection)) {
      throw new IOException(
          "the database %1$s is not empty, and nothing is ever restored over something: make a new one / 数据库 %1$s 不为空:请新建一个数据库"
              .formatted(settings.url()));
    }
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("show server_encoding")) {
      row.next();
      if (!row.getString(1).equals("UTF8")) {
        throw new IOException(
            "the database has the encoding %1$s: make it with encoding 'UTF8' template template0 / 数据库编码为 %1$s:请以 encoding 'UTF8' template template0 新建"
                .formatted(row.getString(1)));
      }
    }
    String schema = archive.manifest().schema();
    if (!Schema.isKnown(settings, schema)) {
      throw new IOException(
          "the backup has schema %1$s, which this version does not know: use version %2$s or a newer one / 本版本不认识备份的表结构 %1$s:请使用 %2$s 或更新版本"
              .formatted(schema, archive.manifest().program()));
    }
  }

  private void load(DatabaseSettings settings) throws SQLException, IOException {
    try (var connection = settings.connect()) {
      connection.setAutoCommit(false);
      TableLoading.load(connection, archive);
      connection.commit();
    }
  }

  /** Gates may know more than what was restored. */
  private void settle(DatabaseSettings settings) throws SQLException {
    Instant now = clock.instant();
    try (var connection = settings.connect()) {
      Database.on(connection)
          .transaction(
              transaction -> {
                RestoredBooks.settle(transaction.dsl(), now);
                new Audit(clock)
                    .write(
                        transaction.dsl(),
                        Actor.SYSTEM,
                        "backup.restore",
                        archive.manifest().madeAt().toString(),
                        archive.summary());
              });
    }
  }

  private void putFiles(Path directory) throws IOException {
    for (var path : archive.manifest().files().keySet()) {
      var place = KeptFiles.place(directory, path);
      PrivatePath.directories(place.getParent());
      PrivatePath.file(place);
      try (var content = archive.file(path);
          var out = Files.newOutputStream(place)) {
        content.transferTo(out);
      }
      PrivatePath.force(place);
      PrivatePath.force(place.getParent());
    }
  }

  /** The mark goes last: it is what keeps a centre from starting here. */
  private static void empty(Path directory) {
    var mark = directory.resolve(UnfinishedRestore.FILE);
    try (var found = Files.walk(directory)) {
      for (var path : found.sorted(Comparator.reverseOrder()).toList()) {
        if (!path.equals(directory) && !path.equals(mark)) {
          Files.delete(path);
        }
      }
      Files.delete(mark);
    } catch (IOException e) {
      LOG.error("{} could not be emptied again: do so by hand / 无法清空,请手动清空", directory, e);
    }
  }
}
