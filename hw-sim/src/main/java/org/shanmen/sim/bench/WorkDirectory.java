package org.shanmen.sim.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A directory that is removed again, with all that is in it. */
record WorkDirectory(Path path) implements Closeable {
  static WorkDirectory under(Path directory) throws IOException {
    return new WorkDirectory(
        Files.createTempDirectory(Files.createDirectories(directory), "bench-").toAbsolutePath());
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
