package org.shanmen.sim.crowd;

/** A footfall file that cannot be used; the message names file, line and remedy. */
public final class FootfallMistake extends Exception {
  private static final long serialVersionUID = 1L;

  public FootfallMistake(String message) {
    super(message);
  }
}
