package org.shanmen.sim.soak;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A short run of each campaign that needs no process, and what the verb says. */
class SoaksTest {
  private static final Logger GATE = (Logger) LoggerFactory.getLogger("org.shanmen.gate");

  @TempDir Path directory;

  /** What a gate logs about faults made on purpose is no outcome. */
  @BeforeAll
  static void silence() {
    GATE.setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    GATE.setLevel(null);
  }

  @ParameterizedTest
  @CsvSource({
    "power-cut, 40",
    "disk-fault, 40",
    "bit-rot, 60",
    "clock, 30",
    "hostile, 3",
    "park, 2"
  })
  void aShortSoakFindsNothing(String campaign, int rounds) throws IOException {
    try (var rig = Campaigns.byName().get(campaign).open(directory)) {
      for (long seed = 1; seed <= rounds; seed++) {
        assertThat(rig.play(seed).violations()).as(campaign + " seed " + seed).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"power-cut", "disk-fault", "bit-rot", "clock", "hostile", "park"})
  void aSeedTellsTheSameStoryByteForByte(String campaign) throws IOException {
    assertThat(story(campaign, "one")).isEqualTo(story(campaign, "two")).hasSizeGreaterThan(500);
  }

  private String story(String campaign, String run) throws IOException {
    try (var rig =
        Campaigns.byName().get(campaign).open(Files.createDirectory(directory.resolve(run)))) {
      return String.join("\n", rig.play(7).history());
    }
  }

  @Test
  void everyPlantedFaultCanStillBePlanted() throws IOException {
    var planter = new FaultPlanter(Path.of(".."), directory);
    for (PlantedFault fault : PlantedFault.all()) {
      assertThat(planter.faulty(fault)).as(fault.name()).isNotBlank();
    }
    assertThat(PlantedFault.all()).hasSizeGreaterThanOrEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the journal skips its fsync",
        "checksums of records are not looked at",
        "the arm opens though nothing could be recorded",
        "entries are not counted",
        "an event is left out between two messages",
        "a ticket's signature is not checked"
      })
  void aPlantedFaultIsCaught(String name) throws IOException {
    var fault =
        PlantedFault.all().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow();
    var out = new ByteArrayOutputStream();

    int exit = new FaultPlanter(Path.of(".."), directory).play(fault, 100, new PrintStream(out));

    assertThat(exit).as(out.toString(StandardCharsets.UTF_8)).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("again: ./shanmen soak " + fault.campaign() + " --rounds 1 --seed ");
  }

  @Test
  void listsTheCampaignsAndExplainsMistakes() {
    assertThat(said(0)).contains("kill-gate").contains("power-cut");
    assertThat(said(2, "power-cuts")).contains("power-cuts: expected one of [kill-gate");
    assertThat(said(2, "power-cut", "--seed", "x")).contains("--seed: expected a whole number");
    assertThat(said(0, "bit-rot", "--rounds", "2", "--seed", "5"))
        .contains("bit-rot: 2 rounds, seeds 5 to 6");
  }

  private static String said(int exit, String... arguments) {
    var out = new ByteArrayOutputStream();
    assertThat(Soak.play(new PrintStream(out, true, StandardCharsets.UTF_8), arguments))
        .isEqualTo(exit);
    return out.toString(StandardCharsets.UTF_8);
  }
}
