package org.shanmen.gate.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.shanmen.gate.InPlaceFile;
import org.shanmen.gate.journal.JournalFormat.Found;

/**
 * One file of consecutive events of one epoch. Written by the lane loop alone, read by anyone: what
 * lies before {@link #end()} never changes.
 */
final class Segment {
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{16})\\.segment");

  /** Every how many records the index remembers where one begins. */
  private static final int INDEX_STRIDE = 64;

  private final Path path;
  private final long epoch;
  private final long firstSequence;

  private long[] indexedSequences = new long[16];
  private int[] indexedOffsets = new int[16];
  private int indexed;
  private int records;
  private long lastSequence;
  private int end = JournalFormat.HEADER_BYTES;

  private Segment(Path path, long epoch, long firstSequence) {
    this.path = path;
    this.epoch = epoch;
    this.firstSequence = firstSequence;
    this.lastSequence = firstSequence - 1;
  }

  /** A segment in which nothing is recorded yet. */
  static Segment fresh(Path directory, long epoch, long firstSequence) {
    String name = "%016x-%016x.segment".formatted(epoch, firstSequence);
    return new Segment(directory.resolve(name), epoch, firstSequence);
  }

  /** The segment that a file of this name holds; empty if the name is no segment's. */
  static Optional<Segment> named(Path path) {
    var name = NAME.matcher(path.getFileName().toString());
    if (!name.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new Segment(
            path,
            Long.parseUnsignedLong(name.group(1), 16),
            Long.parseUnsignedLong(name.group(2), 16)));
  }

  /** The segments of a directory, oldest first; what they hold is not known yet. */
  static List<Segment> in(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(Segment::named)
          .flatMap(Optional::stream)
          .sorted(
              Comparator.comparingLong(Segment::epoch).thenComparingLong(Segment::firstSequence))
          .toList();
    }
  }

  /** Learns what the file holds. */
  SegmentScan recover(byte[] bytes) {
    var scan = SegmentScan.of(epoch, bytes, JournalFormat.HEADER_BYTES, bytes.length);
    scan.records().forEach(this::added);
    return scan;
  }

  /** Notes a record that was written. */
  synchronized void added(Found record) {
    if (records % INDEX_STRIDE == 0) {
      if (indexed == indexedOffsets.length) {
        indexedSequences = Arrays.copyOf(indexedSequences, indexed * 2);
        indexedOffsets = Arrays.copyOf(indexedOffsets, indexed * 2);
      }
      indexedSequences[indexed] = record.sequence();
      indexedOffsets[indexed] = record.at();
      indexed++;
    }
    records++;
    lastSequence = record.sequence();
    end = record.end();
  }

  /** Where to begin to read for the record with this sequence. */
  synchronized int offsetBefore(long sequence) {
    int found = Arrays.binarySearch(indexedSequences, 0, indexed, sequence);
    int nearest = found >= 0 ? found : -found - 2;
    return nearest < 0 ? JournalFormat.HEADER_BYTES : indexedOffsets[nearest];
  }

  /** Bytes of the file from {@code from} to before {@code until}. */
  byte[] read(int from, int until) throws IOException {
    try (var file = InPlaceFile.openToRead(path)) {
      return file.read(from, until - from);
    }
  }

  /** Cuts off what lies behind the last valid record. */
  void cut() throws IOException {
    try (var file = InPlaceFile.open(path)) {
      file.setSize(end());
      file.force();
    }
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
  }

  Path path() {
    return path;
  }

  long epoch() {
    return epoch;
  }

  long firstSequence() {
    return firstSequence;
  }

  /** {@code firstSequence - 1} while the segment is empty. */
  synchronized long lastSequence() {
    return lastSequence;
  }

  /** The first byte behind the last record. */
  synchronized int end() {
    return end;
  }
}
