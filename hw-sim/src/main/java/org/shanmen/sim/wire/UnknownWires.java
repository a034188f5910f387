package org.shanmen.sim.wire;

/** A pin of a simulated lane was asked for, but nobody said where the lane is. */
final class UnknownWires extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnknownWires() {
    super(
        "which simulated lane? Set the environment variable "
            + SimulatedPinsPlugin.ENVIRONMENT
            + " to the lane's wires.sock");
  }
}
