package org.shanmen.gate.device.serial;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Frames of an IC card reader that sends hexadecimal digits (ID-TECK RFK101 and alike, 9600 8N2).
 *
 * <pre>
 *  0    1 ..              n-3   n-2   n-1
 * +----+----------------------+----+-----+
 * | 02 | hexadecimal digits   | 03 | lrc |
 * +----+----------------------+----+-----+
 *   8 digits for a UID of 4 bytes, 14 for 7, 20 for 10;  lrc = xor over all earlier bytes
 *   02 37 31 38 36 41 36 31 45 03 0A  says  7186A61E
 * </pre>
 *
 * <p>The manual names the fields, not what the LRC runs over; that it includes the 02 is what
 * integrators' code checks. The keypad of such a reader sends the same frame with fewer digits:
 * that is no card.
 */
final class HexDecoder extends FrameDecoder {
  private static final int STX = 0x02;
  private static final int ETX = 0x03;
  private static final int MAX_DIGITS = 20;

  private final ByteOrder order;

  HexDecoder(ByteOrder order) {
    super(1 + MAX_DIGITS + 2);
    this.order = order;
  }

  @Override
  Front look(byte[] rest, int length) {
    if (rest[0] != STX) {
      return garbage("byte %02X: expected 02", rest[0]);
    }
    int digits = 0;
    while (1 + digits < length && HexFormat.isHexDigit(rest[1 + digits])) {
      digits++;
    }
    if (digits > MAX_DIGITS) {
      return garbage("more than %d digits", MAX_DIGITS);
    }
    int end = 1 + digits;
    if (end == length) {
      return PARTIAL;
    }
    if (rest[end] != ETX) {
      return garbage("byte %02X at %d: expected a hexadecimal digit or 03", rest[end], end);
    }
    if (digits != 8 && digits != 14 && digits != 20) {
      return garbage("%d digits: expected 8, 14 or 20", digits);
    }
    if (end + 1 == length) {
      return PARTIAL;
    }
    byte lrc = 0;
    for (int i = 0; i <= end; i++) {
      lrc ^= rest[i];
    }
    if (rest[end + 1] != lrc) {
      return garbage("lrc %02X: expected %02X", rest[end + 1], lrc);
    }
    String hex = new String(rest, 1, digits, StandardCharsets.US_ASCII);
    byte[] uid = HexFormat.of().parseHex(hex);
    return new Front.Frame(end + 2, CardUid.of(uid, 0, uid.length, order));
  }

  private static Front garbage(String format, Object... values) {
    return new Front.Garbage(String.format(format, values));
  }
}
