package org.shanmen.sim.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FootfallTest {
  private static final LocalDate DAY = LocalDate.of(2015, 10, 4);

  @Test
  void readsTheHoursOfOnePlaceAndDay() throws Exception {
    HourlyProfile profile =
        parse(
            "Quay,2015-10-03T23:00:00+10:00,7",
            "Quay,2015-10-04T00:00:00+10:00,12",
            "Mall,2015-10-04T00:00:00+10:00,500",
            "Quay,2015-10-04T01:00:00+10:00,3");

    assertThat(profile.hours())
        .containsExactly(new HourlyProfile.Hour(0, 12), new HourlyProfile.Hour(3600, 3));
    assertThat(profile.total()).isEqualTo(15);
  }

  @Test
  void theDayOnWhichClocksGoForwardHasNoHole() throws Exception {
    HourlyProfile profile =
        parse(
            "Quay,2015-10-04T01:00:00+10:00,3",
            "Quay,2015-10-04T03:00:00+11:00,4",
            "Quay,2015-10-04T23:00:00+11:00,5");

    assertThat(profile.hours()).extracting(HourlyProfile.Hour::startSecond).contains(3600, 7200);
    assertThat(profile.span()).isEqualTo(Duration.ofHours(22));
  }

  @Test
  void theHourThatComesTwiceOnAnAutumnDayIsTwoHours() throws Exception {
    HourlyProfile profile =
        parse("Quay,2015-10-04T02:00:00+11:00,3", "Quay,2015-10-04T02:00:00+10:00,4");

    assertThat(profile.span()).isEqualTo(Duration.ofHours(2));
  }

  @Test
  void hoursThatNobodyCountedHaveNoVisitors() throws Exception {
    HourlyProfile profile =
        parse("Quay,2015-10-04T05:00:00+11:00,3", "Quay,2015-10-04T09:00:00+11:00,4");

    assertThat(profile.arrivals(200, new java.util.Random(1)))
        .noneMatch(
            moment ->
                moment.compareTo(Duration.ofHours(1)) > 0
                    && moment.compareTo(Duration.ofHours(4)) < 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Quay,2015-10-04T01:00:00+10:00 | f.csv:2: expected place,hour_start,count",
        "Quay,2015-10-04T01:00:00+10:00,3,4 | f.csv:2: expected place,hour_start,count",
        "Quay,yesterday,3 | f.csv:2: hour_start = \"yesterday\"",
        "Quay,2015-10-04T01:30:00+10:00,3 | expected a full hour",
        "Quay,2015-10-04T01:00:00+10:00,-3 | f.csv:2: count = \"-3\": expected a whole number",
        "Quay,2015-10-04T01:00:00+10:00,many | f.csv:2: count = \"many\"",
        "\"Quay,2015-10-04T01:00:00+10:00,3 | f.csv:2: the quoted place does not end",
        "Mall,2015-10-04T01:00:00+10:00,3 | no place \"Quay\"; there are: Mall",
        "Quay,2015-10-05T01:00:00+10:00,3 | its days are 2015-10-05 to 2015-10-05",
        "Quay,2015-10-04T01:00:00+10:00,0 | nobody came to Quay on 2015-10-04",
      })
  void everyMistakeIsToldWithItsPlace(String line, String message) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(FootfallMistake.class)
        .hasMessageContaining(message);
  }

  @Test
  void anHourCountedTwiceNamesBothLines() {
    assertThatThrownBy(
            () -> parse("Quay,2015-10-04T01:00:00+10:00,3", "Quay,2015-10-04T01:00:00+10:00,9"))
        .hasMessageContaining("f.csv:3:")
        .hasMessageContaining("line 2");
  }

  @Test
  void aFileWithoutTheHeadingIsNotAFootfallFile() {
    assertThatThrownBy(() -> Footfall.parse("f.csv", List.of("a,b"), "Quay", DAY))
        .hasMessage("f.csv:1: expected the heading \"place,hour_start,count\"");
  }

  @Test
  void aMissingFileIsSaidToBeMissing(@TempDir Path dir) {
    Path file = dir.resolve("none.csv");
    assertThatThrownBy(() -> Footfall.read(file, "Quay", DAY))
        .hasMessage(file + ": there is no such file");
  }

  @Test
  void aFileOnDiskIsReadWithQuotedPlaces(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("f.csv");
    Files.writeString(
        file, "place,hour_start,count\r\n\"Quay, east\",2015-10-04T01:00:00+10:00,3\r\n");
    assertThat(Footfall.read(file, "Quay, east", DAY).total()).isEqualTo(3);
  }

  private static HourlyProfile parse(String... rows) throws FootfallMistake {
    List<String> lines = new java.util.ArrayList<>(List.of("place,hour_start,count"));
    lines.addAll(List.of(rows));
    return Footfall.parse("f.csv", lines, "Quay", DAY);
  }
}
