package org.shanmen.sim.bench;

/**
 * How large and how long a run is.
 *
 * @param rights on the gate's list
 * @param few rights, to compare a start with
 * @param rounds that each contestant is measured; figures are medians over them
 * @param scans in each round
 * @param snapshots taken in
 * @param starts of a process
 * @param visitors at the wire, in each round: each takes some 0.15 s
 */
record Scale(int rights, int few, int rounds, int scans, int snapshots, int starts, int visitors) {
  static final Scale FULL = new Scale(10_000_000, 10_000, 5, 4_000, 3, 7, 200);

  /** A tenth of the size: shows that it works, and roughly how fast. */
  static final Scale QUICK = new Scale(1_000_000, 1_000, 3, 100, 1, 3, 20);
}
