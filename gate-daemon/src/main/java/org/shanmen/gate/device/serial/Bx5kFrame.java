package org.shanmen.gate.device.serial;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Frames of Onbon BX-5K and BX-6K controllers (the maker's "BX-5K/6K 通讯协议", 57600 8N1 unless set
 * otherwise). Numbers have their low byte first.
 *
 * <pre>
 *  8 x A5 | header 14 | data | crc 2 | 5A        header, data and crc escaped:
 *                                                A5 = A6 02, A6 = A6 01, 5A = 5B 02, 5B = 5B 01
 *  header: 01 00 to the panel, 00 80 from the host, six 00, FE any model, 02 version, 2 length of data
 *  crc:    CRC-16/ARC over header and data
 *
 *  data of a ping:    A2 00 | 01 answer, please | 00 00
 *  data of a text:    A3 06 | 01 answer, please, or 02 | 00 00 | 00 areas deleted | 01 area follows
 *    2 its length     00 | 2 x | 2 y | 2 width in bytes of 8 pixels | 2 height | 00 area number
 *                     00 line spacing | 01 stays | 02 00 | 00 00 00 | 02 several lines | 02 wraps
 *                     01 still | 00 | 00 speed | 02 stay | 4 length of text | text in GBK
 *
 *  A5 A5 A5 A5 A5 A5 A5 A5 01 00 00 80 00 00 00 00 00 00 FE 02 05 00 A2 00 01 00 00 68 F8 5A   pings
 * </pre>
 *
 * <p>In a text a backslash begins an instruction (colour, font), so ours are shown as slashes.
 */
final class Bx5kFrame {
  /** More than any panel at a lane shows. */
  static final int MAX_TEXT_BYTES = 255;

  private static final int HEAD = 8;
  private static final int HEADER = 14;
  private static final int CRC = 2;
  private static final byte BEGIN = (byte) 0xA5;
  private static final byte BEGIN_ESCAPE = (byte) 0xA6;
  private static final byte END = 0x5A;
  private static final byte END_ESCAPE = 0x5B;
  private static final byte ANSWER = 0x01;
  private static final byte NO_ANSWER = 0x02;

  private Bx5kFrame() {}

  static byte[] ping() {
    return frame(new byte[] {(byte) 0xA2, 0x00, ANSWER, 0, 0});
  }

  /**
   * @param text cut to what one frame holds
   * @param width in pixels, a multiple of 8
   * @param height in pixels
   */
  static byte[] show(String text, int width, int height, boolean answer) {
    byte[] gbk = GbkText.fitting(text.replace('\\', '/'), MAX_TEXT_BYTES);
    var area = new ByteArrayOutputStream();
    area.write(0x00);
    number(area, 0);
    number(area, 0);
    number(area, width / 8);
    number(area, height);
    area.writeBytes(new byte[] {0x00, 0x00, 0x01, 0x02, 0x00, 0x00, 0x00, 0x00});
    area.writeBytes(new byte[] {0x02, 0x02, 0x01, 0x00, 0x00, 0x02});
    number(area, gbk.length);
    number(area, 0);
    area.writeBytes(gbk);
    var data = new ByteArrayOutputStream();
    data.writeBytes(
        new byte[] {(byte) 0xA3, 0x06, answer ? ANSWER : NO_ANSWER, 0x00, 0x00, 0x00, 0x01});
    number(data, area.size());
    data.writeBytes(area.toByteArray());
    return frame(data.toByteArray());
  }

  static byte[] frame(byte[] data) {
    var inner = new ByteArrayOutputStream();
    inner.writeBytes(
        new byte[] {0x01, 0x00, 0x00, (byte) 0x80, 0, 0, 0, 0, 0, 0, (byte) 0xFE, 0x02});
    number(inner, data.length);
    inner.writeBytes(data);
    number(inner, crc16(inner.toByteArray(), inner.size()));
    var frame = new ByteArrayOutputStream();
    for (int i = 0; i < HEAD; i++) {
      frame.write(BEGIN);
    }
    for (byte b : inner.toByteArray()) {
      switch (b) {
        case BEGIN -> frame.writeBytes(new byte[] {BEGIN_ESCAPE, 0x02});
        case BEGIN_ESCAPE -> frame.writeBytes(new byte[] {BEGIN_ESCAPE, 0x01});
        case END -> frame.writeBytes(new byte[] {END_ESCAPE, 0x02});
        case END_ESCAPE -> frame.writeBytes(new byte[] {END_ESCAPE, 0x01});
        default -> frame.write(b);
      }
    }
    frame.write(END);
    return frame.toByteArray();
  }

  /**
   * @param escaped everything between the last A5 and the 5A
   * @return whether it is header, data and their sum; what a panel says in it is of no use
   */
  static boolean isSound(byte[] escaped) {
    byte[] inner = new byte[escaped.length];
    int length = 0;
    for (int i = 0; i < escaped.length; i++) {
      byte b = escaped[i];
      if (b == BEGIN_ESCAPE || b == END_ESCAPE) {
        i++;
        int code = i < escaped.length ? escaped[i] : 0;
        if (code != 1 && code != 2) {
          return false;
        }
        b = (byte) (b - (code - 1));
      }
      inner[length++] = b;
    }
    byte[] whole = Arrays.copyOf(inner, length);
    return length >= HEADER + CRC
        && (whole[HEADER - 2] & 0xFF | (whole[HEADER - 1] & 0xFF) << 8) == length - HEADER - CRC
        && crc16(whole, length - CRC)
            == (whole[length - 2] & 0xFF | (whole[length - 1] & 0xFF) << 8);
  }

  /** CRC-16/ARC: polynomial 8005 reflected, start 0, nothing added at the end. */
  static int crc16(byte[] bytes, int length) {
    int crc = 0;
    for (int i = 0; i < length; i++) {
      crc ^= bytes[i] & 0xFF;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0xA001;
      }
    }
    return crc;
  }

  private static void number(ByteArrayOutputStream to, int value) {
    to.write(value);
    to.write(value >>> 8);
  }
}
