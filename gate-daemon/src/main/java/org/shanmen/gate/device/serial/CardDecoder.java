package org.shanmen.gate.device.serial;

/**
 * Frames of an IC card reader with a length byte, 9600 8N1.
 *
 * <pre>
 *  0    1     2      3 ..          n-3   n-2   n-1
 * +----+-----+------+----------------+-----+----+
 * | 02 | len | type | serial number  | xor | 03 |
 * +----+-----+------+----------------+-----+----+
 *   len  = n, the whole frame;  xor over len, type and serial number
 *   02 0A 02 06 00 8E 6D 5D B0 03  says  06008E6D5D
 * </pre>
 *
 * <p>The value is the whole serial number, all bytes between type and xor, as upper-case hex; what
 * is sold for a card must have been read by a reader that shows the same bytes.
 */
final class CardDecoder extends FrameDecoder {
  /** Bytes of a serial number: 4, 7 or 10 by ISO 14443-3, 5 with a check byte. */
  static final int MIN_SERIAL = 4;

  static final int MAX_SERIAL = 10;

  private static final int STX = 0x02;
  private static final int ETX = 0x03;

  /** Everything in a frame but the serial number. */
  private static final int AROUND = 5;

  private final ByteOrder order;

  CardDecoder(ByteOrder order) {
    super(AROUND + MAX_SERIAL);
    this.order = order;
  }

  @Override
  Front look(byte[] rest, int length) {
    if (rest[0] != STX) {
      return garbage("byte %02X: expected 02", rest[0]);
    }
    if (length < 2) {
      return PARTIAL;
    }
    int size = rest[1];
    if (size < AROUND + MIN_SERIAL || size > AROUND + MAX_SERIAL) {
      return garbage("length %02X: expected 09 to 0F", rest[1]);
    }
    if (length < size) {
      return PARTIAL;
    }
    byte xor = 0;
    for (int i = 1; i < size - 2; i++) {
      xor ^= rest[i];
    }
    if (rest[size - 1] != ETX) {
      return garbage("byte %02X at %d: expected 03", rest[size - 1], size - 1);
    }
    if (xor != rest[size - 2]) {
      return garbage("xor %02X: expected %02X", rest[size - 2], xor);
    }
    return new Front.Frame(size, CardUid.of(rest, 3, size - 2, order));
  }

  private static Front garbage(String format, Object... values) {
    return new Front.Garbage(String.format(format, values));
  }
}
