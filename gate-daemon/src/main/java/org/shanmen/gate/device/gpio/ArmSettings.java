package org.shanmen.gate.device.gpio;

/**
 * How the arm's board is told to open.
 *
 * @param pulseMillis how long a release is active; within the profile's bounds, 0 if it has none
 * @param holdMillis how long the board stays open after a pulse while nobody comes
 * @param exitIsFree whoever leaves needs no ticket here: a release outwards is held on {@link
 *     OutputPin#FREE_OUT} instead of being pulsed for ever
 */
public record ArmSettings(
    BoardProfile profile, int pulseMillis, int holdMillis, boolean exitIsFree) {
  /** Potential mode: needs no figures. */
  public static final ArmSettings HELD =
      new ArmSettings(BoardProfile.POTENTIAL, 0, BoardProfile.POTENTIAL.usualHoldMillis(), false);
}
