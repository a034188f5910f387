package org.shanmen.sim.soak.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.gate.whitelist.Whitelist;
import org.shanmen.gate.whitelist.WhitelistFailed;
import org.shanmen.protocol.SetHash;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Right;

/** What a whitelist leaves behind when there is no room, and that it starts again all the same. */
class WhitelistOnAFullDiskTest {
  private static final Right RIGHT = Right.newBuilder().setId(7).addFingerprints(70).build();

  @TempDir Path lending;
  private SimulatedDisk disk;
  private Path directory;

  @BeforeEach
  void aDisk() {
    disk = new SimulatedDisk(lending, 8 << 20);
    directory = disk.path("/whitelist");
  }

  @Test
  void whatCouldNotComeIntoForceLeavesNoFiles() throws IOException {
    var list = open();
    disk.fill(disk.capacity());
    for (int attempt = 0; attempt < 3; attempt++) {
      assertThatThrownBy(() -> snapshot(list)).isInstanceOf(WhitelistFailed.class);
    }
    assertThat(numbered()).containsExactly("deltas-000000001");
    disk.fill(0);
    snapshot(list);
    assertThat(list.rightById(7)).contains(RIGHT);
  }

  @Test
  void noHalfMadeTableStaysEither() throws IOException {
    var list = open();
    disk.fill(disk.capacity());
    assertThatThrownBy(() -> snapshot(list)).isInstanceOf(WhitelistFailed.class);
    assertThat(list.isUnsaved()).isTrue();
    try (var files = Files.list(directory)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
  }

  @Test
  void aDeltaThatDidNotFitIsTakenWhenThereIsRoom() {
    var list = open();
    disk.fill(disk.capacity());
    assertThatThrownBy(() -> list.apply(delta())).isInstanceOf(WhitelistFailed.class);
    disk.fill(0);
    list.apply(delta());
    assertThat(list.isUnsaved()).isFalse();
    list.close();
    disk.killPrograms();
    assertThat(open().rightById(7)).contains(RIGHT);
  }

  @Test
  void aTableThatTurnsOutNotToBeInForceLeavesNoFilesEither() throws IOException {
    var list = open();
    disk.trouble(
        (number, operation, file) ->
            file.contains("CURRENT") ? Trouble.Fate.FAILS : Trouble.Fate.DONE);
    assertThatThrownBy(() -> snapshot(list)).isInstanceOf(WhitelistFailed.class);
    assertThat(numbered()).noneMatch(name -> name.startsWith("table"));
  }

  @Test
  void itStartsOnADiskThatIsFullOfItsOwnLeftovers() throws IOException {
    open().close();
    Files.createFile(directory.resolve("deltas-000000002"));
    Files.write(directory.resolve("table-000000009"), new byte[(int) disk.free()]);
    disk.killPrograms();
    assertThat(open().version()).isZero();
    assertThat(numbered()).containsExactly("deltas-000000001", "deltas-000000002");
  }

  private Whitelist open() {
    return Whitelist.open(directory, 1_000, Runnable::run);
  }

  private static Delta delta() {
    return Delta.newBuilder()
        .setTargetVersion(1)
        .setTargetHash(SetHash.ofRight(RIGHT.toByteArray()))
        .addChanges(Change.newBuilder().setPutRight(RIGHT.toByteString()))
        .build();
  }

  private static void snapshot(Whitelist list) {
    try (var loading = list.beginSnapshot(1, SetHash.ofRight(RIGHT.toByteArray()))) {
      loading.add(List.of(Change.newBuilder().setPutRight(RIGHT.toByteString()).build()));
      loading.finish();
    }
  }

  private List<String> numbered() throws IOException {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("table") || name.startsWith("deltas"))
          .filter(name -> !name.endsWith(".part"))
          .sorted()
          .toList();
    }
  }
}
