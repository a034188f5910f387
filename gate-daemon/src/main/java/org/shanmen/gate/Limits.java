package org.shanmen.gate;

/** Every bound of the gate daemon, by room. What is not bounded here is a fault. */
public final class Limits {
  // ---- journal ----

  /** Size of a preallocated journal segment. */
  public static final int JOURNAL_SEGMENT_BYTES = 4 << 20;

  /** All segments together; about 5 million events, more than a month of a busy lane offline. */
  public static final long JOURNAL_BYTES = 512L << 20;

  /** From here on {@code Journal.fullness()} is worth an alarm. */
  public static final double JOURNAL_ALARM_FULLNESS = 0.5;

  /** The largest serialised event. */
  public static final int EVENT_BYTES = 4096;

  private Limits() {}
}
