package org.shanmen.gate.whitelist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SortedFingerprintsTest {
  private static final int PAIRS = 2_000;
  private static final int LITTLE_MEMORY = 100 * 32;
  private static final int MUCH_MEMORY = 1 << 20;

  @TempDir Path directory;
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void standAsTheirKeysDoWhereverTheyWereSorted() throws IOException {
    for (int memoryBytes : new int[] {LITTLE_MEMORY, MUCH_MEMORY}) {
      try (var sorted = new SortedFingerprints(new Directory(directory), memoryBytes)) {
        var keys = new ArrayList<byte[]>();
        for (int i = 0; i < PAIRS; i++) {
          // A quarter of the fingerprints are shared by several rights, which come in any order.
          long fingerprint = random.nextInt(4) == 0 ? random.nextInt(-9, 9) : random.nextLong();
          long right = random.nextInt(2) == 0 ? random.nextInt(5) : random.nextLong();
          sorted.add(fingerprint, right);
          keys.add(Keys.fingerprint(fingerprint, right));
        }
        keys.sort(Keys.ORDER);
        assertThat(keysOf(sorted)).usingElementComparator(Keys.ORDER).isEqualTo(keys);
        assertThat(files()).isEqualTo(memoryBytes == LITTLE_MEMORY ? (PAIRS - 1) / 100 : 0);
      }
      assertThat(files()).isZero();
    }
  }

  @Test
  void whatElseComesInOrderIsSpilledToOneFile() throws IOException {
    try (var runs = new SortedRuns(new Directory(directory), 2_000)) {
      var keys = new ArrayList<byte[]>();
      for (long id = 0; id < 500; id++) {
        keys.add(Keys.right(id));
        runs.add(new Entry(Keys.right(id), new byte[0]));
      }
      assertThat(files()).isEqualTo(1);
      var sorted = new ArrayList<byte[]>();
      runs.sorted().forEachRemaining(entry -> sorted.add(entry.key()));
      assertThat(sorted).usingElementComparator(Keys.ORDER).isEqualTo(keys);
    }
  }

  private static List<byte[]> keysOf(SortedFingerprints sorted) throws IOException {
    var keys = new ArrayList<byte[]>();
    sorted.sorted().forEachRemaining(entry -> keys.add(entry.key()));
    return keys;
  }

  private int files() throws IOException {
    try (var files = Files.list(directory)) {
      return (int) files.count();
    }
  }
}
