package org.shanmen.gate.whitelist;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import org.mapdb.DBException;
import org.mapdb.SortedTableMap;
import org.mapdb.volume.FileChannelVol;
import org.mapdb.volume.MappedFileVol;
import org.shanmen.gate.InPlaceFile;

/**
 * One generation: an immutable MapDB table on disk, read through a memory map. Its values are
 * {@link Block}s, each under the first of its keys. Any number of readers; nobody may read after
 * {@link #close}.
 *
 * <p>Nothing damaged is ever served: every block is checked when it is read, and so is that it is
 * the one in which the wanted key would be; then {@link TableDamaged} is thrown. The file as a
 * whole is checked by {@link Scrub}, later and slowly.
 *
 * <p>It is written through a channel, because a full disk under a map kills the process, and never
 * unmapped by hand, because an unmapped page under a reader does too: the garbage collector unmaps
 * what nobody can reach any more.
 */
final class Table implements Closeable {
  /** MapDB's page; the largest block must fit into one. */
  static final int PAGE_BYTES = 64 << 10;

  /** MapDB's header, before the first page's nodes. */
  private static final int HEAD_BYTES = 64;

  /** Blocks in a node, which is what MapDB searches for: one, as it reads all that are in one. */
  private static final int NODE_BLOCKS = 1;

  private static final BytesSerializer BYTES = new BytesSerializer();

  /** Memory is mapped in slices of this many bits; the file is as long as a number of them. */
  private static final int SLICE_SHIFT = 20;

  private final MappedFileVol volume;
  private final SortedTableMap<byte[], byte[]> map;
  private final long stamp;
  private final Shapes shapes = new Shapes();

  /** Nothing, and so before every key, while the shapes are read. */
  private byte[] firstKey = {};

  private Table(MappedFileVol volume, long stamp) {
    this.volume = volume;
    this.stamp = stamp;
    this.map = SortedTableMap.Companion.open(volume, BYTES, BYTES);
    for (var cursor = new Cursor(Keys.shape(0)); cursor.isThere(); cursor.step()) {
      shapes.add(cursor.rows.value());
    }
    var rows = Block.of(map.firstEntry().getValue(), stamp, shapes).rows();
    rows.next();
    firstKey = rows.key();
  }

  /**
   * What a table's file must be.
   *
   * @param crc CRC-32C over all of it
   * @param head CRC-32C over MapDB's header, which tells how the rest is laid out
   */
  record Seal(long bytes, int crc, int head) {
    static final Seal NONE = new Seal(0, 0, 0);

    @Override
    public String toString() {
      return "%d bytes, crc32c %08x, head %08x".formatted(bytes, crc, head);
    }
  }

  /**
   * Opens a table; takes as long for many entries as for few.
   *
   * @param seal of which length and head are checked
   * @param stamp with which it was written
   * @throws TableDamaged if what is read for that is not what was written
   */
  static Table open(Path file, Seal seal, long stamp) throws IOException {
    try (var read = InPlaceFile.openToRead(file)) {
      if (read.size() != seal.bytes()) {
        throw new TableDamaged("%d bytes, not %d".formatted(read.size(), seal.bytes()));
      }
      if (crc(read.read(0, HEAD_BYTES)) != seal.head()) {
        throw new TableDamaged("the checksum of its header is wrong");
      }
    }
    MappedFileVol volume = null;
    try {
      volume = new MappedFileVol(file.toFile(), true, -1, SLICE_SHIFT, false, 0, true);
      return new Table(volume, stamp);
    } catch (Exception | InternalError e) {
      if (volume != null) {
        volume.close();
      }
      throw e instanceof TableDamaged damaged ? damaged : new TableDamaged("cannot be opened", e);
    }
  }

