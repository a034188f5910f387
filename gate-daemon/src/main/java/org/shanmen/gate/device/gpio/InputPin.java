package org.shanmen.gate.device.gpio;

/** The inputs of a lane. */
public enum InputPin {
  /** Active while somebody breaks the street side's beam. */
  BEAM_OUTER("beam-outer"),
  /** Active while somebody breaks the park side's beam. */
  BEAM_INNER("beam-inner"),
  /** Normally closed: low means fire, or a cut wire, which is treated alike. */
  FIRE_LOOP("fire-loop"),
  /** Active while somebody pushes the locked arm. */
  ARM_PUSH("arm-push"),
  /** Active while somebody is above the arm. */
  BEAM_UPPER("beam-upper"),
  /** The board's count contact: becomes active for each person who came in. */
  COUNT_IN("count-in"),
  COUNT_OUT("count-out"),
  /** Becomes active when a member of staff presses it. */
  BUTTON("button"),
  /** Becomes active when the collector has the card in its bin. */
  CARD_TAKEN("card-taken"),
  /** Active while the collector's bin is full. */
  BIN_FULL("bin-full"),
  /** Active while the other lane of an interlocked pair is open. */
  OTHER_LANE("other-lane");

  private final String key;

  InputPin(String key) {
    this.key = key;
  }

  /** The key in the configuration, inside {@code gpio}. */
  public String key() {
    return key;
  }

  boolean isBeam() {
    return this == BEAM_OUTER || this == BEAM_INNER || this == BEAM_UPPER;
  }
}
