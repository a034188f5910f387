package org.shanmen.gate.device.gpio;

/** The outputs of a lane. Idle, all of them, means locked and dark. */
public enum OutputPin {
  /** Lets people in: held, or pulsed for each of them, as the profile says. */
  RELEASE_IN("release-in", Kind.OPENS),
  RELEASE_OUT("release-out", Kind.OPENS),
  /** Held while the way must be free for everybody: fire and emergency. */
  DROP("drop", Kind.OPENS),
  /** Held while everybody may walk in; for boards that take pulses. */
  FREE_IN("free-in", Kind.OPENS),
  FREE_OUT("free-out", Kind.OPENS),
  /** Held while nobody may pass; a board with such an input forgets a release at once. */
  LOCK("lock", Kind.HARMLESS),
  /** A pulse raises an arm that fell. */
  RAISE("raise", Kind.HARMLESS),
  LAMP_GREEN("lamp-green", Kind.HARMLESS),
  LAMP_RED("lamp-red", Kind.HARMLESS),
  /** Held while this lane of an interlocked pair is open. */
  INTERLOCK("interlock", Kind.HARMLESS),
  /** A pulse drops the card in the collector into its bin. */
  COLLECTOR_SWALLOW("collector-swallow", Kind.HARMLESS),
  /** A pulse hands the card in the collector out again. */
  COLLECTOR_RETURN("collector-return", Kind.HARMLESS);

  private enum Kind {
    OPENS,
    HARMLESS
  }

  private final String key;
  private final Kind kind;

  OutputPin(String key, Kind kind) {
    this.key = key;
    this.kind = kind;
  }

  /** The key in the configuration, inside {@code gpio}. */
  public String key() {
    return key;
  }

  /** Whether it lets somebody through while it is active. */
  public boolean opens() {
    return kind == Kind.OPENS;
  }

  /** Whether it goes to the arm's board. */
  public boolean isOfArm() {
    return opens() || this == LOCK || this == RAISE;
  }

  /**
   * Whether it goes idle when the daemon ends in order. An arm that was dropped for an emergency
   * must not rise because a program ends.
   */
  boolean endsIdle() {
    return this != DROP;
  }
}
