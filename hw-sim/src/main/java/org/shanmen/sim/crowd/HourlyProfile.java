package org.shanmen.sim.crowd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How a day's visitors are spread over its hours.
 *
 * <p>The profile begins at its first hour with visitors and ends after its last one, so that nobody
 * who watches a demonstration has to wait through the night.
 *
 * @param hours in order of time, at least one of them with a weight above 0
 */
public record HourlyProfile(List<Hour> hours) {
  /** Length of one {@link Hour}. */
  public static final int HOUR_SECONDS = 3600;

  /**
   * One hour.
   *
   * @param startSecond seconds that have really gone by since the day began, so a day of 23 or 25
   *     hours needs no special care
   * @param weight people, or any number in proportion to them; 0 or more
   */
  public record Hour(int startSecond, long weight) {}

  public HourlyProfile {
    hours = List.copyOf(hours);
    if (hours.stream().noneMatch(hour -> hour.weight() > 0)) {
      throw new IllegalArgumentException("a profile without visitors");
    }
    if (hours.stream().anyMatch(hour -> hour.weight() < 0)) {
      throw new IllegalArgumentException("an hour with fewer than no visitors");
    }
  }

  /** A park that is open from 8 to 18, fullest at 10 and again at 14. */
  public static HourlyProfile ordinaryDay() {
    int[] weights = {30, 70, 100, 80, 50, 70, 85, 60, 30, 10};
    List<Hour> hours = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      hours.add(new Hour((8 + i) * HOUR_SECONDS, weights[i]));
    }
    return new HourlyProfile(hours);
  }

  /** From the beginning of the first hour with visitors to the end of the last one. */
  public Duration span() {
    List<Hour> peopled = peopled();
    return Duration.ofSeconds(
        peopled.get(peopled.size() - 1).startSecond()
            + HOUR_SECONDS
            - peopled.get(0).startSecond());
  }

  /** All that the hours weigh together; of a footfall file, the day's people. */
  public long total() {
    return hours.stream().mapToLong(Hour::weight).sum();
  }

  /**
   * Draws moments of arrival, earliest first, measured from the beginning of {@link #span}.
   *
   * @param count how many, 0 or more
   */
  public List<Duration> arrivals(int count, RandomGenerator random) {
    List<Hour> peopled = peopled();
    long total = total();
    List<Duration> moments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Hour hour = hourAt(peopled, random.nextLong(total));
      long millis =
          (hour.startSecond() - peopled.get(0).startSecond()) * 1000L
              + random.nextLong(HOUR_SECONDS * 1000L);
      moments.add(Duration.ofMillis(millis));
    }
    Collections.sort(moments);
    return moments;
  }

  private List<Hour> peopled() {
    return hours.stream().filter(hour -> hour.weight() > 0).toList();
  }

  private static Hour hourAt(List<Hour> peopled, long draw) {
    long left = draw;
    for (Hour hour : peopled) {
      if (left < hour.weight()) {
        return hour;
      }
      left -= hour.weight();
    }
    throw new IllegalStateException("drew " + draw + " beyond the profile's total");
  }
}
