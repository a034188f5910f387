package org.shanmen.gate.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.gate.journal.Journal;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.EventsAck;
import org.shanmen.protocol.wire.EventsWanted;

class EventUploaderTest {
  @TempDir Path directory;

  @Test
  void saysWhereADamagedJournalLostEvents() throws Exception {
    long damaged;
    try (var journal = Journal.open(directory)) {
      damaged = journal.epoch();
      append(journal, 3);
    }
    damageTheSecondRecord();
    try (var journal = Journal.open(directory)) {
      append(journal, 1);
      var uploader = new EventUploader(journal, 0);

      var before = uploader.next().orElseThrow();
      assertThat(before.getAfterLoss()).isFalse();
      assertThat(before.getEventsList()).extracting(Event::getSequence).containsExactly(1L);
      var behind = uploader.next().orElseThrow();
      assertThat(behind.getAfterLoss()).isTrue();
      assertThat(behind.getEventsList()).extracting(Event::getSequence).containsExactly(3L);
      var present = uploader.next().orElseThrow();
      assertThat(present.getAfterLoss()).isFalse();
      assertThat(present.getEvents(0).getEpoch()).isEqualTo(journal.epoch()).isNotEqualTo(damaged);
      assertThat(uploader.next()).isEmpty();
    }
  }

  @Test
  void sendsAgainWhatTheCentreMisses() throws Exception {
    long old;
    try (var journal = Journal.open(directory)) {
      old = journal.epoch();
      append(journal, 3);
    }
    Files.delete(directory.resolve("epoch"));
    try (var journal = Journal.open(directory)) {
      append(journal, 5);
      var uploader = new EventUploader(journal, 0);
      assertThat(sequences(uploader)).containsExactly(1L, 2L, 3L);
      assertThat(sequences(uploader)).containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(uploader.next()).isEmpty();

      uploader.wanted(wanted(journal.epoch(), 4));
      assertThat(sequences(uploader)).containsExactly(4L, 5L);
      assertThat(uploader.next()).isEmpty();
      // Of the epoch before, and then whatever is not acknowledged of the present one.
      uploader.wanted(wanted(old, 2));
      var again = uploader.next().orElseThrow();
      assertThat(again.getAfterLoss()).isFalse();
      assertThat(again.getEvents(0).getEpoch()).isEqualTo(old);
      assertThat(again.getEventsList()).extracting(Event::getSequence).containsExactly(2L, 3L);
      assertThat(sequences(uploader)).containsExactly(1L, 2L, 3L, 4L, 5L);
      // Never sent.
      uploader.wanted(wanted(old + 100, 1));
      assertThat(uploader.next()).isEmpty();
    }
  }

  @Test
  void aFullWindowOpensAgainForWhatTheCentreMisses() throws Exception {
    try (var journal = Journal.open(directory)) {
      append(journal, 3000);
      var uploader = new EventUploader(journal, 0);
      while (uploader.next().isPresent()) {
        // Until the window is full.
      }
      uploader.wanted(wanted(journal.epoch(), 2));
      assertThat(sequences(uploader)).startsWith(2L);
    }
  }

  private static java.util.List<Long> sequences(EventUploader uploader) {
    return uploader.next().orElseThrow().getEventsList().stream().map(Event::getSequence).toList();
  }

  private static EventsWanted wanted(long epoch, long sequence) {
    return EventsWanted.newBuilder().setEpoch(epoch).setSequence(sequence).build();
  }

  @Test
  void skipsWhatTheCentreHoldsOfAnOldEpoch() throws Exception {
    long old;
    try (var journal = Journal.open(directory)) {
      old = journal.epoch();
      append(journal, 2000);
    }
    Files.delete(directory.resolve("epoch"));
    try (var journal = Journal.open(directory)) {
      var uploader = new EventUploader(journal, 0);
      assertThat(uploader.next()).isPresent();

      var ack = EventsAck.newBuilder().setEpoch(old).setSequence(1999).build();
      assertThat(uploader.acknowledged(ack)).isEmpty();

      assertThat(uploader.next().orElseThrow().getEventsList())
          .extracting(Event::getSequence)
          .containsExactly(2000L);
    }
  }

  @Test
  void anAcknowledgementOfWhatWasNeverSentIsAMistake() {
    try (var journal = Journal.open(directory)) {
      var uploader = new EventUploader(journal, 0);
      var ack = EventsAck.newBuilder().setEpoch(journal.epoch()).setSequence(1).build();
      assertThat(uploader.acknowledged(ack)).isPresent();
    }
  }

  /** Taken at its word, it would let the journal forget what nobody else holds. */
  @Test
  void anAcknowledgementBeyondTheJournalsEndIsAMistake() throws Exception {
    try (var journal = Journal.open(directory)) {
      append(journal, 2);
      var uploader = new EventUploader(journal, 0);
      assertThat(uploader.next()).isPresent();
      var ack = EventsAck.newBuilder().setEpoch(journal.epoch()).setSequence(3).build();
      assertThat(uploader.acknowledged(ack)).isPresent();
      assertThat(uploader.acknowledged()).isZero();
    }
  }

  /** It concerns whoever asks at the gate. */
  @Test
  void fromWhatItWasDecidedStaysAtTheGate() throws Exception {
    try (var journal = Journal.open(directory)) {
      journal.append(
          Event.newBuilder()
              .setKind(EventKind.REFUSED)
              .setRight(77)
              .setQuestion(ByteString.copyFromUtf8("why")));
      journal.forced(1).toCompletableFuture().get(30, TimeUnit.SECONDS);
      var sent = new EventUploader(journal, 0).next().orElseThrow().getEvents(0);
      assertThat(sent.getQuestion()).isEqualTo(ByteString.EMPTY);
      assertThat(sent.getRight()).isEqualTo(77);
    }
  }

  private static void append(Journal journal, int events) throws Exception {
    for (int i = 0; i < events; i++) {
      journal.append(Event.newBuilder().setKind(EventKind.PASSED).setPeople(1));
    }
    journal.forced(journal.lastSequence()).toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** Flips a bit behind the middle of the three equally long records. */
  private void damageTheSecondRecord() throws IOException {
    try (var files = Files.list(directory)) {
      var segment = files.filter(f -> f.toString().endsWith(".segment")).findFirst().orElseThrow();
      try (var file = new RandomAccessFile(segment.toFile(), "rw")) {
        file.seek(32);
        int recordBytes = file.readInt() + 17;
        int at = 32 + recordBytes + recordBytes / 2;
        file.seek(at);
        int old = file.read();
        file.seek(at);
        file.write(old ^ 1);
      }
    }
  }
}
