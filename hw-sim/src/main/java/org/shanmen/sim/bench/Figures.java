package org.shanmen.sim.bench;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one contestant reached: quantities by name ({@code p50}, {@code p99}, ...), in their order.
 */
record Figures(Map<String, Double> values) {
  static final String P50 = "p50";
  static final String P99 = "p99";
  static final String P999 = "p999";
  private static final String MAX = "max";
  private static final double NANOS_PER_MICRO = 1_000;
  private static final long LONGEST_NANOS = 3_600_000_000_000L;

  Figures {
    values = new LinkedHashMap<>(values);
  }

  static Figures of(String name, double value) {
    return new Figures(Map.of(name, value));
  }

  Figures and(String name, double value) {
    var more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Figures(more);
  }

  /** For durations in nanoseconds, to three digits. */
  static Histogram histogram() {
    return new Histogram(LONGEST_NANOS, 3);
  }

  /** Quantiles in microseconds. */
  static Figures micros(Histogram nanos) {
    return of(P50, nanos.getValueAtPercentile(50) / NANOS_PER_MICRO)
        .and(P99, nanos.getValueAtPercentile(99) / NANOS_PER_MICRO)
        .and(P999, nanos.getValueAtPercentile(99.9) / NANOS_PER_MICRO)
        .and(MAX, nanos.getMaxValue() / NANOS_PER_MICRO);
  }

  /**
   * Of each quantity the median over several rounds.
   *
   * @param rounds at least one, all with the same quantities
   */
  static Figures median(List<Figures> rounds) {
    var medians = new LinkedHashMap<String, Double>();
    for (String name : rounds.get(0).values.keySet()) {
      medians.put(name, median(rounds.stream().mapToDouble(each -> each.get(name)).toArray()));
    }
    return new Figures(medians);
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * @throws IllegalArgumentException if it was not measured
   */
  double get(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name + " among " + values.keySet());
    }
    return value;
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** The quantity that stands for all: the median if there is one, else the first. */
  double headline() {
    return get(headlineName());
  }

  String headlineName() {
    return has(P50) ? P50 : values.keySet().iterator().next();
  }

  JsonObject toJson() {
    var json = new JsonObject();
    values.forEach((name, value) -> json.put(name, rounded(value)));
    return json;
  }

  /** For people. */
  String text() {
    var parts = new ArrayList<String>();
    values.forEach((name, value) -> parts.add(name + " " + rounded(value)));
    return String.join(", ", parts);
  }

  /** To four digits: more would only look exact. */
  static double rounded(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value;
    }
    double scale = Math.pow(10, 3 - Math.floor(Math.log10(Math.abs(value))));
    return Math.round(value * scale) / scale;
  }
}
