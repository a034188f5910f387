package org.shanmen.gate.device.board;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A frame of the protocol that the manual of Turboo's TPW-321ASP describes (appendix C), without
 * checksum:
 *
 * <pre>
 *   [ADDRESS] 02 TYPE LEN CONTENT 04
 *   02 FF 00 04            connect; the board answers alike, and is answered alike
 *   02 14 02 31 30 04      mode: inwards free, outwards controlled
 *   02 24 01 30 04         drop the arm; 31 raises it
 *   02 28 01 30 04         tell the entries: 02 21 LEN digits 04; 31: the exits, 22
 *   02 44 00 04            understood        02 F4 00 04   not done
 * </pre>
 *
 * @param type 0 to 255
 * @param content at most 255 bytes, of which numbers and modes are ASCII digits
 */
record BoardFrame(int type, byte[] content) {
  static final int CONNECT = 0xFF;
  static final int OK = 0x44;
  static final int FAILED = 0xF4;
  static final int MODE = 0x14;
  static final int ENTRIES = 0x21;
  static final int EXITS = 0x22;
  static final int ARM = 0x24;
  static final int COUNTERS = 0x28;

  static final int STX = 0x02;
  static final int END = 0x04;

  /** Counters with more digits than this are garbage. */
  private static final int MAX_DIGITS = 10;

  static BoardFrame of(int type, int... content) {
    byte[] bytes = new byte[content.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) content[i];
    }
    return new BoardFrame(type, bytes);
  }

  /** The bytes on the line. */
  byte[] encode(OptionalInt address) {
    int start = address.isPresent() ? 1 : 0;
    byte[] bytes = new byte[start + 3 + content.length + 1];
    if (address.isPresent()) {
      bytes[0] = (byte) address.getAsInt();
    }
    bytes[start] = STX;
    bytes[start + 1] = (byte) type;
    bytes[start + 2] = (byte) content.length;
    System.arraycopy(content, 0, bytes, start + 3, content.length);
    bytes[bytes.length - 1] = END;
    return bytes;
  }

  /** The content as a decimal number; empty if it is none. */
  OptionalLong number() {
    String text = new String(content, StandardCharsets.US_ASCII);
    return text.length() <= MAX_DIGITS && text.matches("[0-9]+")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BoardFrame frame
        && frame.type == type
        && Arrays.equals(frame.content, content);
  }

  @Override
  public int hashCode() {
    return 31 * type + Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return String.format("%02X %s", type, Arrays.toString(content));
  }
}
