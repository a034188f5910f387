package org.shanmen.gate.whitelist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names of the whitelist's files. */
final class Directory {
  private static final Logger LOG = LoggerFactory.getLogger(Directory.class);
  private static final Pattern NUMBERED = Pattern.compile("(table|deltas)-(\\d{9})");

  private final Path path;

  Directory(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  Path table(int number) {
    return path.resolve("table-%09d".formatted(number));
  }

  Path log(int number) {
    return path.resolve("deltas-%09d".formatted(number));
  }

  /** A file under construction; deleted at the next start. */
  Path part(String name) {
    return path.resolve(name + ".part");
  }

  /** Of no use any more, and whatever is tried next may need its room. */
  void discard(String part) {
    try {
      Files.deleteIfExists(part(part));
    } catch (IOException e) {
      LOG.warn("{} stays on the disk until the next start", part(part), e);
    }
  }

  /** A number that no table's file has. */
  int unusedTable() throws IOException {
    return largest("table") + 1;
  }

  int newestLog() throws IOException {
    return largest("deltas");
  }

  private int largest(String kind) throws IOException {
    try (var files = Files.list(path)) {
      return files
          .map(file -> NUMBERED.matcher(file.getFileName().toString()))
          .filter(name -> name.matches() && name.group(1).equals(kind))
          .mapToInt(name -> Integer.parseInt(name.group(2)))
          .max()
          .orElse(0);
    }
  }

  /** Deletes half-made files. */
  void deleteParts() throws IOException {
    try (var files = Files.list(path)) {
      for (var file : files.filter(f -> f.toString().endsWith(".part")).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Deletes tables and logs that {@code current} has no use for. */
  void deleteUnusedBy(Current current) throws IOException {
    var oldest = current.previous().orElse(current.generation());
    int firstLog = Math.min(oldest.log(), current.generation().log());
    try (var files = Files.list(path)) {
      for (var file : files.toList()) {
        var name = NUMBERED.matcher(file.getFileName().toString());
        if (!name.matches()) {
          continue;
        }
        int number = Integer.parseInt(name.group(2));
        boolean needed =
            name.group(1).equals("table")
                ? number == current.generation().table() || number == oldest.table()
                : number >= firstLog;
        if (!needed) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** Deletes every table and log. */
  void deleteAll() throws IOException {
    try (var files = Files.list(path)) {
      for (var file : files.toList()) {
        if (NUMBERED.matcher(file.getFileName().toString()).matches()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
