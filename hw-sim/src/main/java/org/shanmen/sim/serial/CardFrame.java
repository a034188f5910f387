package org.shanmen.sim.serial;

/**
 * What an IC card reader sends when a card is held to it, 9600 8N1.
 *
 * <pre>
 *  0    1     2      3 ..    n-3   n-2   n-1
 * +----+-----+------+------------+-----+----+
 * | 02 | len | type |    UID     | xor | 03 |
 * +----+-----+------+------------+-----+----+
 *   len = n, the whole frame;  type = 02;  xor over len, type and UID
 *   02 0A 02 06 00 8E 6D 5D B0 03  is the card 06008E6D5D
 * </pre>
 */
public final class CardFrame {
  public static final int MIN_UID_BYTES = 4;
  public static final int MAX_UID_BYTES = 10;

  private static final byte TYPE = 0x02;

  private CardFrame() {}

  /**
   * @param uid {@link #MIN_UID_BYTES} to {@link #MAX_UID_BYTES}
   */
  public static byte[] of(byte[] uid) {
    if (uid.length < MIN_UID_BYTES || uid.length > MAX_UID_BYTES) {
      throw new IllegalArgumentException(
          "a UID has " + MIN_UID_BYTES + " to " + MAX_UID_BYTES + " bytes, not " + uid.length);
    }
    byte[] frame = new byte[uid.length + 5];
    frame[0] = 0x02;
    frame[1] = (byte) frame.length;
    frame[2] = TYPE;
    System.arraycopy(uid, 0, frame, 3, uid.length);
    byte xor = 0;
    for (int i = 1; i < frame.length - 2; i++) {
      xor ^= frame[i];
    }
    frame[frame.length - 2] = xor;
    frame[frame.length - 1] = 0x03;
    return frame;
  }
}
