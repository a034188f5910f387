package org.shanmen.gate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.whitelist.Sets.add;
import static org.shanmen.gate.whitelist.Sets.put;
import static org.shanmen.gate.whitelist.Sets.remove;
import static org.shanmen.gate.whitelist.Sets.right;
import static org.shanmen.gate.whitelist.Sets.use;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.TicketTemplate;

class WhitelistTest {
  @TempDir Path directory;

  private final Sets model = Sets.empty();

  @Test
  void beginsEmptyAtVersionZero() {
    try (var whitelist = Whitelist.open(directory)) {
      assertThat(whitelist.version()).isZero();
      assertThat(whitelist.hash()).isZero();
      assertThat(whitelist.rights(42)).isEmpty();
      assertThat(whitelist.uses(1)).isEmpty();
      assertThat(whitelist.damage()).isEmpty();
    }
  }

  @Test
  void findsARightByEachOfItsCredentials() {
    try (var whitelist = Whitelist.open(directory)) {
      var template = TicketTemplate.newBuilder().setId(3).setNameZh("全票").build();
      applied(whitelist, put(template), put(right(1, 11, -12)), add(use(1, 2, 3)));

      assertThat(whitelist.rights(11)).contains(right(1, 11, -12));
      assertThat(whitelist.rights(-12)).contains(right(1, 11, -12));
      assertThat(whitelist.rightById(1)).contains(right(1, 11, -12));
      assertThat(whitelist.template(3)).contains(template);
      assertThat(whitelist.uses(1)).containsExactly(use(1, 2, 3));
    }
  }

  @Test
  void aCredentialTakenFromARightOpensItNoMore() {
    try (var whitelist = Whitelist.open(directory)) {
      applied(whitelist, put(right(1, 11, 12)));
      applied(whitelist, put(right(1, 12, 13)));

      assertThat(whitelist.rights(11)).isEmpty();
      assertThat(whitelist.rights(13)).contains(right(1, 12, 13));
    }
  }

  @Test
  void aCardShowsAllItsRightsByTheirIds() {
    try (var whitelist = Whitelist.open(directory)) {
      applied(whitelist, put(right(-3, 11)), put(right(2, 11, 12)), put(right(1, 11)));
      assertThat(whitelist.rights(11))
          .containsExactly(right(1, 11), right(2, 11, 12), right(-3, 11));

      applied(whitelist, put(right(2, 12)));
      assertThat(whitelist.rights(11)).containsExactly(right(1, 11), right(-3, 11));
      assertThat(whitelist.rights(12)).containsExactly(right(2, 12));
    }
    try (var whitelist = Whitelist.open(directory)) {
      assertThat(whitelist.rights(11)).containsExactly(right(1, 11), right(-3, 11));
    }
  }

  @Test
  void aRemovedRightTakesItsUsesAlong() {
    try (var whitelist = Whitelist.open(directory)) {
      applied(whitelist, put(right(1, 11)), put(right(2, 22)), add(use(1, 1, 1)));
      applied(whitelist, remove(1));

      assertThat(whitelist.rights(11)).isEmpty();
      assertThat(whitelist.uses(1)).isEmpty();
      assertThat(whitelist.rights(22)).isNotEmpty();
    }
  }

  @Test
  void aRepeatedUseChangesNothingEvenIfItReadsOtherwise() {
    try (var whitelist = Whitelist.open(directory)) {
      applied(whitelist, put(right(1, 11)), add(use(1, 2, 3)));
      applied(whitelist, add(use(1, 2, 3).toBuilder().setPeople(5).build()));

      assertThat(whitelist.uses(1)).containsExactly(use(1, 2, 3));
    }
  }

