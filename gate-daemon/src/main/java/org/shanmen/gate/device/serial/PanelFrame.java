package org.shanmen.gate.device.serial;

/**
 * One frame that shows a line of text on the LED panel, 9600 8N1 or faster.
 *
 * <pre>
 *  0    1    2 .. 3   4     5     6 ..        n-2   n-1
 * +----+----+-------+-----+----+-------------+-----+-----+
 * | DA | VR | PN    | CMD | DL | text in GBK | crc | crc |
 * +----+----+-------+-----+----+-------------+-----+-----+
 *   VR  = 01, the protocol's version    PN = 00 00, every panel on the line
 *   CMD = 01, show at once and keep     DL = bytes of text, 0 to 255; 0 clears the panel
 *   crc = CRC-16/MODBUS over all earlier bytes, low byte first
 *   DA 01 00 00 01 02 4F 4B 09 D3  shows  OK
 * </pre>
 */
final class PanelFrame {
  static final int MAX_TEXT_BYTES = 255;

  private static final int HEAD = 6;

  private PanelFrame() {}

  /**
   * @param text cut to what one frame holds
   */
  static byte[] show(String text) {
    byte[] gbk = GbkText.fitting(text, MAX_TEXT_BYTES);
    byte[] frame = new byte[HEAD + gbk.length + 2];
    frame[0] = (byte) 0xDA;
    frame[1] = 0x01;
    frame[4] = 0x01;
    frame[5] = (byte) gbk.length;
    System.arraycopy(gbk, 0, frame, HEAD, gbk.length);
    int crc = crc16(frame, HEAD + gbk.length);
    frame[frame.length - 2] = (byte) crc;
    frame[frame.length - 1] = (byte) (crc >>> 8);
    return frame;
  }

  /** CRC-16/MODBUS: polynomial 8005 reflected, start FFFF, nothing added at the end. */
  static int crc16(byte[] bytes, int length) {
    int crc = 0xFFFF;
    for (int i = 0; i < length; i++) {
      crc ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0xA001;
      }
    }
    return crc;
  }
}
