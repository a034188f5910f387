package org.shanmen.sim.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Footfall over the real link into a real centre, on days on which clocks change. */
class ReplayIT {
  private static final ZoneId MELBOURNE = ZoneId.of("Australia/Melbourne");

  @TempDir private Path directory;

  @Test
  void theReportsAreTheFileAlsoWhereClocksChange() throws IOException {
    var lines = new StringBuilder("place,hour_start,count\n");
    hours(lines, "Birrarung Marr", Instant.parse("2015-04-04T00:00:00Z"), 3);
    hours(lines, "\"Bourke Street, north\"", Instant.parse("2015-10-03T00:00:00Z"), 2);
    lines.append("Birrarung Marr,2015-12-31T23:00:00+11:00,150000\n");
    Path file = Files.writeString(directory.resolve("year.csv"), lines);
    Path report = directory.resolve("report.json");

    var said = new ByteArrayOutputStream();
    int code =
        Replay.run(
            new String[] {
              file.toString(), "--zone", "Australia/Melbourne", "--report", report.toString()
            },
            new PrintStream(said, true, StandardCharsets.UTF_8));

    assertThat(said.toString(StandardCharsets.UTF_8))
        .contains("P2: Bourke Street, north, 48 hours")
        .contains("equal by place, month, weekday and hour");
    assertThat(code).isZero();
    var rows = new JsonObject(Files.readString(report)).getJsonArray("rows");
    assertThat(rows)
        .contains(
            new JsonObject()
                .put("check_point", "P1")
                .put("month", "2015-12")
                .put("weekday", 4)
                .put("hour", 23)
                .put("in", 150_000)
                .put("out", 0));
  }

  /** A different number for each, two for the hour that comes twice, none for the one left out. */
  private static void hours(StringBuilder lines, String place, Instant from, int days) {
    for (int hour = 0; hour < 24 * days; hour++) {
      var start = OffsetDateTime.ofInstant(from.plus(hour, ChronoUnit.HOURS), MELBOURNE);
      lines.append("%s,%s,%d%n".formatted(place, start, 100 + hour));
    }
  }
}
