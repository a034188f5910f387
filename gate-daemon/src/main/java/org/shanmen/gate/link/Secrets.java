package org.shanmen.gate.link;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sees to it that nobody but the service user reads the gate's key and the park's. */
final class Secrets {
  private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  private Secrets() {}

  /**
   * Takes the permissions of others away from a directory and the files in it, and says so: whoever
   * could read them may have done it.
   *
   * @throws IOException if that is not possible: the files are another user's
   */
  static void keepFromOthers(Path directory) throws IOException {
    keep(directory);
    try (var files = Files.newDirectoryStream(directory)) {
      for (var file : files) {
        keep(file);
      }
    }
  }

  private static void keep(Path path) throws IOException {
    var permissions = EnumSet.copyOf(Files.getPosixFilePermissions(path));
    if (!permissions.removeAll(OTHERS)) {
      return;
    }
    try {
      Files.setPosixFilePermissions(path, permissions);
    } catch (FileSystemException e) {
      throw new IOException(
          "其他用户可以读取 %1$s,且无法收回权限:请执行 chown -R <服务用户> %2$s && chmod -R go= %2$s / others can read %1$s and that cannot be changed: chown -R SERVICE-USER %2$s && chmod -R go= %2$s"
              .formatted(path, path.getParent()),
          e);
    }
    if (Files.isRegularFile(path)) {
      LOG.warn(
          "其他用户曾可读取 {} / others than the service user could read {}; they no longer can",
          path,
          path);
    }
  }
}
