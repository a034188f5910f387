package org.shanmen.gate.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;

class JournalTest {
  private static final int SEGMENT = 2048;
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-05-01T09:00:00Z"), ZoneOffset.UTC);

  @TempDir Path directory;

  @Test
  void numbersEventsFromOneWithinAnEpoch() {
    try (var journal = Journal.open(directory)) {
      var first = journal.append(passed(1));
      var second = journal.append(passed(2));

      assertThat(first.getSequence()).isEqualTo(1);
      assertThat(second.getSequence()).isEqualTo(2);
      assertThat(second.getEpoch()).isEqualTo(journal.epoch()).isPositive();
      assertThat(journal.lastSequence()).isEqualTo(2);
    }
  }

  @Test
  void goesOnWhereItWasAfterACleanClose() {
    var written = new ArrayList<Event>();
    long epoch;
    try (var journal = small(directory)) {
      epoch = journal.epoch();
      appendInto(journal, written, 100);
    }
    try (var journal = small(directory)) {
      assertThat(journal.epoch()).isEqualTo(epoch);
      assertThat(journal.damage()).isEmpty();
      appendInto(journal, written, 3);
      assertThat(retained(journal)).isEqualTo(written);
      assertThat(journal.lastSequence()).isEqualTo(103);
    }
  }

  /** What was handed to the kernel survives the death of the process: nothing is forced here. */
  @Test
  void keepsEveryEventOfAKilledProcess(@TempDir Path other) throws IOException {
    var written = new ArrayList<Event>();
    try (var killed = small(directory)) {
      appendInto(killed, written, 200);
      copy(directory, other);
    }
    try (var restarted = small(other)) {
      assertThat(retained(restarted)).isEqualTo(written);
      assertThat(restarted.epoch()).isEqualTo(written.get(0).getEpoch());
    }
  }

  @Test
  void beginsANewEpochWhenTheJournalWasLost() throws IOException {
    long lost;
    try (var journal = small(directory)) {
      lost = journal.epoch();
      journal.append(passed(1));
    }
    try (var files = Files.list(directory)) {
      for (var file : files.filter(f -> f.toString().endsWith(".segment")).toList()) {
        Files.delete(file);
      }
    }
    try (var journal = small(directory)) {
      assertThat(journal.epoch()).isGreaterThan(lost);
      assertThat(journal.lastSequence()).isZero();
      assertThat(journal.damage()).isNotEmpty();
    }
  }

  @Test
  void epochsDoNotRepeatWithoutAClock(@TempDir Path replaced) {
    var noClock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    try (var before = Journal.open(directory, SegmentFile::real, SEGMENT, 1 << 20, noClock);
        var after = Journal.open(replaced, SegmentFile::real, SEGMENT, 1 << 20, noClock)) {
      assertThat(after.epoch()).isNotEqualTo(before.epoch());
    }
  }

  @Test
  void readsOnlyWhatIsPowerSafe() throws Exception {
    var mayForce = new AtomicBoolean();
    var gate = new Object();
    SegmentFile.Opener slow =
        path -> {
          var real = SegmentFile.real(path);
          return new FileWithForce(real, () -> awaitTrue(gate, mayForce));
        };
    try (var journal = Journal.open(directory, slow, SEGMENT, 1 << 20, CLOCK)) {
      journal.append(passed(1));
      journal.append(passed(2));
      var forced = journal.forced(2).toCompletableFuture();
      var readBefore = journal.readFrom(journal.epoch(), 1, 1000);
      setTrue(gate, mayForce);
      assertThat(readBefore).isEmpty();
      forced.get(30, TimeUnit.SECONDS);

      assertThat(journal.readFrom(journal.epoch(), 1, 1000)).hasSize(2);
    }
  }

