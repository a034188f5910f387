package org.shanmen.sim.serial;

import java.nio.charset.StandardCharsets;

/**
 * What a Wiegand reader's serial converter sends when a card is held to it: the bits of the wire as
 * a line of 0 and 1.
 *
 * <pre>
 * even parity over the first half | data | odd parity over the second half | CR LF
 * 11101010000011011100000010             W26 of the card D41B81
 * 1100010011101010000011011100000011     W34 of the card 89D41B81
 * </pre>
 */
public final class WiegandLine {
  private WiegandLine() {}

  /**
   * @param uid longer than Wiegand can say: what goes over the wire is what a reader makes of it,
   *     the cascade tag 88 and the first bytes of the UID
   * @param dataBytes 3 or 4
   */
  public static byte[] of(byte[] uid, int dataBytes) {
    StringBuilder data = new StringBuilder();
    for (int i = 0; i < dataBytes; i++) {
      int at = uid.length > 4 ? i - 1 : uid.length - dataBytes + i;
      int value = at < 0 ? 0x88 : uid[at] & 0xFF;
      data.append(Integer.toBinaryString(0x100 | value).substring(1));
    }
    int half = data.length() / 2;
    String line = ones(data, 0, half) % 2 + data.toString() + (1 - ones(data, half, 2 * half) % 2);
    return (line + "\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static int ones(CharSequence bits, int from, int to) {
    return (int) bits.subSequence(from, to).chars().filter(bit -> bit == '1').count();
  }
}