  @Test
  void keepsTheBytesThatTravelled() {
    // An unknown field 100: a later version of the protocol.
    var later = right(1, 11).toBuilder();
    later.setUnknownFields(
        com.google.protobuf.UnknownFieldSet.newBuilder()
            .addField(
                100, com.google.protobuf.UnknownFieldSet.Field.newBuilder().addVarint(5).build())
            .build());
    try (var whitelist = Whitelist.open(directory)) {
      applied(whitelist, put(later.build()));
      assertThat(whitelist.rightById(1).orElseThrow().toByteString())
          .isEqualTo(later.build().toByteString());
    }
  }

  @Test
  void refusesADeltaWithAnotherBaseAndStaysAsItWas() {
    try (var whitelist = Whitelist.open(directory)) {
      applied(whitelist, put(right(1, 11)));
      var next = model.copy().change(List.of(put(right(2, 22))));

      var applied = whitelist.apply(next.toBuilder().setBaseVersion(77).build());

      assertThat(applied)
          .isEqualTo(new Applied.Refused("delta from version 77, but the set is at 1"));
      assertThat(whitelist.rights(22)).isEmpty();
      assertThat(whitelist.version()).isEqualTo(1);
    }
  }

  @Test
  void refusesADeltaThatLeadsToAnotherHash() {
    try (var whitelist = Whitelist.open(directory)) {
      applied(whitelist, put(right(1, 11)));
      var next = model.copy().change(List.of(put(right(2, 22))));

      var applied = whitelist.apply(next.toBuilder().setTargetHash(1).build());

      assertThat(applied).isInstanceOf(Applied.Refused.class);
      assertThat(whitelist.rights(22)).isEmpty();
      assertThat(whitelist.apply(next)).isInstanceOf(Applied.Now.class);
    }
  }

  @Test
  void refusesWhatItCannotReadOrHold() {
    try (var whitelist = Whitelist.open(directory)) {
      var garbage = Sets.putRightBytes(new byte[] {(byte) 0xFF, 1, 2});
      var huge = Sets.putRightBytes(new byte[3000]);
      for (var change : List.of(garbage, huge, Change.getDefaultInstance())) {
        var delta = Delta.newBuilder().setTargetVersion(1).addChanges(change).build();
        assertThat(whitelist.apply(delta)).isInstanceOf(Applied.Refused.class);
      }
      assertThat(whitelist.version()).isZero();
    }
  }

  @Test
  void aSnapshotReplacesEverything() {
    try (var whitelist = Whitelist.open(directory)) {
      applied(whitelist, put(right(1, 11)), put(right(2, 22)), add(use(1, 1, 1)));
      var other = Sets.empty();
      other.change(List.of(put(right(2, 23)), put(right(3, 33)), add(use(3, 1, 1))));
      other.atVersion(9);

      load(whitelist, other);

      assertThat(whitelist.version()).isEqualTo(9);
      assertThat(whitelist.hash()).isEqualTo(other.hash());
      assertThat(whitelist.rights(11)).isEmpty();
      assertThat(whitelist.rights(22)).isEmpty();
      assertThat(whitelist.rights(23)).contains(right(2, 23));
      assertThat(whitelist.uses(1)).isEmpty();
      assertThat(whitelist.uses(3)).hasSize(1);
    }
    try (var whitelist = Whitelist.open(directory)) {
      assertThat(whitelist.version()).isEqualTo(9);
      assertThat(whitelist.rights(33)).isNotEmpty();
    }
  }

  @Test
  void aSnapshotWithAnotherHashIsRefusedAndTheOldSetStays() {
    try (var whitelist = Whitelist.open(directory)) {
      applied(whitelist, put(right(1, 11)));
      try (var loading = whitelist.beginSnapshot(5, 12345)) {
        loading.add(List.of(put(right(2, 22))));
        assertThat(loading.finish()).isInstanceOf(Applied.Refused.class);
      }
      assertThat(whitelist.version()).isEqualTo(1);
      assertThat(whitelist.rights(11)).isNotEmpty();
      assertThat(whitelist.rights(22)).isEmpty();
    }
  }

