package org.shanmen.sim.serial;

/** An LED panel that shows one line of text. Not thread-safe. */
public interface Display {
  /**
   * Takes bytes from the controller.
   *
   * @return what it answers at once
   */
  byte[] receive(byte[] bytes);

  /** What it shows; empty at first. */
  String text();

  /** How many sound texts came. */
  long texts();

  /** As after a power cut: dark, and nothing half received. */
  void reset();
}
