package org.shanmen.sim.crowd;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Reads one place's day out of a file of real hourly counts.
 *
 * <pre>
 * place,hour_start,count
 * Birrarung Marr,2015-01-01T00:00:00+11:00,1630
 * </pre>
 *
 * A place may stand in double quotes. Days on which clocks change have 23 or 25 hours; hours that a
 * sensor did not count are simply missing, and nobody comes then.
 */
public final class Footfall {
  /** More lines than this are not a footfall file: 100 years of one place. */
  static final int MAX_LINES = 900_000;

  private static final String HEADING = "place,hour_start,count";
  private static final long MAX_COUNT = 1_000_000;

  /**
   * One line of a file.
   *
   * @param line its number, from 1
   * @param hourStart a full hour
   * @param count of people, not negative
   */
  public record Row(int line, String place, OffsetDateTime hourStart, long count) {}

  private Footfall() {}

  /**
   * @param date the day in the place's own time
   * @throws FootfallMistake when the file cannot be read, a line of it is wrong, or it does not
   *     have that day of that place
   */
  public static HourlyProfile read(Path file, String place, LocalDate date) throws FootfallMistake {
    return parse(file.toString(), lines(file), place, date);
  }

  /**
   * All lines of a file, in their order.
   *
   * @throws FootfallMistake when the file cannot be read, or a line of it is wrong
   */
  public static List<Row> rows(Path file) throws FootfallMistake {
    return rows(file.toString(), lines(file));
  }

  private static List<String> lines(Path file) throws FootfallMistake {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      throw new FootfallMistake(file + ": there is no such file");
    } catch (MalformedInputException e) {
      throw new FootfallMistake(file + ": not a text file in " + StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new FootfallMistake(file + ": cannot be read: " + e.getMessage());
    }
  }

  static HourlyProfile parse(String file, List<String> lines, String place, LocalDate date)
      throws FootfallMistake {
    SortedMap<OffsetDateTime, Long> counts = new TreeMap<>(OffsetDateTime.timeLineOrder());
    Map<OffsetDateTime, Integer> lineOf = new TreeMap<>(OffsetDateTime.timeLineOrder());
    SortedSet<String> places = new TreeSet<>();
    SortedSet<LocalDate> days = new TreeSet<>();
    for (Row row : rows(file, lines)) {
      places.add(row.place());
      if (!row.place().equals(place)) {
        continue;
      }
      days.add(row.hourStart().toLocalDate());
      if (!row.hourStart().toLocalDate().equals(date)) {
        continue;
      }
      Integer earlier = lineOf.putIfAbsent(row.hourStart(), row.line());
      if (earlier != null) {
        throw new FootfallMistake(
            "%s:%d: the hour %s was counted already in line %d"
                .formatted(file, row.line(), row.hourStart(), earlier));
      }
      counts.put(row.hourStart(), row.count());
    }
    if (!places.contains(place)) {
      throw new FootfallMistake(
          file + ": no place \"" + place + "\"; there are: " + String.join("; ", places));
    }
    if (counts.isEmpty()) {
      throw new FootfallMistake(
          file
              + ": nothing was counted at "
              + place
              + " on "
              + date
              + "; its days are "
              + days.first()
              + " to "
              + days.last());
    }
    if (counts.values().stream().allMatch(count -> count == 0)) {
      throw new FootfallMistake(file + ": nobody came to " + place + " on " + date);
    }
    return profile(counts);
  }

  private static List<Row> rows(String file, List<String> lines) throws FootfallMistake {
    if (lines.isEmpty() || !lines.get(0).replace("\uFEFF", "").strip().equals(HEADING)) {
      throw new FootfallMistake(file + ":1: expected the heading \"" + HEADING + "\"");
    }
    if (lines.size() > MAX_LINES) {
      throw new FootfallMistake(file + ": more than " + MAX_LINES + " lines");
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        rows.add(row(file, i + 1, lines.get(i)));
      }
    }
    return rows;
  }

  private static HourlyProfile profile(SortedMap<OffsetDateTime, Long> counts) {
    OffsetDateTime first = counts.firstKey();
    long dayStart = first.toEpochSecond() - first.toLocalTime().toSecondOfDay();
    List<HourlyProfile.Hour> hours = new ArrayList<>();
    counts.forEach(
        (start, count) ->
            hours.add(
                new HourlyProfile.Hour(Math.toIntExact(start.toEpochSecond() - dayStart), count)));
    return new HourlyProfile(hours);
  }

  private static Row row(String file, int number, String line) throws FootfallMistake {
    String at = file + ":" + number + ": ";
    String place;
    String rest;
    if (line.startsWith("\"")) {
      int end = line.indexOf("\",", 1);
      if (end < 0) {
        throw new FootfallMistake(at + "the quoted place does not end");
      }
      place = line.substring(1, end).replace("\"\"", "\"");
      rest = line.substring(end + 2);
    } else {
      int end = line.indexOf(',');
      place = end < 0 ? line : line.substring(0, end);
      rest = end < 0 ? "" : line.substring(end + 1);
    }
    String[] fields = rest.split(",", -1);
    if (fields.length != 2) {
      throw new FootfallMistake(at + "expected " + HEADING + ", found \"" + line + "\"");
    }
    return new Row(number, place, hourStart(at, fields[0].strip()), count(at, fields[1].strip()));
  }

  private static OffsetDateTime hourStart(String at, String text) throws FootfallMistake {
    try {
      OffsetDateTime start = OffsetDateTime.parse(text);
      if (start.getMinute() != 0 || start.getSecond() != 0 || start.getNano() != 0) {
        throw new FootfallMistake(at + "hour_start = \"" + text + "\": expected a full hour");
      }
      return start;
    } catch (DateTimeException e) {
      throw new FootfallMistake(
          at + "hour_start = \"" + text + "\": expected a time such as 2015-01-01T00:00:00+11:00");
    }
  }

  private static long count(String at, String text) throws FootfallMistake {
    try {
      long count = Long.parseLong(text);
      if (count >= 0 && count <= MAX_COUNT) {
        return count;
      }
    } catch (NumberFormatException e) {
      // told below, together with numbers out of range
    }
    throw new FootfallMistake(
        at + "count = \"" + text + "\": expected a whole number from 0 to " + MAX_COUNT);
  }
}