  @Test
  void aSnapshotBegunAnewAbandonsTheFirst() {
    try (var whitelist = Whitelist.open(directory)) {
      whitelist.beginSnapshot(5, 12345).add(List.of(put(right(1, 11))));
      var other = Sets.empty();
      other.change(List.of(put(right(3, 33))));
      load(whitelist, other);
      assertThat(whitelist.rights(11)).isEmpty();
      assertThat(whitelist.rights(33)).isNotEmpty();
    }
  }

  @Test
  void sortsASnapshotLargerThanItsMemory() throws IOException {
    var path = new Directory(directory);
    try (var runs = new SortedRuns(path, 2000)) {
      var keys = new ArrayList<byte[]>();
      for (long id = 0; id < 500; id++) {
        byte[] key = Keys.right(id * 0x9E3779B97F4A7C15L);
        keys.add(key);
        runs.add(new Entry(key, key));
      }
      keys.sort(Keys.ORDER);
      var sorted = new ArrayList<byte[]>();
      runs.sorted().forEachRemaining(e -> sorted.add(e.key()));
      assertThat(sorted).usingElementComparator(Keys.ORDER).isEqualTo(keys);
      try (var files = Files.list(directory)) {
        assertThat(files.count()).isGreaterThan(10);
      }
    }
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aDamagedGenerationGivesWayToThePreviousOneAndNothingIsLost() throws IOException {
    try (var whitelist = Whitelist.open(directory)) {
      applied(whitelist, put(right(1, 11)), add(use(1, 1, 1)));
      load(whitelist, model);
      applied(whitelist, put(right(2, 22)));
    }
    flipSomething(newestTable());
    try (var whitelist = Whitelist.open(directory)) {
      whitelist.scrub(() -> false);
      assertThat(whitelist.damage()).isNotEmpty();
      assertThat(whitelist.version()).isEqualTo(model.version());
      assertThat(whitelist.hash()).isEqualTo(model.hash());
    }
  }

  @Test
  void withNoWholeGenerationTheSetIsEmptyAndCanBeLoadedAgain() throws IOException {
    try (var whitelist = Whitelist.open(directory)) {
      applied(whitelist, put(right(1, 11)));
      load(whitelist, model);
      load(whitelist, model);
    }
    try (var files = Files.list(directory)) {
      for (var table : files.filter(f -> f.toString().contains("table-")).toList()) {
        flipSomething(table);
      }
    }
    try (var whitelist = Whitelist.open(directory)) {
      whitelist.scrub(() -> false);
      assertThat(whitelist.damage()).isNotEmpty();
      assertThat(whitelist.version()).isZero();
      assertThat(whitelist.rights(11)).isEmpty();
      load(whitelist, model);
      assertThat(whitelist.rights(11)).isNotEmpty();
    }
  }

  @Test
  void aDamagedPointerMeansEmptyNotDead() throws IOException {
    try (var whitelist = Whitelist.open(directory)) {
      applied(whitelist, put(right(1, 11)));
      load(whitelist, model);
    }
    flipSomething(directory.resolve("CURRENT"));
    try (var whitelist = Whitelist.open(directory)) {
      assertThat(whitelist.damage()).anyMatch(d -> d.contains("CURRENT"));
      assertThat(whitelist.version()).isZero();
    }
  }

  /** A look-up comes upon it, in the middle of the day. */
  @Test
  void damageUnderAReaderGivesWayToThePreviousGenerationAtOnce() throws IOException {
    try (var whitelist = Whitelist.open(directory)) {
      for (long id = 1; id <= 200; id++) {
        applied(whitelist, put(right(id, id + 1000)));
      }
      load(whitelist, model);
      load(whitelist, model);
      applied(whitelist, put(right(201, 1201)));
      try (var access = new RandomAccessFile(newestTable().toFile(), "rw")) {
        for (int at = 100; at < 20_000; at += 50) {
          access.seek(at);
          access.write(0xA5);
        }
      }

      for (long id = 1; id <= 201; id++) {
        assertThat(whitelist.rights(id + 1000)).containsExactly(right(id, id + 1000));
      }
      assertThat(whitelist.damage()).anyMatch(d -> d.contains("is damaged"));
      assertThat(whitelist.hash()).isEqualTo(model.hash());
      applied(whitelist, put(right(202, 1202)));
    }
    try (var whitelist = Whitelist.open(directory)) {
      assertThat(whitelist.damage()).isEmpty();
      assertThat(whitelist.rights(1202)).containsExactly(right(202, 1202));
    }
  }

  @Test
  void anEarlierVersionsFilesAreSentAgainByTheCentre() throws IOException {
    Files.writeString(
        directory.resolve("CURRENT"),
        "shanmen-whitelist 1\ntable 7 bytes 1048576 crc32c 0a1b2c3d version 42"
            + " hash 0123456789abcdef log 12\ncrc32c 8f9e0d1c\n");
    Files.createFile(directory.resolve("table-000000007"));
    try (var whitelist = Whitelist.open(directory)) {
      assertThat(whitelist.damage()).anyMatch(d -> d.contains("earlier version"));
      assertThat(whitelist.version()).isZero();
      applied(whitelist, put(right(1, 11)));
      load(whitelist, model);
    }
    try (var whitelist = Whitelist.open(directory)) {
      assertThat(whitelist.damage()).isEmpty();
      assertThat(whitelist.rights(11)).isNotEmpty();
    }
  }

  @Test
  void aDeathDuringTheFirstCreationIsHarmless() throws IOException {
    Files.createFile(directory.resolve("CURRENT.next"));
    Files.createFile(directory.resolve("table-000000001"));
    Files.createFile(directory.resolve("table.part"));
    Files.createFile(directory.resolve("deltas-000000001"));
    try (var whitelist = Whitelist.open(directory)) {
      assertThat(whitelist.version()).isZero();
      applied(whitelist, put(right(1, 11)));
    }
    try (var whitelist = Whitelist.open(directory)) {
      assertThat(whitelist.rights(11)).isNotEmpty();
    }
  }

  /** One delta takes the card from one right and gives it to the other. */
  @Test
  void aReaderSeesEachDeltaWhollyOrNotAtAllEvenAcrossCompactions() throws Exception {
    try (var whitelist = Whitelist.open(directory, 20)) {
      applied(whitelist, put(right(1, 11)), put(right(2)));
      var over = new AtomicBoolean();
      var reader =
          CompletableFuture.supplyAsync(
              () -> {
                long looks = 0;
                while (!over.get()) {
                  var found = whitelist.rights(11).get(0);
                  if (!found.getFingerprintsList().equals(List.of(11L))) {
                    throw new AssertionError("half a delta: " + found);
                  }
                  looks++;
                }
                return looks;
              });
      for (int i = 0; i < 150 && !reader.isDone(); i++) {
        long from = 1 + i % 2;
        applied(whitelist, put(right(from)), put(right(3 - from, 11)), add(use(1, 1, i + 1)));
      }
      over.set(true);
      assertThat(reader.get(30, TimeUnit.SECONDS)).isPositive();
      assertThat(whitelist.uses(1)).hasSize(150);
    }
  }

  private Path newestTable() throws IOException {
    var path = new Directory(directory);
    return path.table(path.unusedTable() - 1);
  }

  private static void flipSomething(Path file) throws IOException {
    try (var access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(access.length() / 3);
      int old = access.read();
      access.seek(access.length() / 3);
      access.write(old ^ 4);
    }
  }

  private void applied(Whitelist whitelist, Change... changes) {
    var applied = whitelist.apply(model.change(List.of(changes)));
    assertThat(applied).isEqualTo(new Applied.Now(model.version(), model.hash()));
  }

  static void load(Whitelist whitelist, Sets set) {
    try (var loading = whitelist.beginSnapshot(set.version(), set.hash())) {
      for (var element : set.elements()) {
        loading.add(List.of(element));
      }
      assertThat(loading.finish()).isEqualTo(new Applied.Now(set.version(), set.hash()));
    }
  }
}
