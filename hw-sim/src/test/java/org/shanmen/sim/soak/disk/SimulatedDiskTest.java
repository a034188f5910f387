package org.shanmen.sim.soak.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.sim.soak.disk.Trouble.Fate;

/** The disk itself: what it keeps, what it may lose. */
class SimulatedDiskTest {
  private static final int SECTOR = 512;

  @TempDir Path lending;
  private SimulatedDisk disk;
  private Path file;
  private final Random random = new Random(1);

  @BeforeEach
  void anEmptyDisk() {
    disk = new SimulatedDisk(lending, 1 << 20);
    file = disk.path("/file");
  }

  @Test
  void whatWasForcedSurvivesEveryCut() throws IOException {
    write(file, sectors(3, 'a'));
    force(file);
    force(disk.path("/"));
    for (int i = 0; i < 50; i++) {
      disk.cutPower(random);
      assertThat(Files.readAllBytes(file)).isEqualTo(sectors(3, 'a'));
    }
  }

  @Test
  void whatWasNotForcedIsSeenByProgramsAndKeptDroppedOrTorn() throws IOException {
    Set<String> left = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      anEmptyDisk();
      write(file, sectors(2, 'a'));
      force(file);
      force(disk.path("/"));
      write(file, sectors(2, 'b'));
      assertThat(Files.readAllBytes(file)).isEqualTo(sectors(2, 'b'));
      disk.killPrograms();
      assertThat(Files.readAllBytes(file)).isEqualTo(sectors(2, 'b'));
      disk.cutPower(random);
      byte[] found = Files.readAllBytes(file);
      left.add(kind(found, 0) + kind(found, SECTOR));
    }
    assertThat(left).contains("aa", "ab", "ba", "bb").anyMatch(kinds -> kinds.contains("?"));
  }

  private static String kind(byte[] bytes, int at) {
    for (int i = at; i < at + SECTOR; i++) {
      if (bytes[i] != bytes[at]) {
        return "?";
      }
    }
    return Character.toString((char) bytes[at]);
  }

  @Test
  void aNameIsSafeWhenItsDirectoryWasForced() throws IOException {
    Set<Boolean> found = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      anEmptyDisk();
      write(file, sectors(1, 'a'));
      force(file);
      disk.cutPower(random);
      found.add(Files.exists(file));
    }
    assertThat(found).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void aRenameIsWholeOrNotAtAll() throws IOException {
    Path other = disk.path("/other");
    for (int i = 0; i < 20; i++) {
      anEmptyDisk();
      write(file, sectors(1, 'a'));
      force(file);
      force(disk.path("/"));
      Files.move(file, disk.path("/other"), StandardCopyOption.ATOMIC_MOVE);
      disk.cutPower(random);
      assertThat(Files.exists(file)).isNotEqualTo(Files.exists(disk.path("/other")));
    }
    assertThat(other.getFileName().toString()).isEqualTo("other");
  }

  @Test
  void whatAFailedFsyncGaveUpNoLaterOneMakesSafe() throws IOException {
    write(file, sectors(1, 'a'));
    force(file);
    force(disk.path("/"));
    write(file, sectors(1, 'b'));
    disk.trouble((number, operation, name) -> Fate.FAILS);
    assertThatThrownBy(() -> force(file)).isInstanceOf(IOException.class);
    disk.trouble(Trouble.NONE);
    force(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(sectors(1, 'b'));

    disk.cutPower(random);

    assertThat(Files.readAllBytes(file)).isEqualTo(sectors(1, 'a'));
  }

  @Test
  void aFullDiskTakesNoMore() throws IOException {
    disk.fill(disk.capacity() - SECTOR);
    write(file, sectors(1, 'a'));
    assertThatThrownBy(() -> write(disk.path("/next"), sectors(1, 'b')))
        .hasMessageContaining("No space left");
  }

  @Test
  void aProgramOfAnEarlierPowerIsDead() throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      disk.cutPower(random);
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1))).isInstanceOf(PowerCut.class);
    }
  }

  @Test
  void aLentFileIsForcedAndLostLikeEveryOther() throws IOException {
    Files.write(file.toFile().toPath(), sectors(1, 'a'));
    assertThat(Files.readAllBytes(file)).isEqualTo(sectors(1, 'a'));
    force(file);
    force(disk.path("/"));
    Files.write(file.toFile().toPath(), sectors(1, 'b'));
    Set<Byte> left = new HashSet<>();
    for (int i = 0; i < 30; i++) {
      disk.cutPower(random);
      left.add(Files.readAllBytes(file)[0]);
      write(file, sectors(1, 'a'));
      force(file);
      Files.write(file.toFile().toPath(), sectors(1, 'b'));
    }
    assertThat(left).contains((byte) 'a', (byte) 'b');
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), 0);
    }
  }

  private static void force(Path path) throws IOException {
    try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static byte[] sectors(int count, char filling) {
    byte[] bytes = new byte[count * SECTOR];
    java.util.Arrays.fill(bytes, (byte) filling);
    return bytes;
  }
}
