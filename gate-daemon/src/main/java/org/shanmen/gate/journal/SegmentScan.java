package org.shanmen.gate.journal;

import java.util.ArrayList;
import java.util.List;
import org.shanmen.gate.journal.JournalFormat.Found;

/**
 * What a walk over a segment's bytes found.
 *
 * @param records valid ones, with rising sequences
 * @param end the first byte behind the last valid record
 * @param holes where records were expected and something else was, with valid ones behind it:
 *     damage
 * @param tornBytes bytes behind the last valid record that are neither a record nor zero: a write
 *     that a power cut interrupted, or damage to the last records, which nobody can tell apart
 */
record SegmentScan(List<Found> records, int end, List<Hole> holes, int tornBytes) {
  /** Bytes that are no record although valid records follow. */
  record Hole(int from, int until) {}

  /** Walks from {@code from} to {@code limit}; after something bad it goes on byte by byte. */
  static SegmentScan of(long epoch, byte[] bytes, int from, int limit) {
    var records = new ArrayList<Found>();
    var holes = new ArrayList<Hole>();
    int lastByte = lastNonZero(bytes, from, limit);
    int end = from;
    long previous = 0;
    for (int at = from; at <= lastByte; ) {
      var found = JournalFormat.recordAt(epoch, bytes, at, limit);
      if (found.isPresent() && found.get().sequence() > previous) {
        if (at > end) {
          holes.add(new Hole(end, at));
        }
        records.add(found.get());
        previous = found.get().sequence();
        end = found.get().end();
        at = end;
      } else {
        at++;
      }
    }
    return new SegmentScan(records, end, holes, Math.max(0, lastByte + 1 - end));
  }

  boolean isClean() {
    return holes.isEmpty() && tornBytes == 0;
  }

  private static int lastNonZero(byte[] bytes, int from, int limit) {
    int at = limit - 1;
    while (at >= from && bytes[at] == 0) {
      at--;
    }
    return at;
  }
}
