package org.shanmen.gate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.wire.TicketTemplate;

class TableTest {
  private static final long STAMP = 0x0123_4567_89AB_CDEFL;
  private static final int FLIPS = 300;

  @TempDir Path directory;

  private final List<Entry> entries = entries();

  @Test
  void holdsWhatWasWrittenInItsOrder() throws IOException {
    try (var table = written()) {
      var read = new ArrayList<Entry>();
      table.sorted().forEachRemaining(read::add);
      assertThat(read).usingElementComparator(BY_CONTENT).isEqualTo(entries);
      for (Entry entry : entries) {
        assertThat(table.get(entry.key())).isEqualTo(entry.value());
      }
    }
  }

  @Test
  void findsNothingBetweenItsKeys() throws IOException {
    try (var table = written()) {
      for (Entry entry : entries) {
        byte[] beside = entry.key().clone();
        beside[beside.length - 1] ^= 0x40;
        boolean there = entries.stream().anyMatch(e -> Keys.ORDER.compare(e.key(), beside) == 0);
        assertThat(table.get(beside) != null).isEqualTo(there);
      }
      assertThat(table.get(new byte[] {1})).isNull();
      assertThat(table.get(new byte[] {'T', -1, -1, -1, -1, -1})).isNull();
    }
  }

  @Test
  void collectsARightWithItsUsesAcrossBlocks() throws IOException {
    try (var table = written()) {
      var found = new ArrayList<Entry>();
      table.collect(Keys.right(300), found);
      assertThat(found).hasSize(1 + 60);
    }
  }

  /** Not the whole file of ten million rights is read at the start, but nothing false is served. */
  @Test
  void aFlippedBitIsNeverServed() throws IOException {
    var file = directory.resolve("table");
    var seal = Table.write(file, entries.iterator(), STAMP);
    long used = usedBytes(file);
    var random = new Random(1);
    int noticed = 0;
    for (int flip = 0; flip < FLIPS; flip++) {
      long at = random.nextLong(used);
      int mask = 1 << random.nextInt(Byte.SIZE);
      flip(file, at, mask);
      noticed += servesOnlyTheTruth(file, seal) ? 0 : 1;
      assertThatThrownBy(() -> Table.check(file, seal, () -> false))
          .isInstanceOf(TableDamaged.class);
      flip(file, at, mask);
    }
    assertThat(noticed).isGreaterThan(FLIPS / 2);
    assertThat(servesOnlyTheTruth(file, seal)).isTrue();
  }

  @Test
  void aTableOfAnotherSetIsNotRead() throws IOException {
    var file = directory.resolve("table");
    var seal = Table.write(file, entries.iterator(), STAMP);
    assertThatThrownBy(() -> Table.open(file, seal, STAMP + 1)).isInstanceOf(TableDamaged.class);
  }

  /** A right that is laid out otherwise, by a newer centre for instance, is kept as it stands. */
  @Test
  void aRightIsCutOnlyIfItCanBeJoinedAgain() {
    byte[] body = Sets.right(7, 11, 12).toByteArray();
    var cut = RightBody.cut(body, 7).orElseThrow();
    assertThat(RightBody.join(cut.shape(), 7, body, cut.fingerprintsAt())).isEqualTo(body);
    assertThat(RightBody.cut(body, 8)).isEmpty();
    for (int length = 0; length < body.length; length++) {
      byte[] part = java.util.Arrays.copyOf(body, length);
      RightBody.cut(part, 7)
          .ifPresent(
              c ->
                  assertThat(RightBody.join(c.shape(), 7, part, c.fingerprintsAt()))
                      .isEqualTo(part));
    }
  }

  private static final Comparator<Entry> BY_CONTENT =
      Comparator.comparing(Entry::key, Keys.ORDER).thenComparing(Entry::value, Keys.ORDER);

  private Table written() throws IOException {
    var file = directory.resolve("table");
    return Table.open(file, Table.write(file, entries.iterator(), STAMP), STAMP);
  }

  private boolean servesOnlyTheTruth(Path file, Table.Seal seal) throws IOException {
    boolean whole = true;
    try (var table = Table.open(file, seal, STAMP)) {
      for (Entry entry : entries) {
        try {
          assertThat(table.get(entry.key())).isEqualTo(entry.value());
        } catch (TableDamaged e) {
          whole = false;
        }
      }
    } catch (TableDamaged e) {
      whole = false;
    }
    return whole;
  }

  /** Several blocks of fingerprints and of rights, two uses here, many there, a wide id. */
  private static List<Entry> entries() {
    var entries = new ArrayList<Entry>();
    for (long id = 1; id <= 600; id++) {
      long[] prints = {id * 0x9E37_79B9_7F4A_7C15L, id * 31};
      long right = id == 600 ? -5 : id;
      var body = Sets.right(right, id % 7 == 0 ? new long[0] : prints).toBuilder();
      entries.add(
          new Entry(Keys.right(right), body.setTemplate((int) id % 3).build().toByteArray()));
      if (id % 7 != 0) {
        for (long print : prints) {
          entries.add(new Entry(Keys.fingerprint(print, right), new byte[0]));
        }
      }
      for (int use = 0; use < (id == 300 ? 60 : id % 100 == 0 ? 2 : 0); use++) {
        var used = Sets.use(right, 3, use);
        entries.add(new Entry(Keys.use(used), used.toByteArray()));
      }
    }
    var template = TicketTemplate.newBuilder().setId(1).setNameZh("全票").build();
    entries.add(new Entry(Keys.template(1), template.toByteArray()));
    entries.sort(BY_CONTENT);
    return entries;
  }

  private static long usedBytes(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    return end;
  }

  private static void flip(Path file, long at, int mask) throws IOException {
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(at);
      int old = access.read();
      access.seek(at);
      access.write(old ^ mask);
    }
  }
}
