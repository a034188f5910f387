package org.shanmen.gate.admission;

/** Sums and products that end at the largest and smallest number instead of going round. */
final class Saturated {
  private Saturated() {}

  static long plus(long a, long b) {
    long sum = a + b;
    boolean overflowed = ((a ^ sum) & (b ^ sum)) < 0;
    return overflowed ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  static long minus(long a, long b) {
    // What is below nothing by one more than there are numbers above it.
    return b == Long.MIN_VALUE ? plus(plus(a, 1), Long.MAX_VALUE) : plus(a, -b);
  }

  /** Of two numbers that are not negative. */
  static long times(long a, long b) {
    return b != 0 && a > Long.MAX_VALUE / b ? Long.MAX_VALUE : a * b;
  }

  static long millis(long seconds) {
    if (seconds > Long.MAX_VALUE / 1000) {
      return Long.MAX_VALUE;
    }
    return seconds < Long.MIN_VALUE / 1000 ? Long.MIN_VALUE : seconds * 1000;
  }
}
