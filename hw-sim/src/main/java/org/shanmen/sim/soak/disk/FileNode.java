package org.shanmen.sim.soak.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A file or directory behind its names: what programs see, and what is safe on the platter. Guarded
 * by the disk.
 */
final class FileNode {
  static final int SECTOR_BYTES = 512;

  final boolean directory;

  private byte[] content = {};
  private int size;
  private byte[] safe = {};

  /** Sectors whose fsync failed: programs see them, and no later fsync makes them safe. */
  private final BitSet given = new BitSet();

  /** Where the content lies while it is lent to code that needs a real file. */
  private Optional<Path> lent = Optional.empty();

  FileNode(boolean directory) {
    this.directory = directory;
  }

  /** A file as it is found after a power cut. */
  static FileNode holding(byte[] bytes) {
    var node = new FileNode(false);
    node.content = bytes.clone();
    node.size = bytes.length;
    node.safe = bytes.clone();
    return node;
  }

  /** Gives the content to a real file, which need not exist before. */
  Path lend(Path file) throws IOException {
    if (lent.isEmpty()) {
      if (size > 0) {
        Files.write(file, seen());
      }
      lent = Optional.of(file);
      content = new byte[0];
    }
    return lent.get();
  }

  boolean isLent() {
    return lent.isPresent();
  }

  byte[] seen() throws IOException {
    if (lent.isPresent()) {
      return Files.exists(lent.get()) ? Files.readAllBytes(lent.get()) : new byte[0];
    }
    return Arrays.copyOf(content, size);
  }

  int size() throws IOException {
    if (lent.isPresent()) {
      return Files.exists(lent.get()) ? Math.toIntExact(Files.size(lent.get())) : 0;
    }
    return size;
  }

  /** Fewer than asked for at the end of the file, -1 behind it. */
  int read(long at, byte[] into, int offset, int length) throws IOException {
    byte[] bytes = lent.isPresent() ? seen() : content;
    int end = size();
    if (at >= end) {
      return -1;
    }
    int count = (int) Math.min(length, end - at);
    System.arraycopy(bytes, (int) at, into, offset, count);
    return count;
  }

  void write(long at, byte[] bytes, int length) throws IOException {
    int end = Math.toIntExact(at + length);
    if (lent.isPresent()) {
      byte[] whole = Arrays.copyOf(seen(), Math.max(size(), end));
      System.arraycopy(bytes, 0, whole, (int) at, length);
      Files.write(lent.get(), whole);
    } else {
      if (end > content.length) {
        content = Arrays.copyOf(content, Math.max(end, content.length * 2));
      }
      System.arraycopy(bytes, 0, content, (int) at, length);
      size = Math.max(size, end);
    }
    given.clear((int) at / SECTOR_BYTES, (end + SECTOR_BYTES - 1) / SECTOR_BYTES);
  }

  void truncate(int to) throws IOException {
    if (lent.isPresent()) {
      Files.write(lent.get(), Arrays.copyOf(seen(), to));
    } else {
      Arrays.fill(content, to, Math.max(to, size), (byte) 0);
      size = to;
    }
  }

  void force() throws IOException {
    byte[] now = seen();
    byte[] before = safe;
    safe = now;
    given.stream().forEach(sector -> copySector(before, safe, sector));
  }

  /** An fsync that failed: the system thinks no more of what it could not write. */
  void forceFailed() throws IOException {
    byte[] now = seen();
    int sectors = (now.length + SECTOR_BYTES - 1) / SECTOR_BYTES;
    for (int sector = 0; sector < sectors; sector++) {
      if (differs(now, safe, sector)) {
        given.set(sector);
      }
    }
  }

  /** What the platter holds when the power goes now. */
  byte[] afterPowerCut(RandomGenerator random) throws IOException {
    byte[] now = seen();
    int length = now.length == safe.length || random.nextBoolean() ? now.length : safe.length;
    byte[] left = Arrays.copyOf(safe, length);
    int sectors = (Math.min(length, now.length) + SECTOR_BYTES - 1) / SECTOR_BYTES;
    int manner = random.nextInt(4);
    int prefix = sectors == 0 ? 0 : random.nextInt(sectors + 1);
    for (int sector = 0; sector < sectors; sector++) {
      if (given.get(sector) || !differs(now, left, sector)) {
        continue;
      }
      boolean written =
          switch (manner) {
            case 0 -> false;
            case 1 -> true;
            case 2 -> random.nextBoolean();
            default -> sector < prefix;
          };
      if (written) {
        copySector(now, left, sector);
      } else if (manner >= 2 && random.nextInt(4) == 0) {
        tear(now, left, sector, random);
      }
    }
    return left;
  }

  private static void tear(byte[] from, byte[] to, int sector, RandomGenerator random) {
    int at = sector * SECTOR_BYTES;
    int end = Math.min(Math.min(from.length, to.length), at + random.nextInt(SECTOR_BYTES));
    if (end > at) {
      System.arraycopy(from, at, to, at, end - at);
    }
  }

  private static boolean differs(byte[] one, byte[] other, int sector) {
    int at = sector * SECTOR_BYTES;
    for (int i = at; i < at + SECTOR_BYTES; i++) {
      int a = i < one.length ? one[i] : 0;
      int b = i < other.length ? other[i] : 0;
      if (a != b) {
        return true;
      }
    }
    return false;
  }

  private static void copySector(byte[] from, byte[] to, int sector) {
    int at = sector * SECTOR_BYTES;
    for (int i = at; i < Math.min(at + SECTOR_BYTES, to.length); i++) {
      to[i] = i < from.length ? from[i] : 0;
    }
  }
}
