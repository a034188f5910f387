package org.shanmen.gate.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an opening journal found on the disk.
 *
 * @param segments with at least one record, oldest first
 * @param newestEpoch the largest epoch that left a trace, 0 if none did
 * @param resumable the segment to go on in; empty when a new epoch must begin, because there is
 *     none yet or because something is wrong with the newest one
 * @param damage one sentence for each thing that was wrong
 */
record Recovery(
    List<Segment> segments, long newestEpoch, Optional<Segment> resumable, List<String> damage) {

  static Recovery of(Path directory, EpochFile epochFile, int segmentBytes) throws IOException {
    var damage = new ArrayList<String>();
    var segments = new ArrayList<Segment>();
    long newestEpoch = epochFile.read().orElse(0);
    boolean newestIsClean = true;
    Optional<Segment> newest = Optional.empty();
    for (var segment : Segment.in(directory)) {
      boolean clean = recover(segment, segments, damage);
      if (segment.epoch() != newest.map(Segment::epoch).orElse(0L)) {
        newestIsClean = true;
      }
      newestIsClean &= clean;
      newest = Optional.of(segment);
      newestEpoch = Math.max(newestEpoch, segment.epoch());
    }
    long epochInFile = epochFile.read().orElse(0);
    long epochOnDisk = newest.map(Segment::epoch).orElse(0L);
    if (epochInFile != epochOnDisk) {
      damage.add(
          "the epoch file says %d, the newest segment is of %d"
              .formatted(epochInFile, epochOnDisk));
    }
    if (newest.isPresent() && newestIsClean && epochInFile == epochOnDisk) {
      long bytes = Files.size(newest.get().path());
      if (bytes == segmentBytes) {
        return new Recovery(segments, newestEpoch, newest, damage);
      }
      damage.add(
          "%s: %d bytes long, made with %d"
              .formatted(newest.get().path().getFileName(), bytes, segmentBytes));
    }
    return new Recovery(segments, newestEpoch, Optional.empty(), damage);
  }

  /** Fills one segment from its file; returns whether all of it was as it should be. */
  private static boolean recover(Segment segment, List<Segment> kept, List<String> damage)
      throws IOException {
    byte[] bytes = Files.readAllBytes(segment.path());
    String name = segment.path().getFileName().toString();
    int problems = damage.size();
    if (!JournalFormat.isHeader(bytes, segment.epoch(), segment.firstSequence())) {
      damage.add(name + ": the header is not what the name says");
    }
    var scan = segment.recover(bytes);
    for (var hole : scan.holes()) {
      damage.add(
          "%s: bytes %d to %d are no record, valid ones follow and were kept"
              .formatted(name, hole.from(), hole.until() - 1));
    }
    if (scan.tornBytes() > 0) {
      damage.add("%s: cut a torn tail of %d bytes".formatted(name, scan.tornBytes()));
      segment.cut();
    }
    noteMissing(segment, scan, kept, damage);
    boolean clean = damage.size() == problems;
    if (!scan.records().isEmpty()) {
      kept.add(segment);
    } else if (!clean) {
      segment.delete();
    }
    return clean;
  }

  private static void noteMissing(
      Segment segment, SegmentScan scan, List<Segment> kept, List<String> damage) {
    long expected = segment.firstSequence();
    if (!kept.isEmpty() && kept.get(kept.size() - 1).epoch() == segment.epoch()) {
      expected = kept.get(kept.size() - 1).lastSequence() + 1;
    }
    for (var record : scan.records()) {
      if (record.sequence() != expected) {
        damage.add(
            "epoch %d: events %d to %d are lost"
                .formatted(segment.epoch(), expected, record.sequence() - 1));
      }
      expected = record.sequence() + 1;
    }
  }
}
