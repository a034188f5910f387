package org.shanmen.sim.rig;

/** Which GPIO pin of the controller each of the lane's wires is on, numbered as in gate.conf. */
public record Pins(
    int releaseIn,
    int releaseOut,
    int drop,
    int lampGreen,
    int lampRed,
    int beamOuter,
    int beamInner,
    int fireLoop,
    int armPush) {
  /** The pins that a gate.conf without other numbers has. */
  public static final Pins USUAL = new Pins(17, 27, 22, 23, 24, 5, 6, 13, 19);
}
