package org.shanmen.sim.serial;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What an RFK101 card reader sends when a card is held to it, 9600 8N2.
 *
 * <pre>
 * 02 | UID in hexadecimal digits | 03 | lrc          lrc = xor over all earlier bytes
 * 02 37 31 38 36 41 36 31 45 03 0A  is the card 7186A61E
 * </pre>
 */
public final class HexFrame {
  private HexFrame() {}

  public static byte[] of(byte[] uid) {
    var frame = new ByteArrayOutputStream();
    frame.write(0x02);
    String digits = HexFormat.of().withUpperCase().formatHex(uid);
    frame.writeBytes(digits.getBytes(StandardCharsets.US_ASCII));
    frame.write(0x03);
    byte lrc = 0;
    for (byte b : frame.toByteArray()) {
      lrc ^= b;
    }
    frame.write(lrc);
    return frame.toByteArray();
  }
}
