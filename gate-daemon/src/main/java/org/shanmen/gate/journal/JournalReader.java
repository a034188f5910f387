package org.shanmen.gate.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.function.Predicate;
import org.shanmen.protocol.wire.Event;

/**
 * Reads a journal from outside, without changing anything, also while a daemon writes to it: what
 * is not wholly written yet is not seen, and what the daemon forgets meanwhile is left out.
 */
public final class JournalReader {
  private JournalReader() {}

  /**
   * Shows the events on disk, newest first.
   *
   * @param reader returns false when it needs no more
   * @throws IOException if the directory cannot be read
   */
  public static void newestFirst(Path directory, Predicate<Event> reader) throws IOException {
    var segments = new ArrayList<>(Segment.in(directory));
    Collections.reverse(segments);
    for (var segment : segments) {
      byte[] bytes;
      try {
        bytes = Files.readAllBytes(segment.path());
      } catch (NoSuchFileException e) {
        // Forgotten since the directory was listed.
        continue;
      }
      var records =
          new ArrayList<>(
              SegmentScan.of(segment.epoch(), bytes, JournalFormat.HEADER_BYTES, bytes.length)
                  .records());
      Collections.reverse(records);
      for (var record : records) {
        if (!reader.test(Journal.event(bytes, record))) {
          return;
        }
      }
    }
  }
}
