package org.shanmen.gate.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shanmen.gate.journal.JournalFormat.Found;

/**
 * What one segment's file holds, read as a whole and never changed.
 *
 * @param epoch as the name says, or the header if the file has another name
 * @param firstSequence likewise
 * @param bytes of the whole file
 * @param headerDamaged the header is not what the name says
 */
record SegmentAudit(
    Path path,
    long epoch,
    long firstSequence,
    byte[] bytes,
    boolean headerDamaged,
    SegmentScan scan) {

  /** Sequences that are missing, both included. */
  record Gap(long from, long until) {
    @Override
    public String toString() {
      return from == until ? "event " + from : "events " + from + " to " + until;
    }
  }

  /**
   * Reads a file.
   *
   * @return empty if neither its name nor its header is a segment's
   */
  static Optional<SegmentAudit> of(Path path) throws IOException {
    byte[] bytes = Files.readAllBytes(path);
    var named = Segment.named(path);
    if (named.isPresent()) {
      return Optional.of(of(path, named.get().epoch(), named.get().firstSequence(), bytes));
    }
    if (bytes.length < JournalFormat.HEADER_BYTES) {
      return Optional.empty();
    }
    var header = ByteBuffer.wrap(bytes);
    long epoch = header.getLong(JournalFormat.EPOCH_AT);
    long firstSequence = header.getLong(JournalFormat.FIRST_SEQUENCE_AT);
    return JournalFormat.isHeader(bytes, epoch, firstSequence)
        ? Optional.of(of(path, epoch, firstSequence, bytes))
        : Optional.empty();
  }

  private static SegmentAudit of(Path path, long epoch, long firstSequence, byte[] bytes) {
    return new SegmentAudit(
        path,
        epoch,
        firstSequence,
        bytes,
        !JournalFormat.isHeader(bytes, epoch, firstSequence),
        SegmentScan.of(epoch, bytes, JournalFormat.HEADER_BYTES, bytes.length));
  }

  /** What lies between the first event and the last one and is not there. */
  List<Gap> gaps() {
    var gaps = new ArrayList<Gap>();
    long expected = firstSequence;
    for (Found record : scan.records()) {
      if (record.sequence() != expected) {
        gaps.add(new Gap(expected, record.sequence() - 1));
      }
      expected = record.sequence() + 1;
    }
    return gaps;
  }

  /** {@code firstSequence - 1} if there is none. */
  long lastSequence() {
    var records = scan.records();
    return records.isEmpty() ? firstSequence - 1 : records.get(records.size() - 1).sequence();
  }
}
