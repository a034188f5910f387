package org.shanmen.gate.whitelist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.shanmen.gate.DurableFile;
import org.shanmen.protocol.wire.Delta;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a whitelist has on the disk: the generation in force, the one before it, and the logs of
 * deltas behind them. A new generation is in force at once or not at all, and one that could not
 * come into force leaves nothing behind.
 *
 * <p>Not thread-safe: guarded by the {@link Whitelist}'s monitor.
 */
final class Generations {
  private static final Logger LOG = LoggerFactory.getLogger(Generations.class);

  private final Directory directory;
  private Current current;
  private DeltaLog log;

  /**
   * @param opened what was found on the disk
   */
  Generations(Directory directory, Opening opened) {
    this.directory = directory;
    found(opened);
  }

  private void found(Opening opened) {
    current = opened.current();
    log = opened.log();
  }

  Current.Generation inForce() {
    return current.generation();
  }

  /** The file of the table in force. */
  Path table() {
    return directory.table(current.generation().table());
  }

  /** Writes a delta behind the generation in force; on disk when it returns. */
  void append(Delta delta) throws IOException {
    log.append(delta);
  }

  /**
   * Begins a log for the deltas to come.
   *
   * @return its number
   */
  int rollLog() throws IOException {
    int next = directory.newestLog() + 1;
    var fresh = newLog(directory.log(next));
    log.close();
    log = fresh;
    return next;
  }

  private DeltaLog newLog(Path file) throws IOException {
    try {
      var fresh = DeltaLog.create(file);
      DurableFile.forceDirectory(directory.path());
      return fresh;
    } catch (IOException e) {
      // Not one more with every attempt on a full disk.
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /**
   * Puts a set in force.
   *
   * @param part the name of the finished table, see {@link Directory#part}
   * @param seal of that table; empty if the set is
   * @param firstLog of the deltas on top of it
   * @return the table, open; the one that was in force is the caller's to close
   */
  Optional<Table> putInForce(
      String part, Optional<Table.Seal> seal, long version, long hash, int firstLog)
      throws IOException {
    int number = seal.isPresent() ? directory.unusedTable() : 0;
    Optional<Table> table =
        seal.isPresent() ? Optional.of(adopt(part, number, seal.get(), hash)) : Optional.empty();
    var generation =
        new Current.Generation(number, seal.orElse(Table.Seal.NONE), version, hash, firstLog);
    var next = new Current(generation, Optional.of(current.generation()));
    try {
      next.write(directory.path());
    } catch (IOException e) {
      table.ifPresent(Table::close);
      if (Current.read(directory.path()).equals(Optional.of(current))) {
        // Nobody will ask for the new table, and it takes room that the next attempt needs.
        directory.deleteUnusedBy(current);
      }
      throw e;
    }
    current = next;
    directory.deleteUnusedBy(current);
    return table;
  }

  /** Gives a finished table its name and opens it. */
  private Table adopt(String part, int number, Table.Seal seal, long stamp) throws IOException {
    var file = directory.table(number);
    Files.move(directory.part(part), file, StandardCopyOption.ATOMIC_MOVE);
    DurableFile.forceDirectory(directory.path());
    try {
      return Table.open(file, seal, stamp);
    } catch (TableDamaged e) {
      throw new IOException("it was written and reads otherwise: " + file, e);
    }
  }

  /**
   * The generation in force is damaged: the one before it is, or the empty set, with all deltas
   * behind it.
   *
   * @return what was found
   */
  Opening fallBack() throws IOException {
    log.close();
    var opening = new Opening(directory);
    opening.withoutTheNewest();
    found(opening);
    return opening;
  }

  /** Closes the log; nothing may be done any more. */
  void close() {
    try {
      log.close();
    } catch (IOException e) {
      LOG.warn("cannot close the log of deltas", e);
    }
  }
}
