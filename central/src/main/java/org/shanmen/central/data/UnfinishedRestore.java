package org.shanmen.central.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The mark of a data directory in which a restore is under way, or was when the power went. */
public final class UnfinishedRestore {
  static final String FILE = "restore-under-way";

  private UnfinishedRestore() {}

  /**
   * For whoever starts a centre.
   *
   * @throws IOException if the directory is not one to start on; the message says what to do
   */
  public static void refuse(Path dataDirectory) throws IOException {
    if (Files.exists(dataDirectory.resolve(FILE))) {
      throw new IOException(
          "a restore into %1$s did not come to its end: empty that directory and the database, and restore again / 对 %1$s 的恢复未完成:请清空该目录和数据库后重新恢复"
              .formatted(dataDirectory));
    }
  }

  static void begin(Path dataDirectory) throws IOException {
    PrivatePath.file(dataDirectory.resolve(FILE));
    PrivatePath.force(dataDirectory);
  }

  static void end(Path dataDirectory) throws IOException {
    Files.delete(dataDirectory.resolve(FILE));
    PrivatePath.force(dataDirectory);
  }
}
