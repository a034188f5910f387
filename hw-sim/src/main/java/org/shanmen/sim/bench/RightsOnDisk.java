package org.shanmen.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.shanmen.gate.whitelist.Applied;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.protocol.wire.Change;

/**
 * A gate's whitelist at version 1, as a snapshot from the centre leaves it on disk.
 *
 * @param rights numbered from 1
 */
record RightsOnDisk(Path directory, int rights) {
  private static final int BATCH = 1_000;

  static RightsOnDisk build(Path directory, int rights) throws IOException {
    long hash = 0;
    for (List<Change> changes : ModelRights.snapshot(rights, BATCH)) {
      hash += Sums.of(changes);
    }
    try (var whitelist = Whitelist.open(directory)) {
      var loading = whitelist.beginSnapshot(1, hash);
      ModelRights.snapshot(rights, BATCH).forEach(loading::add);
      if (loading.finish() instanceof Applied.Refused refused) {
        throw new IOException("the whitelist refused its own rights: " + refused.why());
      }
    }
    return new RightsOnDisk(directory, rights);
  }

  /** A whitelist of its own for whoever changes it; generations never change and are shared. */
  Path copyTo(Path target) throws IOException {
    Files.createDirectories(target);
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        var copy = target.resolve(file.getFileName());
        if (file.getFileName().toString().startsWith("table-")) {
          Files.createLink(copy, file);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    return target;
  }

  long bytes() throws IOException {
    long bytes = 0;
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
