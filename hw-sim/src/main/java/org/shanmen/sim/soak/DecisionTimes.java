package org.shanmen.sim.soak;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.shanmen.sim.park.Exposition;
import org.shanmen.sim.park.GateHouse;

/**
 * How long a gate's refusals take in peace and besieged, measured in turn, from its own histogram:
 * codes that are tried open nothing, and whoever tries them is refused by all that decides.
 *
 * <p>Those who besiege it, the centre and the lane's simulator share the gate's processors here,
 * which they do not in a park. So a {@link Metronome} beats beside it: what a siege makes every
 * thread of the machine wait for is not held against the gate.
 */
final class DecisionTimes {
  private static final String NAME = "shanmen_refusal_seconds_bucket";

  /** Fewer say nothing about one in a hundred. */
  private static final long ENOUGH = 1_000;

  private static final double MOST = 1.5;

  private static final long LONGEST_NANOS = 60_000_000_000L;

  /** Decisions by the upper bound of their bucket, seconds. */
  private final Map<Double, Double> quiet = new TreeMap<>();

  private final Map<Double, Double> besieged = new TreeMap<>();

  private final Histogram lateInPeace = new Histogram(LONGEST_NANOS, 3);
  private final Histogram lateBesieged = new Histogram(LONGEST_NANOS, 3);

  void quiet(GateHouse gate, Runnable decisions) {
    measure(gate, decisions, quiet, lateInPeace);
  }

  void besieged(GateHouse gate, Runnable decisions) {
    measure(gate, decisions, besieged, lateBesieged);
  }

  private static void measure(
      GateHouse gate, Runnable decisions, Map<Double, Double> into, Histogram late) {
    var before = upTo(gate.ops().metrics());
    try (var beside = new Metronome(late)) {
      decisions.run();
    }
    var after = upTo(gate.ops().metrics());
    double below = 0;
    for (var bucket : after.entrySet()) {
      double upTo = bucket.getValue() - before.getOrDefault(bucket.getKey(), 0.0);
      into.merge(bucket.getKey(), upTo - below, Double::sum);
      below = upTo;
    }
  }

  private static Map<Double, Double> upTo(Exposition figures) {
    var upTo = new TreeMap<Double, Double>();
    for (var sample : figures.named(NAME)) {
      String bound = sample.labels().get("le");
      upTo.put(
          bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound),
          sample.value());
    }
    return upTo;
  }

  /** Holds the ratio against the promise, once there are enough decisions to tell it. */
  void judge(Played played) {
    played.note(toString());
    played.require(
        sum(quiet) > 0 && sum(besieged) > 0, "nothing was measured: the gate tells no times");
    played.require(
        !areEnough() || ratio() <= most(),
        "besieged, p99 is %.2f times that in peace, at most %.2f".formatted(ratio(), most()));
  }

  /** More than the promise only where every thread of the machine waited longer. */
  private double most() {
    return MOST * Math.max(1, (double) lateMicros(lateBesieged) / lateMicros(lateInPeace));
  }

  private static long lateMicros(Histogram late) {
    return Math.max(1, late.getValueAtPercentile(99) / 1_000);
  }

  private boolean areEnough() {
    return sum(quiet) >= ENOUGH && sum(besieged) >= ENOUGH;
  }

  private double ratio() {
    return p99(besieged) / p99(quiet);
  }

  /** For people: the ratio, or that there are too few decisions to tell it. */
  @Override
  public String toString() {
    return areEnough()
        ? ("p99 of %.0f decisions besieged %.0f us, of %.0f in peace %.0f us: %.2f times (at most"
                + " %.2f); a thread that only wakes up is late by %d us and %d us")
            .formatted(
                sum(besieged),
                p99(besieged) * 1e6,
                sum(quiet),
                p99(quiet) * 1e6,
                ratio(),
                most(),
                lateMicros(lateBesieged),
                lateMicros(lateInPeace))
        : "%.0f decisions besieged and %.0f in peace: too few for a p99 (%d each)"
            .formatted(sum(besieged), sum(quiet), ENOUGH);
  }

  private static double sum(Map<Double, Double> counts) {
    return counts.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private static double p99(Map<Double, Double> counts) {
    double wanted = 0.99 * sum(counts);
    double below = 0;
    for (var bucket : counts.entrySet()) {
      below += bucket.getValue();
      if (below >= wanted) {
        return bucket.getKey();
      }
    }
    return Double.POSITIVE_INFINITY;
  }
}
