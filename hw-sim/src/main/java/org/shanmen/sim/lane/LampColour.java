package org.shanmen.sim.lane;

/** What a visitor sees of the lamp. With both wires high red outshines green. */
public enum LampColour {
  OFF,
  RED,
  GREEN
}