  private static int crc(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  /**
   * Writes a table; durable when it returns, but for its name in the directory.
   *
   * @param entries sorted, without repetition, at least one
   * @param stamp of the set: a block of another one counts as damaged
   */
  static Seal write(Path file, Iterator<Entry> entries, long stamp) throws IOException {
    Files.deleteIfExists(file);
    try {
      var volume = new FileChannelVol(file.toFile(), false, -1, SLICE_SHIFT, 0);
      try {
        var sink =
            SortedTableMap.Companion.create(volume, BYTES, BYTES)
                .pageSize(PAGE_BYTES)
                .nodeSize(NODE_BLOCKS)
                .createFromSink();
        var blocks = new BlockWriter(stamp, sink::put);
        entries.forEachRemaining(blocks::put);
        blocks.end();
        sink.create();
      } finally {
        volume.close();
      }
    } catch (DBException e) {
      throw new IOException("cannot write " + file, e);
    }
    try (var written = InPlaceFile.open(file)) {
      long slice = 1L << SLICE_SHIFT;
      written.setSize((written.size() + slice - 1) / slice * slice);
      written.force();
    }
    return seal(file, () -> false).orElseThrow();
  }

  /**
   * Reads all of a file.
   *
   * @param pause called behind each piece; true ends it, and then nothing was found out
   * @throws TableDamaged if it is not what was written
   */
  static void check(Path file, Seal wanted, BooleanSupplier pause) throws IOException {
    var seal = seal(file, pause);
    if (seal.isPresent() && !seal.get().equals(wanted)) {
      throw new TableDamaged("%s, sealed with %s".formatted(seal.get(), wanted));
    }
  }

  /** Empty if {@code pause} ended it. */
  private static Optional<Seal> seal(Path file, BooleanSupplier pause) throws IOException {
    try (var read = InPlaceFile.openToRead(file)) {
      var crc = new CRC32C();
      int head = 0;
      long size = read.size();
      for (long at = 0; at < size; at += PAGE_BYTES) {
        byte[] page = read.read(at, (int) Math.min(PAGE_BYTES, size - at));
        crc.update(page);
        head = at == 0 ? crc(Arrays.copyOf(page, HEAD_BYTES)) : head;
        if (pause.getAsBoolean()) {
          return Optional.empty();
        }
      }
      return Optional.of(new Seal(size, (int) crc.getValue(), head));
    }
  }

  /** Null if there is no such entry. */
  byte[] get(byte[] key) {
    var cursor = new Cursor(key);
    return cursor.isThere() && Arrays.equals(cursor.rows.key(), key) ? cursor.rows.value() : null;
  }

  /** Adds all entries whose key begins with a prefix, in order. */
  void collect(byte[] prefix, List<Entry> found) {
    for (var cursor = new Cursor(prefix); cursor.isThere(); cursor.step()) {
      byte[] key = cursor.rows.key();
      if (!Keys.beginsWith(key, prefix)) {
        return;
      }
      found.add(new Entry(key, cursor.rows.value()));
    }
  }

  /** All entries, sorted. */
  Iterator<Entry> sorted() {
    var cursor = new Cursor(firstKey);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return cursor.isThere() && cursor.rows.key()[0] != Keys.SHAPE;
      }

      @Override
      public Entry next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        var entry = new Entry(cursor.rows.key(), cursor.rows.value());
        cursor.step();
        return entry;
      }
    };
  }

  /** A place in the table. */
  private final class Cursor {
    private Block block;
    private Block.Rows rows;
    private boolean there;

    /** At the first entry that does not come before {@code key}. */
    Cursor(byte[] key) {
      byte[] from = Keys.ORDER.compare(key, firstKey) < 0 ? firstKey : key;
      block = blockOf(from);
      rows = block.rows();
      there = rows.seek(key);
      nextBlockAtEnd();
    }

    boolean isThere() {
      return there;
    }

    void step() {
      there = rows.next();
      nextBlockAtEnd();
    }

    private void nextBlockAtEnd() {
      if (!there && !block.isLast()) {
        byte[] expected = block.next();
        block = blockOf(expected);
        rows = block.rows();
        there = rows.next();
        if (!there || !Arrays.equals(rows.key(), expected)) {
          throw new TableDamaged("a block is missing");
        }
      }
    }
  }

  /** The block in which a key is if the table holds it. */
  private Block blockOf(byte[] key) {
    Block block;
    try {
      var entry = map.floorEntry(key);
      block = Block.of(entry == null ? null : entry.getValue(), stamp, shapes);
    } catch (TableDamaged e) {
      throw e;
    } catch (Exception | InternalError e) {
      // MapDB's own search went astray, or the disk cannot be read under the map.
      throw new TableDamaged("a block cannot be found", e);
    }
    var rows = block.rows();
    if (!rows.next()
        || Keys.ORDER.compare(rows.key(), key) > 0
        || (!block.isLast() && Keys.ORDER.compare(key, block.next()) >= 0)) {
      throw new TableDamaged("a block is not where it should be");
    }
    return block;
  }

  @Override
  public void close() {
    volume.close();
  }
}
