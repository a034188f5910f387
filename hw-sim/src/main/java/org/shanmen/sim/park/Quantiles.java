package org.shanmen.sim.park;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Quantiles of one duration measured at several gates, from the buckets of their histograms.
 *
 * <p>Pure. A quantile is told as the upper bound of its bucket, so it is never told too small; with
 * buckets a tenth apart it is at most a tenth too large.
 */
public final class Quantiles {
  /** Upper bound in seconds to how many lay at or below it. */
  private final SortedMap<Double, Long> upTo;

  private final long count;
  private final double maxSeconds;

  private Quantiles(SortedMap<Double, Long> upTo, long count, double maxSeconds) {
    this.upTo = upTo;
    this.count = count;
    this.maxSeconds = maxSeconds;
  }

  /**
   * Puts the histograms of several gates together. Buckets may differ: a gate counts as having
   * nothing more between two of its own bounds.
   *
   * @param name of the histogram, without _bucket; NAME_max is its largest value
   */
  public static Quantiles merged(String name, Collection<Exposition> gates) {
    SortedSet<Double> bounds = new TreeSet<>();
    gates.forEach(gate -> bounds.addAll(buckets(name, gate).keySet()));
    SortedMap<Double, Long> upTo = new TreeMap<>();
    for (Exposition gate : gates) {
      SortedMap<Double, Long> own = buckets(name, gate);
      long below = 0;
      for (double bound : bounds) {
        below = own.getOrDefault(bound, below);
        upTo.merge(bound, below, Long::sum);
      }
    }
    double max =
        gates.stream()
            .flatMap(gate -> gate.named(name + "_max").stream())
            .mapToDouble(Exposition.Sample::value)
            .max()
            .orElse(Double.NaN);
    return new Quantiles(upTo, upTo.isEmpty() ? 0 : upTo.get(upTo.lastKey()), max);
  }

  public long count() {
    return count;
  }

  /**
   * @param q above 0, up to 1
   * @return microseconds; 0 when nothing was measured
   */
  public long micros(double q) {
    if (count == 0) {
      return 0;
    }
    long rank = Math.max(1, (long) Math.ceil(q * count));
    double bound =
        upTo.entrySet().stream()
            .filter(entry -> entry.getValue() >= rank)
            .mapToDouble(Map.Entry::getKey)
            .findFirst()
            .orElse(Double.POSITIVE_INFINITY);
    // The bucket's bound may lie beyond the largest value that there was.
    double seconds = Double.isNaN(maxSeconds) ? bound : Math.min(bound, maxSeconds);
    return Math.round(seconds * 1e6);
  }

  /** The largest value in microseconds; 0 when nothing was measured. */
  public long maxMicros() {
    return count == 0 ? 0 : micros(1);
  }

  private static SortedMap<Double, Long> buckets(String name, Exposition gate) {
    SortedMap<Double, Long> buckets = new TreeMap<>();
    for (Exposition.Sample sample : gate.named(name + "_bucket")) {
      String le = sample.labels().getOrDefault("le", "");
      buckets.merge(
          le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le),
          Math.round(sample.value()),
          Long::sum);
    }
    return buckets;
  }
}
