package org.shanmen.gate.whitelist;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shanmen.gate.DurableFile;

/**
 * Finds the newest whole set on the disk: the generation in force, else the previous one, else
 * nothing; and on top of it every delta that follows.
 *
 * <p>The generation in force is looked into as far as that takes no longer for many rights than for
 * few; its blocks are checked when they are read. The previous one is read as a whole: what stands
 * beside something damaged is not trusted.
 *
 * <p>Results are in the accessors after {@link #run}. Used once.
 */
final class Opening {
  private final Directory directory;
  private final List<String> damage = new ArrayList<>();
  private Current current = Current.EMPTY;
  private Contents contents = empty();
  private DeltaLog log;
  private boolean damaged;

  Opening(Directory directory) {
    this.directory = directory;
  }

  void run() throws IOException {
    current = readCurrent();
    // First of all: it may be what fills the disk.
    directory.deleteUnusedBy(current);
    if (takes(current.generation(), false)) {
      finish();
    } else {
      runWithout();
    }
  }

  /** As {@link #run}, without the generation in force: it is damaged. */
  void withoutTheNewest() throws IOException {
    current = readCurrent();
    runWithout();
  }

  private void runWithout() throws IOException {
    current = new Current(current.previous().orElse(Current.Generation.EMPTY), Optional.empty());
    if (!takes(current.generation(), true)) {
      current = Current.EMPTY;
      directory.deleteAll();
      takes(current.generation(), true);
    }
    current.write(directory.path());
    finish();
  }

  private void finish() throws IOException {
    directory.deleteUnusedBy(current);
    // The last life may have died before it forced the names that this one builds on.
    DurableFile.forceDirectory(directory.path());
    if (!damage.isEmpty()) {
      damage.add("the set is at version %d now".formatted(contents.version()));
    }
  }

  private Current readCurrent() throws IOException {
    if (Current.exists(directory.path())) {
      var read = Current.read(directory.path());
      if (read.isPresent()) {
        return read.get();
      }
      damaged = !Current.isOfFirstVersion(directory.path());
      damage.add(
          !damaged
              ? "its files are of an earlier version: the centre sends everything again"
                  + " / 文件属于旧版本,将由中心重新下发"
              : "CURRENT is damaged: nothing on the disk can be trusted");
    }
    // Never used, died while it was made, or damaged: whatever lies here belongs to nothing.
    directory.deleteAll();
    Current.EMPTY.write(directory.path());
    return Current.EMPTY;
  }

  /** Makes a generation and the deltas behind it the contents; false if it is damaged. */
  private boolean takes(Current.Generation generation, boolean asAWhole) throws IOException {
    try {
      contents =
          new Contents(
              table(generation, asAWhole),
              Optional.empty(),
              Overlay.ofMany(),
              generation.version(),
              generation.hash());
      replay();
      return true;
    } catch (TableDamaged e) {
      damaged = true;
      damage.add(
          directory.table(generation.table()).getFileName() + " is damaged: " + e.getMessage());
      contents.table().ifPresent(Table::close);
      contents = empty();
      if (log != null) {
        log.close();
      }
      return false;
    }
  }

  private Optional<Table> table(Current.Generation generation, boolean asAWhole)
      throws IOException {
    if (generation.table() == 0) {
      return Optional.empty();
    }
    var file = directory.table(generation.table());
    if (!Files.exists(file)) {
      throw new TableDamaged("it is missing");
    }
    if (asAWhole) {
      Table.check(file, generation.seal(), () -> false);
    }
    return Optional.of(Table.open(file, generation.seal(), generation.hash()));
  }

  private void replay() throws IOException {
    int number = current.generation().log();
    log = openLog(number);
    while (Files.exists(directory.log(number + 1))) {
      log.close();
      number++;
      log = openLog(number);
    }
  }

  private DeltaLog openLog(int number) throws IOException {
    var file = directory.log(number);
    if (!Files.exists(file)) {
      return DeltaLog.create(file);
    }
    var replayed =
        DeltaLog.replay(
            file,
            delta -> {
              if (!(Staging.of(contents, delta) instanceof Staging.Outcome.Fits fits)) {
                return false;
              }
              contents.live().putAll(fits.changed());
              contents = contents.at(delta.getTargetVersion(), delta.getTargetHash());
              return true;
            });
    if (replayed.cutBytes() > 0) {
      damage.add(
          "%s: cut %d bytes that do not follow version %d"
              .formatted(file.getFileName(), replayed.cutBytes(), contents.version()));
    }
    return replayed;
  }

  private static Contents empty() {
    return new Contents(Optional.empty(), Optional.empty(), Overlay.ofMany(), 0, 0);
  }

  Current current() {
    return current;
  }

  Contents contents() {
    return contents;
  }

  /** Open for the deltas to come. */
  DeltaLog log() {
    return log;
  }

  List<String> damage() {
    return damage;
  }

  /** Whether something that was in force is not what was written; a log's torn end is no damage. */
  boolean isDamaged() {
    return damaged;
  }
}
