package org.shanmen.gate.whitelist;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

/**
 * The names of entries, in tables and overlays alike; sorted as unsigned bytes, numbers big-endian.
 *
 * <pre>
 *  F | fingerprint | right id                       -> nothing
 *  R | right id                                     -> a serialised Right
 *  R | right id | gate number | epoch | sequence    -> a serialised Use
 *  T | template id                                  -> a serialised TicketTemplate
 *  Z | number                                       -> a shape, see {@link RightBody}; in a table
 *                                                      alone, behind everything else
 * </pre>
 *
 * <p>So a right stands before its uses, and one look finds them all.
 */
final class Keys {
  static final byte FINGERPRINT = 'F';
  static final byte RIGHT = 'R';
  static final byte TEMPLATE = 'T';

  static final byte SHAPE = 'Z';

  /** Of a key that names a fingerprint and no right. */
  static final int FINGERPRINT_BYTES = 1 + 8;

  private static final int RIGHT_BYTES = 1 + 8;

  static final Comparator<byte[]> ORDER = Arrays::compareUnsigned;

  private Keys() {}

  static byte[] template(TicketTemplate template) {
    return template(template.getId());
  }

  static byte[] template(int id) {
    return ByteBuffer.allocate(1 + 4).put(TEMPLATE).putInt(id).array();
  }

  static byte[] right(Right right) {
    return right(right.getId());
  }

  /** Of the right; and what the keys of its uses begin with. */
  static byte[] right(long id) {
    return ByteBuffer.allocate(RIGHT_BYTES).put(RIGHT).putLong(id).array();
  }

  static byte[] fingerprint(long fingerprint, long right) {
    return ByteBuffer.allocate(1 + 8 + 8)
        .put(FINGERPRINT)
        .putLong(fingerprint)
        .putLong(right)
        .array();
  }

  /** What the keys of all rights with a fingerprint begin with. */
  static byte[] withFingerprint(long fingerprint) {
    return ByteBuffer.allocate(FINGERPRINT_BYTES).put(FINGERPRINT).putLong(fingerprint).array();
  }

  static long fingerprintOf(byte[] fingerprintKey) {
    return Bytes.bigEndian(fingerprintKey, 1, Long.BYTES);
  }

  /** The right that a fingerprint's key names. */
  static long rightOf(byte[] fingerprintKey) {
    return Bytes.bigEndian(fingerprintKey, FINGERPRINT_BYTES, Long.BYTES);
  }

  /** Of the right that a right's or a use's key names. */
  static long idOf(byte[] rightKey) {
    return Bytes.bigEndian(rightKey, 1, Long.BYTES);
  }

  static byte[] shape(int number) {
    return ByteBuffer.allocate(1 + 4).put(SHAPE).putInt(number).array();
  }

  static byte[] use(Use use) {
    return ByteBuffer.allocate(1 + 8 + 4 + 8 + 8)
        .put(RIGHT)
        .putLong(use.getRight())
        .putInt(use.getGateNumber())
        .putLong(use.getEpoch())
        .putLong(use.getSequence())
        .array();
  }

  /** Whether a key names a right itself, not a use of it. */
  static boolean isRight(byte[] key) {
    return key[0] == RIGHT && key.length == RIGHT_BYTES;
  }

  /**
   * The same number for all keys that begin with the same kind and fingerprint, right or other
   * number: a fingerprint with its rights, a right with its uses.
   */
  static long group(byte[] key) {
    return Bytes.bigEndian(key, 1, Math.min(Long.BYTES, key.length - 1)) + key[0];
  }

  static boolean isUse(byte[] key) {
    return key[0] == RIGHT && key.length > RIGHT_BYTES;
  }

  static boolean beginsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
