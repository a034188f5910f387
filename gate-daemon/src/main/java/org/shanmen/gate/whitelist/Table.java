package org.shanmen.gate.whitelist;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.zip.CRC32C;
import org.mapdb.DBException;
import org.mapdb.SortedTableMap;
import org.mapdb.volume.FileChannelVol;
import org.mapdb.volume.MappedFileVol;
import org.shanmen.gate.InPlaceFile;

/**
 * One generation: an immutable MapDB table on disk, read through a memory map. Any number of
 * readers; nobody may read after {@link #close}.
 *
 * <p>It is written through a channel, because a full disk under a map kills the process, and never
 * unmapped by hand, because an unmapped page under a reader does too: the garbage collector unmaps
 * what nobody can reach any more.
 */
final class Table implements Closeable {
  /** MapDB's page; sixteen of the largest elements must fit into one. */
  private static final int PAGE_BYTES = 64 << 10;

  private static final int NODE_ENTRIES = 16;

  private static final BytesSerializer BYTES = new BytesSerializer();

  /** Memory is mapped in slices of this many bits; the file is as long as a number of them. */
  private static final int SLICE_SHIFT = 20;

  private final MappedFileVol volume;
  private final SortedTableMap<byte[], byte[]> map;

  private Table(MappedFileVol volume, SortedTableMap<byte[], byte[]> map) {
    this.volume = volume;
    this.map = map;
  }

  /**
   * What a table's file must be.
   *
   * @param crc CRC-32C over all of it
   */
  record Seal(long bytes, int crc) {}

  /** Opens a table whose seal was checked. */
  static Table open(Path file) throws IOException {
    try {
      var volume = new MappedFileVol(file.toFile(), true, -1, SLICE_SHIFT, false, 0, true);
      return new Table(volume, SortedTableMap.Companion.open(volume, BYTES, BYTES));
    } catch (DBException e) {
      throw new IOException("cannot open " + file, e);
    }
  }

  /**
   * Writes a table; durable when it returns, but for its name in the directory.
   *
   * @param entries sorted, without repetition, at least one
   */
  static Seal write(Path file, Iterator<Entry> entries) throws IOException {
    Files.deleteIfExists(file);
    try {
      var volume = new FileChannelVol(file.toFile(), false, -1, SLICE_SHIFT, 0);
      try {
        var sink =
            SortedTableMap.Companion.create(volume, BYTES, BYTES)
                .pageSize(PAGE_BYTES)
                .nodeSize(NODE_ENTRIES)
                .createFromSink();
        entries.forEachRemaining(entry -> sink.put(entry.key(), entry.value()));
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
    return seal(file);
  }

  /** Reads all of a file. */
  static Seal seal(Path file) throws IOException {
    var crc = new CRC32C();
    long bytes = 0;
    byte[] buffer = new byte[256 << 10];
    try (var in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
        bytes += read;
      }
    }
    return new Seal(bytes, (int) crc.getValue());
  }

  /** Null if there is no such entry. */
  byte[] get(byte[] key) {
    return map.get(key);
  }

  /** Adds all entries whose key begins with a prefix. */
  void collect(NavigableMap<byte[], byte[]> found, byte[] prefix) {
    for (var entry : map.tailMap(prefix, true).entrySet()) {
      if (!Keys.beginsWith(entry.getKey(), prefix)) {
        break;
      }
      found.put(entry.getKey(), entry.getValue());
    }
  }

  /** All entries, sorted. */
  Iterator<Map.Entry<byte[], byte[]>> sorted() {
    return map.sizeLong() == 0 ? Collections.emptyIterator() : map.entryIterator();
  }

  @Override
  public void close() {
    volume.close();
  }
}
