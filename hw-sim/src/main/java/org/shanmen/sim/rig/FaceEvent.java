package org.shanmen.sim.rig;

/** What a face terminal tells. */
public enum FaceEvent {
  /** Somebody was recognised just now. */
  PASS,
  /** Somebody stood there and was not recognised. */
  FAIL,
  /** An hour ago somebody was recognised: the terminal plays its records back. */
  HISTORY,
  /** The last event once more, byte for byte, as if its answer had been lost. */
  AGAIN
}
