package org.shanmen.sim.lane;

import java.util.Locale;

/** The wires that the controller drives; idle when nobody drives them. */
public enum Output {
  /** Lets people enter: held, or pulsed for each, as the board wants it. */
  RELEASE_IN,
  RELEASE_OUT,
  /** Held to keep the arm down. */
  DROP,
  /** Held while everybody may enter. */
  FREE_IN,
  FREE_OUT,
  /** Held while nobody may pass: outranks every release. */
  LOCK,
  /** Raises an arm that fell. */
  RAISE,
  LAMP_GREEN,
  LAMP_RED,
  /** Held while this lane of a pair is open. */
  INTERLOCK,
  COLLECTOR_SWALLOW,
  COLLECTOR_RETURN;

  /** As in gate.conf: {@code release-in}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
