package org.shanmen.sim.serial;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * An Onbon BX-5K controller with its panel, 57600 8N1. Not thread-safe.
 *
 * <pre>
 *  8 x A5 | header 14 | data | crc 2 | 5A        A5 = A6 02, A6 = A6 01, 5A = 5B 02, 5B = 5B 01
 *    header: 2 to | 2 from | six 00 | FE model | 02 version | 2 length of data
 *    crc:    CRC-16/ARC over header and data, low byte first
 *    data:   A2 00 .. ping;  A3 06 .. text of one area;  third byte 01: answer, please
 * </pre>
 *
 * <p>Answers a ping or a text with A0 00. What it shows of a text is all of it: instructions in it
 * (a backslash and two letters) are not obeyed.
 */
public final class Bx5kPanel implements Display {
  private static final Charset GBK = Charset.forName("GBK");
  private static final int MAX_FRAME = 1024;
  private static final int HEADER = 14;

  /** Of a text: everything before the area, and everything in the area before the text. */
  private static final int TEXT = 9 + 27;

  private static final byte[] HEADER_TO_HOST = {
    0x00, (byte) 0x80, 0x01, 0x00, 0, 0, 0, 0, 0, 0, (byte) 0xFE, 0x02
  };

  private static final byte[] BEGIN = filled((byte) 0xA5, 8);

  private final ByteArrayOutputStream inside = new ByteArrayOutputStream();
  private boolean begun;
  private String text = "";
  private long texts;

  @Override
  public byte[] receive(byte[] bytes) {
    var answers = new ByteArrayOutputStream();
    for (byte b : bytes) {
      switch (b) {
        case (byte) 0xA5 -> {
          inside.reset();
          begun = true;
        }
        case 0x5A -> {
          if (begun) {
            answers.writeBytes(take(unescaped(inside.toByteArray())));
          }
          begun = false;
        }
        default -> {
          if (begun && inside.size() < MAX_FRAME) {
            inside.write(b);
          }
        }
      }
    }
    return answers.toByteArray();
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
    begun = false;
    text = "";
  }

  private byte[] take(byte[] frame) {
    int data = frame.length - HEADER - 2;
    if (data < 3
        || number(frame, HEADER - 2) != data
        || Crc16.arc(frame, HEADER + data) != number(frame, HEADER + data)) {
      return new byte[0];
    }
    boolean ping = frame[HEADER] == (byte) 0xA2 && frame[HEADER + 1] == 0x00;
    boolean show = frame[HEADER] == (byte) 0xA3 && frame[HEADER + 1] == 0x06;
    if (show && data >= TEXT) {
      int length = Math.min(data - TEXT, number(frame, HEADER + TEXT - 4));
      text = new String(frame, HEADER + TEXT, length, GBK);
      texts++;
    }
    return (ping || show) && frame[HEADER + 2] == 0x01
        ? frame(new byte[] {(byte) 0xA0, 0, 0, 0, 0})
        : new byte[0];
  }

  private static byte[] unescaped(byte[] escaped) {
    var plain = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length; i++) {
      boolean escape = escaped[i] == (byte) 0xA6 || escaped[i] == 0x5B;
      if (escape && i + 1 < escaped.length) {
        plain.write(escaped[i] - (escaped[i + 1] - 1));
        i++;
      } else {
        plain.write(escaped[i]);
      }
    }
    return plain.toByteArray();
  }

  private static byte[] frame(byte[] data) {
    byte[] inner = Arrays.copyOf(HEADER_TO_HOST, HEADER + data.length + 2);
    inner[HEADER - 2] = (byte) data.length;
    System.arraycopy(data, 0, inner, HEADER, data.length);
    int crc = Crc16.arc(inner, HEADER + data.length);
    inner[inner.length - 2] = (byte) crc;
    inner[inner.length - 1] = (byte) (crc >>> 8);
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(BEGIN);
    for (byte b : inner) {
      switch (b) {
        case (byte) 0xA5 -> frame.writeBytes(new byte[] {(byte) 0xA6, 0x02});
        case (byte) 0xA6 -> frame.writeBytes(new byte[] {(byte) 0xA6, 0x01});
        case 0x5A -> frame.writeBytes(new byte[] {0x5B, 0x02});
        case 0x5B -> frame.writeBytes(new byte[] {0x5B, 0x01});
        default -> frame.write(b);
      }
    }
    frame.write(0x5A);
    return frame.toByteArray();
  }

  private static byte[] filled(byte value, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, value);
    return bytes;
  }

  private static int number(byte[] bytes, int at) {
    return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
  }
}
