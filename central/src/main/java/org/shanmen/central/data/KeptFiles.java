package org.shanmen.central.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What of a data directory goes into a backup: all files but those that every centre makes anew for
 * itself, so that nothing is forgotten when there is something new to keep.
 */
final class KeptFiles {
  /** The kept server's own files, and what is only true of a running centre. */
  private static final Set<String> MADE_ANEW =
      Set.of(
          "postgres",
          "postgres-binaries",
          "postgres.log",
          "postgres.secret",
          "centre.lock",
          "endpoints.json",
          "snapshots",
          "backups",
          UnfinishedRestore.FILE);

  /** A file that takes another's place in a moment. */
  private static final String HALF = ".new";

  private KeptFiles() {}

  /**
   * Paths below the directory, with / between, sorted.
   *
   * @param directory the centre's data; need not exist
   */
  static List<String> of(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var found = Files.walk(directory)) {
      return found
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .map(directory::relativize)
          .filter(path -> !MADE_ANEW.contains(path.getName(0).toString()))
          .map(path -> path.toString().replace(path.getFileSystem().getSeparator(), "/"))
          .filter(path -> !path.endsWith(HALF) && !path.endsWith(Backup.ENDING))
          .sorted()
          .toList();
    }
  }

  /**
   * Where a file of a backup belongs.
   *
   * @throws IOException if that is not below the directory
   */
  static Path place(Path directory, String path) throws IOException {
    var place = directory.resolve(path).normalize();
    boolean own =
        path.isEmpty()
            || !place.startsWith(directory)
            || place.equals(directory)
            || MADE_ANEW.contains(directory.relativize(place).getName(0).toString());
    if (own) {
      throw new IOException(
          "the backup holds a file %s, which does not belong there / 备份中含有不应存在的文件 %s"
              .formatted(path, path));
    }
    return place;
  }
}
