package org.shanmen.sim.lane;

import java.util.Locale;

/** The wires that the controller reads. */
public enum Input {
  /** Active while the beam on the street's side is broken. */
  BEAM_OUTER,
  /** Active while the beam on the park's side is broken. */
  BEAM_INNER,
  /** Normally closed: active while all is well, not in a fire or when the loop is cut. */
  FIRE_LOOP,
  /** Active while somebody pushes against the locked arm. */
  ARM_PUSH,
  /** Active while somebody is above the arm. */
  BEAM_UPPER,
  /** The board's count contact: a pulse for each who turned the arm inwards. */
  COUNT_IN,
  COUNT_OUT,
  /** The attendant's button. */
  BUTTON,
  /** A pulse when the collector dropped a card into its bin. */
  CARD_TAKEN,
  BIN_FULL,
  /** Active while the other lane of a pair is open. */
  OTHER_LANE;

  /** As in gate.conf: {@code beam-outer}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
