package org.shanmen.sim.crowd;

/** How a right is shown to a gate. */
public enum Shown {
  /** A code under the scanner. */
  QR,
  /** A card on the reader. */
  CARD,
  /** A face before the terminal. */
  FACE,
  /** An ID card on its reader. */
  ID_CARD
}
