package org.shanmen.gate.explain;

/** Something in the command line, or in what it names, that whoever typed it can mend. */
final class Mistake extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong and what to do
   */
  Mistake(String message) {
    super(message);
  }
}
