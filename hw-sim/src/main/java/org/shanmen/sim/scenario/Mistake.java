package org.shanmen.sim.scenario;

/** Something in a scenario file that cannot be understood, with its place and what was expected. */
final class Mistake extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param place file and line, as {@code file:line}
   * @param expected what should stand there, in English
   * @param chinese the same in Chinese, shortly
   */
  Mistake(String place, String expected, String chinese) {
    super(place + ": " + expected + " / " + chinese);
  }
}
