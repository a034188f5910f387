package org.shanmen.gate.device.serial;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;

/**
 * One opening of a serial port, from {@link #open} to {@link #close}; after a loss another one is
 * opened. One thread reads, one writes, anybody closes.
 */
final class OpenPort {
  /**
   * How long a read waits for the first byte. The kernel counts tenths of a second; one of them
   * still tells a scanner without suffix from one that types slowly.
   */
  static final int SILENCE_MILLIS = 100;

  private static final int NO_SUCH_FILE = 2;
  private static final int PERMISSION_DENIED = 13;
  private static final int BUSY = 16;

  private final SerialPort port;

  private OpenPort(SerialPort port) {
    this.port = port;
  }

  /**
   * @throws IOException whose message says what to do
   */
  static OpenPort open(SerialPortSettings settings) throws IOException {
    SerialPort port;
    try {
      port = SerialPort.getCommPort(settings.device());
    } catch (SerialPortInvalidPortException e) {
      throw new IOException(settings.device() + ": no such device; is it plugged in?", e);
    }
    Framing framing = settings.framing();
    port.setComPortParameters(
        settings.baud(),
        8,
        framing.stopBits() == 2 ? SerialPort.TWO_STOP_BITS : SerialPort.ONE_STOP_BIT,
        framing.parity().code());
    port.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
    port.setComPortTimeouts(
        SerialPort.TIMEOUT_READ_SEMI_BLOCKING | SerialPort.TIMEOUT_WRITE_BLOCKING,
        SILENCE_MILLIS,
        0);
    if (!port.openPort()) {
      throw new IOException(settings.device() + ": " + reason(port.getLastErrorCode()));
    }
    return new OpenPort(port);
  }

  /**
   * Waits for bytes, at most {@link #SILENCE_MILLIS}.
   *
   * @return how many came; 0 after a silence
   * @throws IOException if the line is gone or was closed
   */
  int read(byte[] into) throws IOException {
    int count = port.readBytes(into, into.length);
    if (count < 0) {
      throw new IOException("unplugged, or the other end closed it");
    }
    return count;
  }

  /** Blocks until the kernel took all bytes, for ever if nobody drains them and nobody closes. */
  void write(byte[] bytes) throws IOException {
    if (port.writeBytes(bytes, bytes.length) != bytes.length) {
      throw new IOException("did not take " + bytes.length + " bytes");
    }
  }

  void close() {
    port.closePort();
  }

  private static String reason(int errorCode) {
    return switch (errorCode) {
      case NO_SUCH_FILE -> "no such device; is it plugged in?";
      case PERMISSION_DENIED -> "not allowed; add this user to the group that owns it (dialout)";
      case BUSY -> "in use by another program";
      default -> "cannot be opened as a serial port (error " + errorCode + ")";
    };
  }
}
