package org.shanmen.sim.lane;

/** What the arm's board makes of its contacts; named as the profiles of gate.conf. */
public enum BoardKind {
  /** Open while a release is held. */
  POTENTIAL(0, 0, Trap.NONE),
  /** PERCo TTD: 100 ms or more open for one person for 5 s; shorter ones are not seen. */
  PULSE(100, 5_000, Trap.NONE),
  /** TiSO: the same, and a release still held 0.3 s after a person is through stays open. */
  TISO(50, 5_000, Trap.FREE_ACCESS),
  /** Alvarado: momentary releases. */
  ALVARADO(50, 5_000, Trap.NONE),
  /** PERCo TTR: one person within 8 s; deaf to everything else while its fire loop is open. */
  PERCO_TTR(100, 8_000, Trap.NONE);

  /** How soon after a person is through a held release becomes free access. */
  static final int FREE_ACCESS_MILLIS = 300;

  private enum Trap {
    NONE,
    FREE_ACCESS
  }

  private final int leastPulseMillis;
  private final int holdMillis;
  private final Trap trap;

  BoardKind(int leastPulseMillis, int holdMillis, Trap trap) {
    this.leastPulseMillis = leastPulseMillis;
    this.holdMillis = holdMillis;
    this.trap = trap;
  }

  boolean isPulsed() {
    return holdMillis > 0;
  }

  int leastPulseMillis() {
    return leastPulseMillis;
  }

  int holdMillis() {
    return holdMillis;
  }

  boolean hasFreeAccess() {
    return trap == Trap.FREE_ACCESS;
  }
}
