package org.shanmen.gate.device.gpio;

/**
 * What a turnstile's board makes of the contacts that open it. Pulses are in milliseconds; their
 * bounds keep the board from missing one, and from taking one for "always open". Figures are those
 * of the makers' manuals (PERCo TTD-03.2 and TTR-10A, TiSO JetPan, Alvarado EDM).
 */
public enum BoardProfile {
  /** Open while the release is held. */
  POTENTIAL(0, 0, 0, 5_000),

  /**
   * PERCo TTD in pulse mode: 100 ms or more open for one person, who has 5 s however long the pulse
   * was.
   */
  PULSE(100, 200, 1_000, 5_000),

  /**
   * TiSO: open for one person for 5 s. A release that is still there 0.3 s after the board saw him
   * through means "always open", so none may be that long.
   */
  TISO(50, 150, 250, 5_000),

  /**
   * Alvarado: ENTACC and EXTACC are momentary, one passage or a time-out; ENTPAS and EXTPAS are
   * held for "always open", ENTCLS for "closed", EMROVR to drop the arms.
   */
  ALVARADO(100, 250, 1_000, 5_000),

  /**
   * PERCo TTR: one person, refused after 8 s. Its FA input is a normally closed loop; while that is
   * open the arm is down and the board ignores every other command.
   */
  PERCO_TTR(100, 250, 1_000, 8_000);

  private final int shortestPulse;
  private final int usualPulse;
  private final int longestPulse;
  private final int usualHold;

  BoardProfile(int shortestPulse, int usualPulse, int longestPulse, int usualHold) {
    this.shortestPulse = shortestPulse;
    this.usualPulse = usualPulse;
    this.longestPulse = longestPulse;
    this.usualHold = usualHold;
  }

  /** Whether a release is a pulse that opens for one person. */
  public boolean isPulsed() {
    return longestPulse > 0;
  }

  public int shortestPulseMillis() {
    return shortestPulse;
  }

  public int usualPulseMillis() {
    return usualPulse;
  }

  /** No release output is active longer, unless the way is free for everybody. */
  public int longestPulseMillis() {
    return longestPulse;
  }

  /** How long the board waits for the person after a pulse, as it leaves the factory. */
  public int usualHoldMillis() {
    return usualHold;
  }
}
