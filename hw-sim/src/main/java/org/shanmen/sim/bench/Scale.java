package org.shanmen.sim.bench;

/**
 * How large and how long a run is.
 *
 * @param rights on the gate's list
 * @param rounds that each contestant is measured; figures are medians over them
 * @param scans in each round
 */
record Scale(int rights, int rounds, int scans) {
  static final Scale FULL = new Scale(10_000_000, 5, 4_000);

  /** A tenth of the size, a few seconds each: shows that it works, and roughly how fast. */
  static final Scale QUICK = new Scale(1_000_000, 3, 400);
}
