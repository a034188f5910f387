package org.shanmen.sim.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.sim.crowd.Footfall;

class ReplayOptionsTest {
  private static final ZoneId MELBOURNE = ZoneId.of("Australia/Melbourne");

  @TempDir private Path directory;

  @Test
  void aFileAndAZoneAreNeeded() throws Exception {
    var options = ReplayOptions.parse("year.csv", "--zone", "Australia/Melbourne");
    assertThat(options.file()).isEqualTo(Path.of("year.csv"));
    assertThat(options.zone()).isEqualTo(MELBOURNE);
    assertThat(options.report()).isEmpty();
    for (String[] wrong :
        new String[][] {
          {},
          {"year.csv"},
          {"--zone", "Europe/Berlin"},
          {"year.csv", "--zone"},
          {"year.csv", "--zone", "Nowhere/Land"},
          {"year.csv", "other.csv", "--zone", "Europe/Berlin"},
          {"year.csv", "--zone", "Europe/Berlin", "--fast"}
        }) {
      assertThatThrownBy(() -> ReplayOptions.parse(wrong))
          .isInstanceOf(ReplayOptions.Mistake.class);
    }
  }

  @Test
  void aTimeThatTheZoneDoesNotHaveIsTold() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("year.csv"),
            "place,hour_start,count\nPark,2015-10-04T02:00:00+10:00,5\n");
    var said = new ByteArrayOutputStream();
    int code =
        Replay.run(
            new String[] {file.toString(), "--zone", "Australia/Melbourne"},
            new PrintStream(said, true, StandardCharsets.UTF_8));
    assertThat(code).isEqualTo(2);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains(":2: 2015-10-04T02:00+10:00 is no time of Australia/Melbourne");
  }

  @Test
  void theHourThatAutumnRepeatsIsOneHour() {
    var rows = List.of(row("2015-04-05T02:00+11:00", 7), row("2015-04-05T02:00+10:00", 5));
    var sums = HourSums.of(rows, Map.of("Park", "P1"), MELBOURNE);
    assertThat(sums.sums()).containsExactly(Map.entry("P1 2015-04 weekday 7 02:00", 12L));
    var others = HourSums.of(List.of(rows.get(0)), Map.of("Park", "P1"), MELBOURNE);
    assertThat(sums.differences(others))
        .containsExactly("P1 2015-04 weekday 7 02:00: 12 in the file, 7 in the report");
    assertThat(sums.differences(sums)).isEmpty();
  }

  private static Footfall.Row row(String start, long count) {
    return new Footfall.Row(2, "Park", OffsetDateTime.parse(start), count);
  }
}
