package org.shanmen.gate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.journal.JournalTest.appendInto;
import static org.shanmen.gate.journal.JournalTest.copy;
import static org.shanmen.gate.journal.JournalTest.small;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.wire.Event;

/** What {@code ./shanmen journal} prints, and how it ends. */
class JournalAuditTest {
  private static final int EVENTS = 120;

  @TempDir Path directory;
  private final List<Event> written = new ArrayList<>();
  private String printed;

  @BeforeEach
  void aJournalOfSeveralSegments() {
    try (var journal = small(directory)) {
      appendInto(journal, written, EVENTS);
    }
  }

  @Test
  void tellsEveryEventOfAWholeJournal() throws IOException {
    assertThat(audit(directory.toString())).isEqualTo(JournalAudit.WHOLE);

    assertThat(printed.lines().filter(line -> line.contains(" PASSED "))).hasSize(EVENTS);
    assertThat(printed)
        .contains("        32  #1 2026-04-24T03:06:40Z PASSED people 1\n")
        .contains("epoch " + written.get(0).getEpoch() + " from event 1 on, 2048 bytes")
        .endsWith(
            "whole / 完好: %d segments, 120 events, 0 missing, 0 findings\n"
                .formatted(segments().size()));
  }

  @Test
  void verifiesWithoutTellingTheEvents() throws IOException {
    assertThat(audit("--verify", directory.toString())).isEqualTo(JournalAudit.WHOLE);
    assertThat(printed).doesNotContain("PASSED").contains("120 events");
  }

  @Test
  void findsTheJournalInAGatesData(@TempDir Path data) throws IOException {
    Files.createDirectory(data.resolve("journal"));
    copy(directory, data.resolve("journal"));
    assertThat(audit(data.toString())).isEqualTo(JournalAudit.WHOLE);
  }

  @Test
  void namesTheBytesOfADamagedMiddleAndWhatIsMissing() throws IOException {
    Path first = segments().get(0);
    byte[] bytes = Files.readAllBytes(first);
    var scan = SegmentScan.of(written.get(0).getEpoch(), bytes, 32, bytes.length);
    var hit = scan.records().get(4);
    bytes[hit.payloadAt()] ^= 1;
    Files.write(first, bytes);

    assertThat(audit(directory.toString())).isEqualTo(JournalAudit.DAMAGED);

    assertThat(printed)
        .contains(
            "! bytes %d to %d are no record, valid ones follow\n! event 5 missing\n"
                .formatted(hit.at(), hit.end() - 1))
        .contains("damaged / 已损坏")
        .contains("119 events, 1 missing, 2 findings");
  }

  @Test
  void findsALostSegment() throws IOException {
    var all = segments();
    long from = SegmentAudit.of(all.get(1)).orElseThrow().firstSequence();
    long until = SegmentAudit.of(all.get(2)).orElseThrow().firstSequence() - 1;
    Files.delete(all.get(1));

    assertThat(audit("--verify", directory.toString())).isEqualTo(JournalAudit.DAMAGED);
    assertThat(printed).contains("! events " + from + " to " + until + " missing\n");
  }

  @Test
  void aTornEndIsToldFromDamage() throws IOException {
    var all = segments();
    Path last = all.get(all.size() - 1);
    var audit = SegmentAudit.of(last).orElseThrow();
    byte[] bytes = audit.bytes();
    int end = audit.scan().end();
    ByteBuffer.wrap(bytes).putInt(end, 50);
    Files.write(last, bytes);

    assertThat(audit(directory.toString())).isEqualTo(JournalAudit.TORN);
    assertThat(printed)
        .contains(
            "! bytes %d to %d behind the last record are neither a record nor zero: a write under way"
                .formatted(end, end + 3));
  }

  @Test
  void theSameInAnOlderSegmentIsDamage() throws IOException {
    Path first = segments().get(0);
    byte[] bytes = Files.readAllBytes(first);
    bytes[bytes.length - 1] = 7;
    Files.write(first, bytes);

    assertThat(audit(directory.toString())).isEqualTo(JournalAudit.DAMAGED);
  }

  @Test
  void readsASegmentUnderAnotherNameByItsHeader(@TempDir Path other) throws IOException {
    Path copy = Files.copy(segments().get(1), other.resolve("evidence.bin"));
    assertThat(audit(copy.toString())).isEqualTo(JournalAudit.WHOLE);
    assertThat(printed).startsWith("evidence.bin: epoch " + written.get(0).getEpoch());
  }

  @Test
  void aDamagedEpochFileIsFound() throws IOException {
    Files.writeString(directory.resolve("epoch"), "epoch 17 crc32c 00000000\n");
    assertThat(audit("--verify", directory.toString())).isEqualTo(JournalAudit.DAMAGED);
    assertThat(printed).contains("! the file epoch is missing or damaged\n");
  }

  @Test
  void mistakesAreToldWithTheirRemedy(@TempDir Path other) throws IOException {
    Path text = Files.writeString(other.resolve("notes.txt"), "x".repeat(100));

    assertThat(audit()).isEqualTo(JournalAudit.MISTAKE);
    assertThat(audit("--all", directory.toString())).isEqualTo(JournalAudit.MISTAKE);
    assertThat(audit(other.resolve("none").toString())).isEqualTo(JournalAudit.MISTAKE);
    assertThat(audit(other.toString())).isEqualTo(JournalAudit.MISTAKE);
    assertThat(audit(text.toString())).isEqualTo(JournalAudit.MISTAKE);
    assertThat(printed).contains("notes.txt: no segment of a journal");
  }

  private int audit(String... arguments) {
    var bytes = new ByteArrayOutputStream();
    var stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    int exit = JournalAudit.run(arguments, stream, stream);
    printed = bytes.toString(StandardCharsets.UTF_8);
    return exit;
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".segment")).sorted().toList();
    }
  }
}
