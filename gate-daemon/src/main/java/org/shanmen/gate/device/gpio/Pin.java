package org.shanmen.gate.device.gpio;

import com.pi4j.io.gpio.digital.DigitalState;

/** The outputs of a lane. */
enum Pin {
  RELEASE_IN("release-in", DigitalState.LOW),
  RELEASE_OUT("release-out", DigitalState.LOW),
  /** An arm that was dropped for an emergency must not rise because a program ends. */
  DROP("drop", DigitalState.UNKNOWN),
  LAMP_GREEN("lamp-green", DigitalState.LOW),
  LAMP_RED("lamp-red", DigitalState.LOW);

  /** The key in the configuration. */
  final String key;

  /** Set when Pi4J is shut down in order; UNKNOWN leaves the level as it is. */
  final DigitalState shutdownState;

  Pin(String key, DigitalState shutdownState) {
    this.key = key;
    this.shutdownState = shutdownState;
  }

  int address(GpioSettings settings) {
    return switch (this) {
      case RELEASE_IN -> settings.releaseIn();
      case RELEASE_OUT -> settings.releaseOut();
      case DROP -> settings.drop();
      case LAMP_GREEN -> settings.lampGreen();
      case LAMP_RED -> settings.lampRed();
    };
  }
}
