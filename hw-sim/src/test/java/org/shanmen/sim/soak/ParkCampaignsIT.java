package org.shanmen.sim.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shanmen.sim.park.Programs;

/** A short run of each campaign among real programs, in one park for all of them. */
class ParkCampaignsIT {
  private static SoakPark park;

  @BeforeAll
  static void open() throws IOException {
    Path directory = Programs.installed().home().resolve("hw-sim/target/soak");
    Files.createDirectories(directory);
    park = SoakPark.open(directory);
  }

  @AfterAll
  static void close() {
    park.close();
  }

  @ParameterizedTest
  @CsvSource({
    "kill-gate, 1",
    "kill-gate, 2",
    "kill-centre, 1",
    "kill-centre, 2",
    "siege, 1",
    "link, 3", // a sale while the cable is half open
    "link, 14", // a refund while it flaps
    "link, 16", // a command while it is cut
    "link, 33" // the whole list, and nothing that the gate says arrives
  })
  void aShortSoakFindsNothing(String campaign, long seed) throws IOException {
    var played = ((ParkCampaign) Campaigns.byName().get(campaign)).play(park, seed);

    assertThat(played.violations()).as(campaign + " seed " + seed).isEmpty();
  }
}
