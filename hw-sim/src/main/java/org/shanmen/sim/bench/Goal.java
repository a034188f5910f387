package org.shanmen.sim.bench;

import java.util.List;
import java.util.Map;

/** What is to be reached; all of its bounds, or it is missed. */
record Goal(List<Bound> bounds) {
  /** Which side of a limit is good. */
  enum Side {
    AT_MOST("<="),
    AT_LEAST(">=");

    private final String sign;

    Side(String sign) {
      this.sign = sign;
    }

    boolean holds(double value, double limit) {
      return this == AT_MOST ? value <= limit : value >= limit;
    }
  }

  /**
   * One limit.
   *
   * @param figure of ours
   * @param times whose same figure the factor multiplies; empty: the factor is the limit itself
   */
  record Bound(String figure, Side side, double factor, String times) {
    private boolean isMet(Figures ours, Map<String, Figures> against) {
      double limit = times.isEmpty() ? factor : factor * against.get(times).get(figure);
      return side.holds(ours.get(figure), limit);
    }

    private String text(String unit) {
      String limit = "%s %s %s".formatted(figure, side.sign, trimmed(factor));
      if (!times.isEmpty()) {
        return limit + " x " + times;
      }
      return namesItsUnit() ? limit : limit + " " + unit;
    }

    /** As {@code bytes_per_right} does. */
    private boolean namesItsUnit() {
      return figure.contains("_");
    }

    private static String trimmed(double number) {
      return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
  }

  static Bound atMost(String figure, double limit) {
    return new Bound(figure, Side.AT_MOST, limit, "");
  }

  static Bound atMost(String figure, double factor, String times) {
    return new Bound(figure, Side.AT_MOST, factor, times);
  }

  static Bound atLeast(String figure, double factor, String times) {
    return new Bound(figure, Side.AT_LEAST, factor, times);
  }

  static Goal of(Bound... bounds) {
    return new Goal(List.of(bounds));
  }

  boolean isMet(Figures ours, Map<String, Figures> against) {
    return bounds.stream().allMatch(bound -> bound.isMet(ours, against));
  }

  /** As {@code p50 <= 20 us, p99 <= 100 us}. */
  String text(String unit) {
    return String.join(", ", bounds.stream().map(bound -> bound.text(unit)).toList());
  }
}
