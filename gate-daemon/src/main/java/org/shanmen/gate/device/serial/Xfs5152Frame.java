package org.shanmen.gate.device.serial;

/**
 * XFS5152 frames (chip's user guide, 9600 8N1). There is no checksum.
 *
 * <pre>
 *  0    1      2      3     4      5 ..
 * +----+------+------+-----+------+------------+
 * | FD | lenHi| lenLo| cmd | enc  | GBK text   |
 * +----+------+------+-----+------+------------+
 *   len = bytes after lenLo;  cmd 01 speak (enc = 01, GBK), 02 stop, 21 status: neither enc nor text
 *   FD 00 08 01 01 C7 EB CD A8 B9 FD  says  请通过
 * </pre>
 */
final class Xfs5152Frame {
  /** The module takes 4 KB; a prompt that is longer than this is cut: nobody stands and listens. */
  static final int MAX_TEXT_BYTES = 800;

  private static final byte SPEAK = 0x01;
  private static final byte GBK = 0x01;

  private Xfs5152Frame() {}

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
    body[1] = GBK;
    System.arraycopy(gbk, 0, body, 2, gbk.length);
    return frame(body);
  }

  /**
   * @param body command and what belongs to it
   */
  static byte[] frame(byte[] body) {
    byte[] frame = new byte[body.length + 3];
    frame[0] = (byte) 0xFD;
    frame[1] = (byte) (body.length >>> 8);
    frame[2] = (byte) body.length;
    System.arraycopy(body, 0, frame, 3, body.length);
    return frame;
  }
}
