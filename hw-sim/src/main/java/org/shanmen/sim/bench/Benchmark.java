package org.shanmen.sim.bench;

/** One thing that is measured. */
interface Benchmark {
  /** As it is asked for and reported. */
  String name();

  /**
   * Measures; takes as long as it takes.
   *
   * @throws Exception if it could not be measured: then there is no figure, rather than a wrong one
   */
  Result run(Bench bench) throws Exception;
}
