package org.shanmen.sim.park;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory that one run of a park has for itself; emptied when a run begins, kept when it
 * ends, so that its logs can be read.
 *
 * <pre>
 * centre.conf  centre/       the centre's data, PostgreSQL included
 * gates/N1.conf  gates/N1/   each gate's
 * lanes/                     pseudo-terminals and wires
 * logs/                      what each program wrote
 * </pre>
 */
final class ParkDirectory implements AutoCloseable {
  /** Tells a directory that may be emptied from one that somebody gave us by mistake. */
  private static final String MARK = ".shanmen-park";

  /** A socket's path may have 108 bytes, of which a lane's own part needs these. */
  private static final int LANE_BYTES = 40;

  private static final int SOCKET_PATH_BYTES = 108;

  private final Path root;
  private final Path lanes;
  private final FileChannel lockChannel;
  private final Leftovers leftovers;

  private ParkDirectory(Path root, Path lanes, FileChannel lockChannel, Leftovers leftovers) {
    this.root = root;
    this.lanes = lanes;
    this.lockChannel = lockChannel;
    this.leftovers = leftovers;
  }

  /**
   * Takes the directory, ends what an earlier run left running in it, and empties it.
   *
   * @throws IllegalStateException when it is in use, or holds what no park has put there
   */
  static ParkDirectory take(Path directory) {
    try {
      Path root = directory.toAbsolutePath().normalize();
      Files.createDirectories(root);
      refuseStrangers(root);
      Files.writeString(root.resolve(MARK), "Emptied whenever a park starts here.\n");
      FileChannel channel =
          FileChannel.open(
              root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      requireLock(channel, root);
      var leftovers = new Leftovers(root.resolve("processes"));
      leftovers.end();
      Leftovers.endPostgres(root.resolve("centre"));
      for (String part : List.of("centre", "gates", "lanes", "logs")) {
        deleteAll(root.resolve(part));
        Files.createDirectories(root.resolve(part));
      }
      return new ParkDirectory(root, lanesBelow(root), channel, leftovers);
    } catch (IOException e) {
      throw new UncheckedIOException(directory + " cannot be used: " + e.getMessage(), e);
    }
  }

  Path centreData() {
    return root.resolve("centre");
  }

  Path centreConfiguration() {
    return root.resolve("centre.conf");
  }

  Path sandboxKeys() {
    return root.resolve("sandbox-pay.keys");
  }

  Path gateData(String gate) {
    return root.resolve("gates").resolve(gate);
  }

  Path gateConfiguration(String gate) {
    return root.resolve("gates").resolve(gate + ".conf");
  }

  /** Short enough for sockets: below the system's temporary directory if need be. */
  Path lanes() {
    return lanes;
  }

  Path log(String program) {
    return root.resolve("logs").resolve(program + ".log");
  }

  Leftovers leftovers() {
    return leftovers;
  }

  @Override
  public void close() {
    try {
      if (!lanes.startsWith(root)) {
        deleteAll(lanes);
      }
      lockChannel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(root + " cannot be given back", e);
    }
  }

  private static void refuseStrangers(Path root) throws IOException {
    if (Files.exists(root.resolve(MARK))) {
      return;
    }
    try (Stream<Path> files = Files.list(root)) {
      if (files.findAny().isPresent()) {
        throw new IllegalStateException(
            root
                + " is not empty and was not made by a park: name another --data directory"
                + " / 目录非空且不是演示目录,请用 --data 指定其他目录");
      }
    }
  }

  private static void requireLock(FileChannel channel, Path root) throws IOException {
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new IllegalStateException(
          "another park is running in "
              + root
              + ": stop it, or name another --data directory"
              + " / 该目录中已有演示在运行");
    }
  }

  private static Path lanesBelow(Path root) throws IOException {
    Path lanes = root.resolve("lanes");
    return lanes.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length + LANE_BYTES
            <= SOCKET_PATH_BYTES
        ? lanes
        : Files.createTempDirectory("shanmen-lanes");
  }

  private static void deleteAll(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> files = Files.walk(path)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
