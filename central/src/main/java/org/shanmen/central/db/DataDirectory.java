package org.shanmen.central.db;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory in which one centre keeps everything: database, park CA, first password. Claimed by
 * a file lock for as long as the centre lives, so that a second one cannot damage it.
 */
public final class DataDirectory implements Closeable {
  private final Path path;
  private final FileChannel channel;

  private DataDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Creates the directory if needed (readable by its owner only) and claims it.
   *
   * @throws IOException if it cannot be created or another centre holds it; the message says what
   *     to do
   */
  public static DataDirectory claim(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if (path.toAbsolutePath().getParent() != null) {
        Files.createDirectories(path.toAbsolutePath().getParent());
      }
      Files.createDirectory(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Path absolute = path.toRealPath();
    var channel =
        FileChannel.open(
            absolute.resolve("centre.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new IOException(
          absolute
              + " is in use by another centre: stop that one, or give this one its own data"
              + " directory / 数据目录正被另一个中心使用:请先停止它,或为本中心指定另一个目录");
    }
    return new DataDirectory(absolute, channel);
  }

  /** Absolute, without symbolic links. */
  public Path path() {
    return path;
  }

  /** Gives the directory back. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