  @Test
  void readsInBatchesAcrossSegments() throws Exception {
    try (var journal = small(directory)) {
      var written = new ArrayList<Event>();
      appendInto(journal, written, 500);
      journal.forced(500).toCompletableFuture().get(30, TimeUnit.SECONDS);

      var read = new ArrayList<Event>();
      while (read.size() < 500) {
        var batch = journal.readFrom(journal.epoch(), read.size() + 1, 700);
        assertThat(batch).isNotEmpty();
        assertThat(batch.stream().mapToInt(Event::getSerializedSize).sum())
            .isLessThanOrEqualTo(700);
        read.addAll(batch);
      }
      assertThat(read).isEqualTo(written);
      assertThat(journal.readFrom(journal.epoch(), 501, 700)).isEmpty();
      assertThat(journal.readFrom(journal.epoch(), 37, 1).get(0)).isEqualTo(written.get(36));
    }
  }

  @Test
  void forgetsWholeSegmentsOnlyAndNeverTheNewest() throws Exception {
    try (var journal = small(directory)) {
      appendInto(journal, new ArrayList<>(), 500);
      journal.forced(500).toCompletableFuture().get(30, TimeUnit.SECONDS);
      double before = journal.fullness();

      journal.forget(journal.epoch(), 250);
      var kept = retained(journal);
      assertThat(kept.get(0).getSequence()).isLessThanOrEqualTo(251).isGreaterThan(200);
      assertThat(journal.fullness()).isLessThan(before);

      journal.forget(journal.epoch() - 1, 500);
      assertThat(retained(journal)).isEqualTo(kept);

      journal.forget(journal.epoch(), 500);
      assertThat(journal.append(passed(1)).getSequence()).isEqualTo(501);
    }
  }

