package org.shanmen.sim.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shanmen.sim.park.Programs;

/** A few kills of the real programs. */
class KillsIT {
  private static final int ROUNDS = 2;

  @ParameterizedTest
  @ValueSource(strings = {"kill-gate", "kill-centre"})
  void aFewKillsLoseAndDoubleNothing(String campaign) throws IOException {
    Path directory = Programs.installed().home().resolve("hw-sim/target/soak-" + campaign);
    Files.createDirectories(directory);
    try (var rig = Campaigns.byName().get(campaign).open(directory)) {
      for (long seed = 1; seed <= ROUNDS; seed++) {
        assertThat(rig.play(seed).violations()).as(campaign + " seed " + seed).isEmpty();
      }
    }
  }
}
