package org.shanmen.gate.journal;

import java.nio.file.Path;
import java.time.Clock;

/** A journal that is soon full. */
public final class SmallJournal {
  private static final int SEGMENT_BYTES = 8 << 10;
  private static final int SEGMENTS = 3;

  private SmallJournal() {}

  public static Journal open(Path directory) {
    return Journal.open(
        directory,
        SegmentFile::real,
        SEGMENT_BYTES,
        (long) SEGMENTS * SEGMENT_BYTES,
        Clock.systemUTC());
  }
}
