package org.shanmen.gate.device.serial;

import java.util.Optional;
import org.shanmen.gate.lane.port.Spot;

/**
 * A device that reads credentials.
 *
 * @param name its block in the configuration, for instance {@code scanner-inner}; unique
 * @param spot where at the lane it is mounted
 * @param alive empty if it says nothing while it has nothing to read: then a reader that hangs
 *     cannot be told from an idle one
 */
public record ReaderSettings(
    String name,
    Spot spot,
    SerialPortSettings port,
    ReaderProtocol protocol,
    Optional<LifeSign> alive) {
  /** A reader that gives no sign of life. */
  public ReaderSettings(String name, Spot spot, SerialPortSettings port, ReaderProtocol protocol) {
    this(name, spot, port, protocol, Optional.empty());
  }
}
