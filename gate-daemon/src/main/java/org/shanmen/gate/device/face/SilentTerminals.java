package org.shanmen.gate.device.face;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which face terminals have not been heard of for too long. Pure, time is an argument. Not
 * thread-safe.
 */
final class SilentTerminals {
  private final long limitNanos;
  private final Map<String, Long> heardNanos = new HashMap<>();

  /**
   * @param readers what the terminals' signals are called
   * @param limitNanos how long a terminal that lives may be silent
   * @param nowNanos from when on they are waited for
   */
  SilentTerminals(Collection<String> readers, long limitNanos, long nowNanos) {
    this.limitNanos = limitNanos;
    readers.forEach(reader -> heardNanos.put(reader, nowNanos));
  }

  /**
   * Whatever it says is a sign of life.
   *
   * @return whether it was silent for too long before
   */
  boolean heard(String reader, long nowNanos) {
    Long before = heardNanos.put(reader, nowNanos);
    return before != null && nowNanos - before >= limitNanos;
  }

  Set<String> silent(long nowNanos) {
    var silent = new TreeSet<String>();
    heardNanos.forEach(
        (reader, heard) -> {
          if (nowNanos - heard >= limitNanos) {
            silent.add(reader);
          }
        });
    return silent;
  }
}
