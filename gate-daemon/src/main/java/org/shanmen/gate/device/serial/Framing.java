package org.shanmen.gate.device.serial;

import com.fazecast.jSerialComm.SerialPort;

/**
 * What stands around the 8 data bits on a serial line.
 *
 * @param stopBits 1 or 2
 */
public record Framing(Parity parity, int stopBits) {
  /** What nearly every device uses. */
  public static final Framing N81 = new Framing(Parity.NONE, 1);

  public static final Framing N82 = new Framing(Parity.NONE, 2);
  public static final Framing E81 = new Framing(Parity.EVEN, 1);

  /** The bit that makes the ones of a character even or odd. */
  public enum Parity {
    NONE(SerialPort.NO_PARITY),
    EVEN(SerialPort.EVEN_PARITY),
    ODD(SerialPort.ODD_PARITY);

    private final int code;

    Parity(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }
}
