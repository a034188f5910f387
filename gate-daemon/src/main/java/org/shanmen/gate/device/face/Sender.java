package org.shanmen.gate.device.face;

import org.shanmen.gate.lane.port.Spot;

/**
 * The terminal behind a request.
 *
 * @param id tells terminals apart whose events have the same numbers
 * @param reader the name in signals
 */
record Sender(String id, String reader, Spot spot, boolean reverseCards) {
  /** What the one terminal of a gate without a list is called in signals. */
  static final String UNNAMED = "face";

  static Sender of(TerminalSettings terminal) {
    return new Sender(terminal.name(), terminal.reader(), terminal.spot(), terminal.reverseCards());
  }

  /** A gate without a list of terminals has one, on the street's side. */
  static Sender unnamed(String address) {
    return new Sender(address, UNNAMED, Spot.OUTER, false);
  }

  Sender withDevice(String serialNumber) {
    return new Sender(id + " " + serialNumber, reader, spot, reverseCards);
  }
}
