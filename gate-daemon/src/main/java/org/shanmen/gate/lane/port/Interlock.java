package org.shanmen.gate.lane.port;

/**
 * The wire to the other lane of an interlocked pair. Called by the lane loop only; must return
 * within a millisecond.
 */
@FunctionalInterface
public interface Interlock {
  /** Of a lane that stands alone. */
  Interlock NONE = open -> {};

  /** Tells the other lane whether this one is open, or about to be. */
  void show(boolean open);
}
