package org.shanmen.gate.journal;

/** When an admission is power-safe. It is kill-safe before the arm moves in either case. */
public enum PowerPolicy {
  /** While the arm moves: a power cut within that moment may forget who was let in. */
  OVERLAPPED,

  /**
   * Before the arm moves: no power cut forgets anybody who was let in, and everybody waits for one
   * fdatasync more, 0.1 ms on a good disk, 20 ms on a bad memory card.
   */
  BEFORE_RELEASE
}
