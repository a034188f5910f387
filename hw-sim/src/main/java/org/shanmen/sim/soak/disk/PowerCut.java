package org.shanmen.sim.soak.disk;

/**
 * The power is gone: whoever still touches the disk, on whatever thread, is dead and does not know
 * it yet. An error and no exception, because a dead program handles nothing.
 */
public final class PowerCut extends Error {
  private static final long serialVersionUID = 1;

  PowerCut() {
    super("the power is gone", null, false, false);
  }
}
