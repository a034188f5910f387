package org.shanmen.sim.serial;

import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * An LED panel that shows one line of text, 9600 8N1. Not thread-safe. Answers nothing.
 *
 * <pre>
 *  0    1    2 .. 3   4     5     6 ..        n-2   n-1
 * +----+----+-------+-----+----+-------------+-----+-----+
 * | DA | VR | PN    | CMD | DL | text in GBK | crc | crc |
 * +----+----+-------+-----+----+-------------+-----+-----+
 *   VR = 01;  PN = 00 00;  CMD = 01, show;  DL = bytes of text
 *   crc = CRC-16/MODBUS over all earlier bytes, low byte first
 * </pre>
 *
 * <p>A frame that does not fit the picture is ignored: the search goes on at the byte after its DA.
 */
public final class TextPanel implements Display {
  private static final Charset GBK = Charset.forName("GBK");
  private static final byte[] HEAD = {(byte) 0xDA, 0x01, 0x00, 0x00, 0x01};
  private static final int MAX_FRAME = 6 + 255 + 2;

  private final byte[] buffer = new byte[MAX_FRAME];
  private int length;
  private String text = "";
  private long texts;

  @Override
  public byte[] receive(byte[] bytes) {
    for (byte b : bytes) {
      buffer[length++] = b;
      while (length > 0 && !waits()) {
        take();
      }
    }
    return new byte[0];
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public long texts() {
    return texts;
  }

  @Override
  public void reset() {
    length = 0;
    text = "";
  }

  /** Whether the buffer may still grow into a frame. */
  private boolean waits() {
    int known = Math.min(length, HEAD.length);
    if (!Arrays.equals(buffer, 0, known, HEAD, 0, known)) {
      return false;
    }
    return length < HEAD.length + 1 || length < frameLength();
  }

  private int frameLength() {
    return 6 + (buffer[5] & 0xff) + 2;
  }

  private void take() {
    boolean whole =
        length > HEAD.length
            && Arrays.equals(buffer, 0, HEAD.length, HEAD, 0, HEAD.length)
            && length >= frameLength();
    if (whole && crcIsRight(frameLength())) {
      text = new String(buffer, 6, buffer[5] & 0xff, GBK);
      texts++;
      drop(frameLength());
    } else {
      drop(1);
    }
  }

  private boolean crcIsRight(int frame) {
    int crc = Crc16.modbus(buffer, frame - 2);
    return buffer[frame - 2] == (byte) crc && buffer[frame - 1] == (byte) (crc >>> 8);
  }

  private void drop(int count) {
    length -= count;
    System.arraycopy(buffer, count, buffer, 0, length);
  }
}
