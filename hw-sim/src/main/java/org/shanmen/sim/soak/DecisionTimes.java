package org.shanmen.sim.soak;

import java.util.Map;
import java.util.TreeMap;
import org.shanmen.sim.park.Exposition;
import org.shanmen.sim.park.GateHouse;

/**
 * How long a gate's refusals take in peace and besieged, measured in turn, from its own histogram:
 * codes that are tried open nothing, and whoever tries them is refused by all that decides. A
 * machine that is busy with other things is busy in both.
 */
final class DecisionTimes {
  private static final String NAME = "shanmen_refusal_seconds_bucket";

  /** Fewer say nothing about one in a hundred. */
  private static final long ENOUGH = 1_000;

  private static final double MOST = 1.5;

  /** Decisions by the upper bound of their bucket, seconds. */
  private final Map<Double, Double> quiet = new TreeMap<>();

  private final Map<Double, Double> besieged = new TreeMap<>();

  void quiet(GateHouse gate, Runnable decisions) {
    measure(gate, decisions, quiet);
  }

  void besieged(GateHouse gate, Runnable decisions) {
    measure(gate, decisions, besieged);
  }

  private static void measure(GateHouse gate, Runnable decisions, Map<Double, Double> into) {
    var before = upTo(gate.ops().metrics());
    decisions.run();
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
        !areEnough() || ratio() <= MOST,
        "besieged, p99 is %.2f times that in peace".formatted(ratio()));
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
        ? "p99 of %.0f decisions besieged %.0f us, of %.0f in peace %.0f us: %.2f times (at most %.1f)"
            .formatted(
                sum(besieged), p99(besieged) * 1e6, sum(quiet), p99(quiet) * 1e6, ratio(), MOST)
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
