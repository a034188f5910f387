package org.shanmen.central.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and directories that only their owner reads. */
final class PrivatePath {
  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private PrivatePath() {}

  /** A new, empty file in place of what was there. */
  static void file(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file, FILE);
  }

  /** The directory and those above it that are missing. */
  static void directories(Path directory) throws IOException {
    Files.createDirectories(directory, DIRECTORY);
  }

  /** Waits until a file's content, or a directory's list, is on the disk. */
  static void force(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
