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
 *  T | template id                                  -> a serialised TicketTemplate
 *  U | right id | gate number | epoch | sequence    -> a serialised Use
 * </pre>
 */
final class Keys {
  static final byte FINGERPRINT = 'F';
  static final byte RIGHT = 'R';
  static final byte TEMPLATE = 'T';
  static final byte USE = 'U';

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

  static byte[] right(long id) {
    return ByteBuffer.allocate(1 + 8).put(RIGHT).putLong(id).array();
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
    return ByteBuffer.allocate(1 + 8).put(FINGERPRINT).putLong(fingerprint).array();
  }

  /** The right that a fingerprint's key names. */
  static long rightOf(byte[] fingerprintKey) {
    return ByteBuffer.wrap(fingerprintKey).getLong(1 + 8);
  }

  static byte[] use(Use use) {
    return ByteBuffer.allocate(1 + 8 + 4 + 8 + 8)
        .put(USE)
        .putLong(use.getRight())
        .putInt(use.getGateNumber())
        .putLong(use.getEpoch())
        .putLong(use.getSequence())
        .array();
  }

  /** What the keys of all uses of a right begin with. */
  static byte[] usesOf(long right) {
    return ByteBuffer.allocate(1 + 8).put(USE).putLong(right).array();
  }

  static boolean beginsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }
}
