package org.shanmen.gate.lane.port;

/** Where devices leave what they noticed. Thread-safe, bounded, never blocks. */
@FunctionalInterface
public interface Inbox {
  /**
   * @return false if the lane is so far behind that the signal was dropped; the lane counts and
   *     alarms that itself
   */
  boolean offer(Signal signal);
}
