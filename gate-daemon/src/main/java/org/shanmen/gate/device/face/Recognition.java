package org.shanmen.gate.device.face;

/** What one event of the terminal means for the gate. */
enum Recognition {
  /** A person stands there now. */
  FRESH,
  /** The terminal repeats what it already sent, because it missed our answer. */
  REPEATED,
  /** Out of the terminal's history, or of a terminal whose clock is slow: never opens. */
  REPLAYED,
  /** Ahead of our time: one of the two clocks is wrong. Never opens. */
  AHEAD,
  /** A face that is nobody's, a heartbeat, a door contact, or anything else. */
  OTHER
}
