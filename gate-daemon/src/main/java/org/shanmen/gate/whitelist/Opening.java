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
 * <p>Results are in the accessors after {@link #run}. Used once.
 */
final class Opening {
  private final Directory directory;
  private final List<String> damage = new ArrayList<>();
  private Current current = Current.EMPTY;
  private Contents contents = empty();
  private DeltaLog log;
  private int logNumber;

  Opening(Directory directory) {
    this.directory = directory;
  }

  void run() throws IOException {
    directory.deleteParts();
    current = readCurrent();
    if (!load(current.generation())) {
      current = new Current(current.previous().orElse(Current.Generation.EMPTY), Optional.empty());
      if (!load(current.generation())) {
        current = Current.EMPTY;
        contents = empty();
        directory.deleteAll();
      }
      current.write(directory.path());
    }
    replay();
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
      damage.add("CURRENT is damaged: nothing on the disk can be trusted");
    }
    // Never used, died while it was made, or damaged: whatever lies here belongs to nothing.
    directory.deleteAll();
    Current.EMPTY.write(directory.path());
    return Current.EMPTY;
  }

  private boolean load(Current.Generation generation) throws IOException {
    if (generation.table() == 0) {
      contents =
          new Contents(
              Optional.empty(),
              Optional.empty(),
              new Overlay(),
              generation.version(),
              generation.hash());
      return true;
    }
    var file = directory.table(generation.table());
    if (!Files.exists(file)) {
      damage.add(file.getFileName() + " is missing");
      return false;
    }
    var seal = Table.seal(file);
    if (!seal.equals(generation.seal())) {
      damage.add(
          "%s is damaged: %d bytes with crc32c %08x, sealed with %d and %08x"
              .formatted(
                  file.getFileName(),
                  seal.bytes(),
                  seal.crc(),
                  generation.seal().bytes(),
                  generation.seal().crc()));
      return false;
    }
    contents =
        new Contents(
            Optional.of(Table.open(file)),
            Optional.empty(),
            new Overlay(),
            generation.version(),
            generation.hash());
    return true;
  }

  private void replay() throws IOException {
    logNumber = current.generation().log();
    log = openLog(logNumber);
    while (Files.exists(directory.log(logNumber + 1))) {
      log.close();
      logNumber++;
      log = openLog(logNumber);
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
    return new Contents(Optional.empty(), Optional.empty(), new Overlay(), 0, 0);
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

  int logNumber() {
    return logNumber;
  }

  List<String> damage() {
    return damage;
  }
}
