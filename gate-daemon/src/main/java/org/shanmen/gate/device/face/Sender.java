package org.shanmen.gate.device.face;

import org.shanmen.gate.lane.port.Spot;

/**
 * The terminal behind a request.
 *
 * @param id tells terminals apart whose events have the same numbers
 * @param reader the name in signals
 */
record Sender(String id, String reader, Spot spot, boolean reverseCards) {
  static Sender of(TerminalSettings terminal) {
    return new Sender(terminal.name(), terminal.reader(), terminal.spot(), terminal.reverseCards());
  }

  /** A gate without a list of terminals has one, on the street's side. */
  static Sender unnamed(String address) {
    return new Sender(address, "face", Spot.OUTER, false);
  }

  Sender withDevice(String serialNumber) {
    return new Sender(id + " " + serialNumber, reader, spot, reverseCards);
  }
}
