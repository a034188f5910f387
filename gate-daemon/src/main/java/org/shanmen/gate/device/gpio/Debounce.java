package org.shanmen.gate.device.gpio;

import java.util.Optional;

/**
 * A level that bounces: believes a new one once it stayed for a while. Pure, time is an argument.
 * Not thread-safe.
 */
final class Debounce {
  /**
   * A level that is believed.
   *
   * @param atNanos when the last edge towards it came
   */
  record Settled(boolean level, long atNanos) {}

  private final long quietNanos;
  private boolean believed;
  private boolean raw;
  private long edgeNanos;

  /**
   * @param level believed from the beginning
   */
  Debounce(long quietNanos, boolean level) {
    this.quietNanos = quietNanos;
    this.believed = level;
    this.raw = level;
  }

  /** The level seen now; the same one again is no edge. */
  void seen(boolean level, long nowNanos) {
    if (level != raw) {
      raw = level;
      edgeNanos = nowNanos;
    }
  }

  /** The new level, once. */
  Optional<Settled> settled(long nowNanos) {
    if (!isUnsettled() || nowNanos - edgeNanos < quietNanos) {
      return Optional.empty();
    }
    believed = raw;
    return Optional.of(new Settled(believed, edgeNanos));
  }

  /** An edge came that is neither believed nor taken back. */
  boolean isUnsettled() {
    return raw != believed;
  }

  /** When {@link #settled} is to be asked, if no further edge comes; while unsettled only. */
  long dueNanos() {
    return edgeNanos + quietNanos;
  }
}
