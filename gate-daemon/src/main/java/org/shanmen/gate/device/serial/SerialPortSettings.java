package org.shanmen.gate.device.serial;

import java.util.List;

/**
 * One serial port, always 8 data bits.
 *
 * @param device its path, for instance {@code /dev/ttyS1}; a symbolic link is followed anew at each
 *     opening
 * @param baud one of {@link #BAUDS}
 */
public record SerialPortSettings(String device, int baud, Framing framing) {
  /** The speeds that the devices we know can be set to. */
  public static final List<Integer> BAUDS = List.of(9600, 19200, 38400, 57600, 115200);

  /** A port with the framing that nearly every device uses. */
  public SerialPortSettings(String device, int baud) {
    this(device, baud, Framing.N81);
  }
}
