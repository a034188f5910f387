package org.shanmen.sim.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One round on a real file system, where this machine lets us mount one. */
class Ext4IT {
  @TempDir Path directory;

  @Test
  void powerCutsOfARealFileSystemLoseNothingThatWasSafe() throws IOException {
    Campaign.Rig rig;
    try {
      rig = new Ext4Cuts().open(directory);
    } catch (IOException e) {
      abort("no ext4 image can be mounted here / 无法在本机挂载 ext4 映像: " + e.getMessage());
      return;
    }
    try (rig) {
      assertThat(rig.play(1).violations()).isEmpty();
    }
  }
}