  @Test
  void aFullJournalRefusesAndRecoversOnceSomethingIsForgotten() throws Exception {
    try (var journal = Journal.open(directory, SegmentFile::real, SEGMENT, 3 * SEGMENT, CLOCK)) {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  journal.append(passed(i));
                }
              })
          .isInstanceOf(JournalFull.class)
          .hasMessageContaining("6144 bytes");
      long last = journal.lastSequence();
      assertThat(journal.fullness()).isEqualTo(1.0);

      journal.forced(last).toCompletableFuture().get(30, TimeUnit.SECONDS);
      journal.forget(journal.epoch(), last);

      assertThat(journal.append(passed(1)).getSequence()).isEqualTo(last + 1);
    }
  }

  @Test
  void aFailedWriteStopsTheJournalForGood() {
    var broken = new AtomicBoolean();
    SegmentFile.Opener opener =
        path -> {
          var real = SegmentFile.real(path);
          return new SegmentFile() {
            @Override
            public void write(long at, byte[] bytes) throws IOException {
              if (broken.get()) {
                throw new IOException("Input/output error");
              }
              real.write(at, bytes);
            }

            @Override
            public void force() throws IOException {
              real.force();
            }

            @Override
            public void close() throws IOException {
              real.close();
            }
          };
        };
    try (var journal = Journal.open(directory, opener, SEGMENT, 1 << 20, CLOCK)) {
      journal.append(passed(1));
      broken.set(true);
      assertThatThrownBy(() -> journal.append(passed(2)))
          .isInstanceOf(JournalFailed.class)
          .hasMessageContaining("event 2");
      broken.set(false);
      assertThatThrownBy(() -> journal.append(passed(3))).isInstanceOf(JournalFailed.class);
    }
  }

  @Test
  void aFailedFsyncIsNeverRetried() {
    var broken = new AtomicBoolean();
    SegmentFile.Opener opener =
        path ->
            new FileWithForce(
                SegmentFile.real(path),
                () -> {
                  if (broken.get()) {
                    throw new IOException("Input/output error");
                  }
                });
    try (var journal = Journal.open(directory, opener, SEGMENT, 1 << 20, CLOCK)) {
      journal.append(passed(1));
      journal.forced(1).toCompletableFuture().join();
      broken.set(true);
      journal.append(passed(2));
      assertThatThrownBy(() -> journal.forced(2).toCompletableFuture().get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(JournalFailed.class);
      broken.set(false);
      assertThatThrownBy(() -> journal.append(passed(3))).isInstanceOf(JournalFailed.class);
      assertThat(journal.readFrom(journal.epoch(), 1, 1000)).hasSize(1);
    }
  }

  @Test
  void anAdmissionBeforeReleaseIsPowerSafeWhenItIsWritten() {
    List<Runnable> laterOrNever = new ArrayList<>();
    try (var journal =
        Journal.open(
            directory, PowerPolicy.BEFORE_RELEASE, SEGMENT, 1 << 20, CLOCK, laterOrNever::add)) {
      journal.append(passed(1));
      assertThat(journal.forcedSequence()).isZero();
      journal.append(passed(2).setKind(EventKind.ADMITTED));
      assertThat(journal.forcedSequence()).isEqualTo(2);
    }
  }

  @Test
  void anAdmissionWaitsForNoFsyncWhenItMayOverlap() {
    List<Runnable> laterOrNever = new ArrayList<>();
    try (var journal =
        Journal.open(
            directory, PowerPolicy.OVERLAPPED, SEGMENT, 1 << 20, CLOCK, laterOrNever::add)) {
      journal.append(passed(1).setKind(EventKind.ADMITTED));
      journal.forceSoon();
      assertThat(journal.forcedSequence()).isZero();
      laterOrNever.forEach(Runnable::run);
      assertThat(journal.forcedSequence()).isEqualTo(1);
    }
  }

  @Test
  void aRestartWritesAgainWhatAFailedFsyncMayHaveLeftInTheKernel() throws IOException {
    try (var journal = small(directory)) {
      appendInto(journal, new ArrayList<>(), 10);
    }
    List<String> calls = new ArrayList<>();
    SegmentFile.Opener noting =
        path -> {
          var real = SegmentFile.real(path);
          return new SegmentFile() {
            @Override
            public void write(long at, byte[] bytes) throws IOException {
              calls.add("write at " + at + (bytes.length > 10 * 20 ? ", all" : ""));
              real.write(at, bytes);
            }

            @Override
            public void force() throws IOException {
              calls.add("force");
              real.force();
            }

            @Override
            public void close() throws IOException {
              real.close();
            }
          };
        };
    Journal.open(directory, noting, SEGMENT, 1 << 20, CLOCK).close();
    assertThat(calls).startsWith("write at 0, all", "force");
  }

  @Test
  void anEventTooLargeIsTheCallersMistake() {
    try (var journal = small(directory)) {
      assertThatThrownBy(() -> journal.append(passed(1).setDetail("x".repeat(5000))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(journal.append(passed(1)).getSequence()).isEqualTo(1);
    }
  }

  static Journal small(Path directory) {
    return Journal.open(directory, SegmentFile::real, SEGMENT, 1 << 20, CLOCK);
  }

  static Event.Builder passed(int n) {
    return Event.newBuilder()
        .setKind(EventKind.PASSED)
        .setAtMillis(1_777_000_000_000L + n)
        .setRight(n)
        .setPeople(1);
  }

  static void appendInto(Journal journal, List<Event> written, int count) {
    for (int i = 0; i < count; i++) {
      written.add(journal.append(passed(i).setDetail("x".repeat(i % 40))));
    }
  }

  static List<Event> retained(Journal journal) {
    var events = new ArrayList<Event>();
    journal.forEachRetained(events::add);
    return events;
  }

  static void copy(Path from, Path to) throws IOException {
    try (var files = Files.list(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private interface Forcing {
    void run() throws IOException;
  }

  /** A file whose fsync does something first. */
  private record FileWithForce(SegmentFile real, Forcing before) implements SegmentFile {
    @Override
    public void write(long at, byte[] bytes) throws IOException {
      real.write(at, bytes);
    }

    @Override
    public void force() throws IOException {
      if (Thread.currentThread().getName().equals("journal-force")) {
        before.run();
      }
      real.force();
    }

    @Override
    public void close() throws IOException {
      real.close();
    }
  }

  private static void awaitTrue(Object gate, AtomicBoolean flag) throws IOException {
    synchronized (gate) {
      while (!flag.get()) {
        try {
          gate.wait();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
    }
  }

  private static void setTrue(Object gate, AtomicBoolean flag) {
    synchronized (gate) {
      flag.set(true);
      gate.notifyAll();
    }
  }
}
