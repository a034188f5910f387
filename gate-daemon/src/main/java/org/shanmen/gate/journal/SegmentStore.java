package org.shanmen.gate.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.shanmen.gate.DurableFile;

/**
 * The segments of a journal and their files: makes, preallocates, forces and drops them, within the
 * size limit. Thread-safe.
 */
final class SegmentStore {
  private static final int ZEROS = 64 << 10;

  /** The newest ones: a journal whose fsync fails writes no further. */
  private static final int SEGMENTS_IN_DOUBT = 3;

  private final Path directory;
  private final SegmentFile.Opener opener;
  private final int segmentBytes;
  private final long maxBytes;
  private final Path spare;

  /** Replaced, never changed, so that readers need no lock. */
  private volatile List<Segment> segments;

  /** Files with something that is not power-safe, the one that is written to last. */
  private final Deque<SegmentFile> unforced = new ArrayDeque<>();

  /** At first, because the last life may have died between a rename and the force behind it. */
  private boolean directoryChanged = true;

  /** Held while the spare is made or taken, which may last; never waited for by an fsync. */
  private final Object sparing = new Object();

  private boolean spareReady;

  SegmentStore(
      Path directory, SegmentFile.Opener opener, int segmentBytes, long maxBytes, Recovery recovery)
      throws IOException {
    this.directory = directory;
    this.opener = opener;
    this.segmentBytes = segmentBytes;
    this.maxBytes = maxBytes;
    this.spare = directory.resolve("spare.part");
    this.segments = List.copyOf(recovery.segments());
    // A half-made spare of an earlier life.
    Files.deleteIfExists(spare);
    for (int i = 0; i < segments.size(); i++) {
      makeSafe(segments.get(i), i >= segments.size() - SEGMENTS_IN_DOUBT);
    }
  }

  /**
   * A killed process may have left some in the kernel.
   *
   * @param inDoubt an fsync of it may have failed: then the kernel may show bytes, and call them
   *     clean, that are not on the disk. Written again, they get there, or the failure shows
   */
  private void makeSafe(Segment segment, boolean inDoubt) throws IOException {
    try (var file = opener.open(segment.path())) {
      if (inDoubt) {
        file.write(0, segment.read(0, segment.end()));
      }
      file.force();
    }
  }

  /** Opens the segment that the last life wrote to. */
  synchronized SegmentFile reopen(Segment segment) throws IOException {
    if (!segments.contains(segment)) {
      append(segment);
    }
    var file = opener.open(segment.path());
    unforced.add(file);
    return file;
  }

  /**
   * Makes the file of a segment, from the spare if it is ready, and takes the segment in.
   *
   * @throws IOException if there is no room, within the limit or on the disk
   */
  SegmentFile create(Segment segment) throws IOException {
    if ((segments.size() + 1L) * segmentBytes > maxBytes) {
      throw new IOException("the journal may take " + maxBytes + " bytes and has taken them");
    }
    var file = takeSpare(segment);
    synchronized (this) {
      directoryChanged = true;
      append(segment);
      unforced.add(file);
    }
    return file;
  }

  private SegmentFile takeSpare(Segment segment) throws IOException {
    synchronized (sparing) {
      if (!spareReady) {
        preallocate();
      }
      spareReady = false;
      var file = opener.open(spare);
      try {
        file.write(0, JournalFormat.header(segment.epoch(), segment.firstSequence()));
        Files.move(spare, segment.path(), StandardCopyOption.ATOMIC_MOVE);
        return file;
      } catch (IOException e) {
        file.close();
        throw e;
      }
    }
  }

  /** Makes the next file ahead of its need, so that no admission waits for it. */
  void prepareSpare() {
    synchronized (sparing) {
      if (spareReady || (segments.size() + 1L) * segmentBytes > maxBytes) {
        return;
      }
      try {
        preallocate();
        spareReady = true;
      } catch (IOException e) {
        // No room now: create() tries again when the segment is needed, and tells.
        spareReady = false;
      }
    }
  }

  private void preallocate() throws IOException {
    Files.deleteIfExists(spare);
    try (var file = opener.open(spare)) {
      byte[] zeros = new byte[Math.min(ZEROS, segmentBytes)];
      for (long at = 0; at < segmentBytes; at += zeros.length) {
        int length = (int) Math.min(zeros.length, segmentBytes - at);
        file.write(at, length == zeros.length ? zeros : new byte[length]);
      }
      file.force();
    }
  }

  /** Makes all that was written before the call power-safe. One thread at a time. */
  void force() throws IOException {
    List<SegmentFile> files;
    boolean directoryToo;
    synchronized (this) {
      files = new ArrayList<>(unforced);
      directoryToo = directoryChanged;
      directoryChanged = false;
    }
    for (var file : files) {
      file.force();
    }
    if (directoryToo) {
      DurableFile.forceDirectory(directory);
    }
    synchronized (this) {
      // All but the last are full, and now safe.
      for (var file : files.subList(0, Math.max(0, files.size() - 1))) {
        unforced.remove(file);
        file.close();
      }
    }
  }

  /** Deletes segments, but never the newest one. */
  synchronized void drop(Predicate<Segment> unwanted) throws IOException {
    var kept = new ArrayList<Segment>();
    for (var segment : segments) {
      boolean newest = segment == segments.get(segments.size() - 1);
      if (!newest && unwanted.test(segment)) {
        segment.delete();
      } else {
        kept.add(segment);
      }
    }
    segments = List.copyOf(kept);
  }

  private void append(Segment segment) {
    var more = new ArrayList<>(segments);
    more.add(segment);
    segments = List.copyOf(more);
  }

  /** Oldest first. */
  List<Segment> segments() {
    return segments;
  }

  double fullness() {
    return (double) segments.size() * segmentBytes / maxBytes;
  }

  Path directory() {
    return directory;
  }

  int segmentBytes() {
    return segmentBytes;
  }

  synchronized void close() {
    for (var file : unforced) {
      try {
        file.close();
      } catch (IOException e) {
        // Forced before, so nothing is lost with a file that will not close.
      }
    }
    unforced.clear();
  }
}
