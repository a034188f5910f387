package org.shanmen.gate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.journal.JournalTest.appendInto;
import static org.shanmen.gate.journal.JournalTest.copy;
import static org.shanmen.gate.journal.JournalTest.passed;
import static org.shanmen.gate.journal.JournalTest.retained;
import static org.shanmen.gate.journal.JournalTest.small;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.shanmen.protocol.wire.Event;

/** What a cut or a flipped bit anywhere may do: take events away, never change or hide any. */
class JournalDamageTest {
  private static Path original;
  private static List<Event> written;

  @BeforeContainer
  static void aJournalOfSeveralSegments() throws IOException {
    original = Files.createTempDirectory("journal");
    written = new ArrayList<>();
    try (var journal = small(original)) {
      appendInto(journal, written, 120);
    }
  }

  @AfterContainer
  static void remove() throws IOException {
    delete(original);
  }

  @Property(tries = 300)
  void aCutAtAnyByteLeavesAPrefix(@ForAll @IntRange(max = 2048) int at, @ForAll boolean zeros)
      throws IOException {
    onACopy(
        directory -> {
          Path last = newestSegment(directory);
          byte[] bytes = Files.readAllBytes(last);
          for (int i = at; i < bytes.length; i++) {
            bytes[i] = 0;
          }
          Files.write(last, zeros ? bytes : java.util.Arrays.copyOf(bytes, at));

          try (var journal = small(directory)) {
            var kept = retained(journal);
            assertThat(written).startsWith(kept.toArray(Event[]::new));
            goesOnWithoutReusingANumber(directory, journal, kept);
          }
        });
  }

  @Property(tries = 300)
  void aFlippedBitIsReportedAndOnlyItsRecordIsLost(
      @ForAll @IntRange(max = 1_000_000) int where, @ForAll @IntRange(max = 7) int bit)
      throws IOException {
    onACopy(
        directory -> {
          var segments = segments(directory);
          Path segment = segments.get(where % segments.size());
          int at = where / segments.size() % (int) Files.size(segment);
          flip(segment, at, bit);

          try (var journal = small(directory)) {
            var kept = retained(journal);
            assertThat(journal.damage()).isNotEmpty();
            assertThat(written).containsAll(kept);
            assertThat(kept).hasSizeGreaterThanOrEqualTo(written.size() - 1);
            goesOnWithoutReusingANumber(directory, journal, kept);
          }
        });
  }

  @Property(tries = 20)
  void aLostSegmentIsReported(@ForAll @IntRange(max = 100) int which) throws IOException {
    onACopy(
        directory -> {
          var segments = segments(directory);
          Files.delete(segments.get(1 + which % (segments.size() - 2)));
          try (var journal = small(directory)) {
            assertThat(journal.damage()).anyMatch(d -> d.contains("are lost"));
          }
        });
  }

  /**
   * Numbers are reused only when whole records at the end never reached the disk: those were never
   * power-safe, so nobody has heard of them.
   */
  private static void goesOnWithoutReusingANumber(
      Path directory, Journal journal, List<Event> kept) {
    var next = journal.append(passed(7));
    if (!journal.damage().isEmpty()) {
      assertThat(written)
          .noneMatch(e -> e.getEpoch() == next.getEpoch() && e.getSequence() == next.getSequence());
    }
    journal.close();
    try (var again = small(directory)) {
      assertThat(again.epoch()).isEqualTo(next.getEpoch());
      assertThat(retained(again)).startsWith(kept.toArray(Event[]::new)).endsWith(next);
    }
  }

  private static void flip(Path file, int at, int bit) throws IOException {
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(at);
      int old = access.read();
      access.seek(at);
      access.write(old ^ 1 << bit);
    }
  }

  private static List<Path> segments(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".segment")).sorted().toList();
    }
  }

  private static Path newestSegment(Path directory) throws IOException {
    var all = segments(directory);
    return all.get(all.size() - 1);
  }

  private interface OnDirectory {
    void accept(Path directory) throws IOException;
  }

  private static void onACopy(OnDirectory test) throws IOException {
    Path directory = Files.createTempDirectory("journal");
    try {
      copy(original, directory);
      test.accept(directory);
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
