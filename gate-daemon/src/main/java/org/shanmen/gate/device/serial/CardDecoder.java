package org.shanmen.gate.device.serial;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.shanmen.protocol.Decoded;

/**
 * Frames of an IC card reader, 9600 8N1.
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
 * is sold for a card must have been read by a reader that shows the same bytes. After garbage the
 * next 02 that starts a sound frame is found again.
 */
final class CardDecoder implements Decoder<String> {
  /** Bytes of a serial number: 4, 7 or 10 by ISO 14443-3, 5 with a check byte. */
  static final int MIN_SERIAL = 4;

  static final int MAX_SERIAL = 10;

  private static final int STX = 0x02;
  private static final int ETX = 0x03;

  /** Everything in a frame but the serial number. */
  private static final int AROUND = 5;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final ByteOrder order;
  private final byte[] rest = new byte[AROUND + MAX_SERIAL];
  private int length;
  private boolean lost;

  CardDecoder(ByteOrder order) {
    this.order = order;
  }

  @Override
  public List<Decoded<String>> received(byte[] bytes, int length) {
    List<Decoded<String>> cards = new ArrayList<>(1);
    for (int i = 0; i < length; i++) {
      rest[this.length++] = bytes[i];
      decode(cards);
    }
    return cards;
  }

  /** What looked like a frame's beginning was none: a whole frame may stand behind it. */
  @Override
  public List<Decoded<String>> silent() {
    List<Decoded<String>> cards = new ArrayList<>(1);
    while (length > 0) {
      skip(cards, "frame cut off after " + length + " bytes");
      decode(cards);
    }
    lost = false;
    return cards;
  }

  @Override
  public void reset() {
    length = 0;
    lost = false;
  }

  /** Takes whole frames off the front, and what cannot begin one. Leaves less than a frame. */
  private void decode(List<Decoded<String>> cards) {
    while (length > 0) {
      if (rest[0] != STX) {
        skip(cards, String.format("byte %02X: expected 02", rest[0]));
      } else if (length < 2) {
        return;
      } else if (rest[1] < AROUND + MIN_SERIAL || rest[1] > AROUND + MAX_SERIAL) {
        skip(cards, String.format("length %02X: expected 09 to 0F", rest[1]));
      } else if (length < rest[1]) {
        return;
      } else {
        frame(cards);
      }
    }
  }

  private void frame(List<Decoded<String>> cards) {
    int size = rest[1];
    int xor = 0;
    for (int i = 1; i < size - 2; i++) {
      xor ^= rest[i];
    }
    if (rest[size - 1] != ETX) {
      skip(cards, String.format("byte %02X at %d: expected 03", rest[size - 1], size - 1));
    } else if ((byte) xor != rest[size - 2]) {
      skip(cards, String.format("xor %02X: expected %02X", rest[size - 2], (byte) xor));
    } else {
      cards.add(new Decoded.Ok<>(value(3, size - 2)));
      lost = false;
      drop(size);
    }
  }

  private String value(int from, int to) {
    byte[] serial = new byte[to - from];
    for (int i = 0; i < serial.length; i++) {
      serial[i] = order == ByteOrder.AS_SENT ? rest[from + i] : rest[to - 1 - i];
    }
    return HEX.formatHex(serial);
  }

  /** Drops one byte that begins no frame; a run of them is told once. */
  private void skip(List<Decoded<String>> cards, String why) {
    if (!lost) {
      cards.add(new Decoded.Malformed<>(why));
      lost = true;
    }
    drop(1);
  }

  private void drop(int bytes) {
    length -= bytes;
    System.arraycopy(rest, bytes, rest, 0, length);
  }
}
