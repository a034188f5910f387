package org.shanmen.gate.device.serial;

import org.shanmen.gate.lane.port.Spot;

/**
 * A device that reads credentials.
 *
 * @param name its block in the configuration, for instance {@code scanner-inner}; unique
 * @param spot where at the lane it is mounted
 */
public record ReaderSettings(
    String name, Spot spot, SerialPortSettings port, ReaderProtocol protocol) {}
