package org.shanmen.sim.serial;

import java.util.Locale;

/** The serial devices of a lane. */
public enum SerialDevice {
  SCANNER,
  CARD_READER,
  PANEL,
  VOICE;

  /** As in file names, gate.conf and the control API: {@code card-reader}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
