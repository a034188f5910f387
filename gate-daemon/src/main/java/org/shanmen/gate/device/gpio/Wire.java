package org.shanmen.gate.device.gpio;

/**
 * One wire at the computer.
 *
 * @param pin its BCM number
 * @param activeLow the wire is active while the pin is low
 */
public record Wire(int pin, boolean activeLow) {
  /** The usual one: active while the pin is high. */
  public static Wire high(int pin) {
    return new Wire(pin, false);
  }

  /** The pin's level. */
  boolean level(boolean active) {
    return active != activeLow;
  }

  boolean isActive(boolean level) {
    return level != activeLow;
  }
}
