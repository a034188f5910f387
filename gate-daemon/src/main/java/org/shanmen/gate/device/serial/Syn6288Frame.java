package org.shanmen.gate.device.serial;

import java.util.List;

/**
 * SYN6288 speech frame (module data sheet, 9600 8N1).
 *
 * <pre>
 *  0    1      2      3     4      5 ..           n
 * +----+------+------+-----+------+------------+-----+
 * | FD | lenHi| lenLo| 01  | param| GBK text   | xor |
 * +----+------+------+-----+------+------------+-----+
 *   len   = text + 3;  param = music &lt;&lt; 3 | encoding;  xor over all earlier bytes
 *   FD 00 09 01 01 C7 EB CD A8 B9 FD F9  says  请通过
 * </pre>
 */
final class Syn6288Frame {
  /** The module's buffer: longer frames are refused. */
  static final int MAX_TEXT_BYTES = 200;

  /** A prompt that takes longer than so many frames is cut: nobody stands and listens. */
  static final int MAX_FRAMES = 4;

  private static final byte SPEAK = 0x01;

  /** No music, encoding GBK. */
  private static final byte PARAM = 0x01;

  private Syn6288Frame() {}

  /** The texts of the frames that say a prompt, in order; at least one. */
  static List<byte[]> texts(String prompt) {
    return GbkText.pieces(prompt, MAX_TEXT_BYTES, MAX_FRAMES);
  }

  /**
   * @param gbk at most {@link #MAX_TEXT_BYTES}
   */
  static byte[] speak(byte[] gbk) {
    if (gbk.length > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException(
          "text of " + gbk.length + " bytes: at most " + MAX_TEXT_BYTES);
    }
    byte[] frame = new byte[gbk.length + 6];
    int length = gbk.length + 3;
    frame[0] = (byte) 0xFD;
    frame[1] = (byte) (length >>> 8);
    frame[2] = (byte) length;
    frame[3] = SPEAK;
    frame[4] = PARAM;
    System.arraycopy(gbk, 0, frame, 5, gbk.length);
    byte xor = 0;
    for (int i = 0; i < frame.length - 1; i++) {
      xor ^= frame[i];
    }
    frame[frame.length - 1] = xor;
    return frame;
  }
}
