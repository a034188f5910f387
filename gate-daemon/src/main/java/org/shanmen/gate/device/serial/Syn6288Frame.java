package org.shanmen.gate.device.serial;

/**
 * SYN6288 frames (module data sheet, 9600 8N1).
 *
 * <pre>
 *  0    1      2      3     4      5 ..           n
 * +----+------+------+-----+------+------------+-----+
 * | FD | lenHi| lenLo| cmd | param| GBK text   | xor |
 * +----+------+------+-----+------+------------+-----+
 *   len   = bytes after lenLo;  xor over all earlier bytes
 *   cmd 01 speak, param = music &lt;&lt; 3 | encoding (01 GBK);  02 stop, 21 status: neither param nor text
 *   FD 00 09 01 01 C7 EB CD A8 B9 FD F9  says  请通过
 *   FD 00 02 21 DE                       asks for the status
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

  /**
   * @param gbk at most {@link #MAX_TEXT_BYTES}
   */
  static byte[] speak(byte[] gbk) {
    if (gbk.length > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException(
          "text of " + gbk.length + " bytes: at most " + MAX_TEXT_BYTES);
    }
    byte[] body = new byte[gbk.length + 2];
    body[0] = SPEAK;
    body[1] = PARAM;
    System.arraycopy(gbk, 0, body, 2, gbk.length);
    return frame(body);
  }

  /**
   * @param body command and what belongs to it
   */
  static byte[] frame(byte[] body) {
    byte[] frame = new byte[body.length + 4];
    int length = body.length + 1;
    frame[0] = (byte) 0xFD;
    frame[1] = (byte) (length >>> 8);
    frame[2] = (byte) length;
    System.arraycopy(body, 0, frame, 3, body.length);
    byte xor = 0;
    for (int i = 0; i < frame.length - 1; i++) {
      xor ^= frame[i];
    }
    frame[frame.length - 1] = xor;
    return frame;
  }
}
