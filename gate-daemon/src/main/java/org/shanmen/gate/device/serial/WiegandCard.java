package org.shanmen.gate.device.serial;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.shanmen.protocol.Decoded;

/**
 * What a Wiegand reader sent, through a converter that makes a line of it, its parity bits
 * included.
 *
 * <pre>
 *   26 or 34 characters 0 and 1, in the order of the wire, or the same bits as a number of
 *   7 or 9 hexadecimal digits; then CR, LF or both
 *
 *   wire:   even parity over the first half | 24 or 32 data bits | odd parity over the second half
 *   W26     1 110101000001101110000001 0            =  3A83702     says  D41B81
 *   W34     1 10001001110101000001101110000001 1    =  313A83703   says  89D41B81
 * </pre>
 *
 * <p>A converter that drops the parity bits leaves nothing to check a card by: its lines are
 * refused, set it to raw output.
 *
 * @param data 3 or 4 bytes
 */
record WiegandCard(byte[] data) {
  /** Longest line in bytes. */
  static final int MAX_LINE_BYTES = 64;

  /** ISO 14443-3: stands before the first three bytes of a UID of 7 or 10, and begins no UID. */
  private static final byte CASCADE_TAG = (byte) 0x88;

  /** The card in a line. */
  static Optional<Decoded<WiegandCard>> of(byte[] line) {
    String text = new String(line, StandardCharsets.ISO_8859_1).strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int bits =
        switch (text.length()) {
          case 26, 7 -> 26;
          case 34, 9 -> 34;
          default -> 0;
        };
    boolean binary = text.length() == bits;
    if (bits == 0 || !text.matches(binary ? "[01]+" : "[0-9A-Fa-f]+")) {
      return malformed(
          "line of %d characters: expected 26 or 34 bits, or the same as 7 or 9 hexadecimal digits"
              .formatted(text.length()));
    }
    long wire = Long.parseLong(text, binary ? 2 : 16);
    if (wire >>> bits != 0) {
      return malformed("more than %d bits".formatted(bits));
    }
    int half = bits / 2;
    if (Long.bitCount(wire >>> half) % 2 != 0) {
      return malformed("parity of the first %d bits: expected even".formatted(half));
    }
    if (Long.bitCount(wire & (1L << half) - 1) % 2 != 1) {
      return malformed("parity of the last %d bits: expected odd".formatted(half));
    }
    byte[] data = new byte[(bits - 2) / 8];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (wire >>> 1 + 8 * (data.length - 1 - i));
    }
    return Optional.of(new Decoded.Ok<>(new WiegandCard(data)));
  }

  /**
   * The card's number, all data bits as upper-case hex.
   *
   * <p>Of a UID of 7 bytes only the cascade tag and the first bytes come through, which other cards
   * share: to let such a card in could be to let in somebody else's. Readers disagree about the
   * byte order, so the tag is looked for at both ends.
   */
  Decoded<String> number(ByteOrder order) {
    if (data[0] == CASCADE_TAG || data[data.length - 1] == CASCADE_TAG) {
      return new Decoded.Malformed<>(
          "W%d %s has the cascade tag 88: a card whose UID of 7 bytes Wiegand cuts short, other cards share this number; use a reader that sends the whole UID, or other cards"
              .formatted(8 * data.length + 2, CardUid.of(data, 0, data.length, order)));
    }
    return new Decoded.Ok<>(CardUid.of(data, 0, data.length, order));
  }

  private static Optional<Decoded<WiegandCard>> malformed(String why) {
    return Optional.of(new Decoded.Malformed<>(why));
  }
}
