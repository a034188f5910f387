package org.shanmen.gate.device.serial;

import java.util.HexFormat;

/** A card's number as it stands in the books. Pure. */
final class CardUid {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private CardUid() {}

  /** The bytes from {@code from} to before {@code to} as upper-case hex, in the order asked for. */
  static String of(byte[] bytes, int from, int to, ByteOrder order) {
    byte[] uid = new byte[to - from];
    for (int i = 0; i < uid.length; i++) {
      uid[i] = order == ByteOrder.AS_SENT ? bytes[from + i] : bytes[to - 1 - i];
    }
    return HEX.formatHex(uid);
  }
}
