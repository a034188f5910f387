package org.shanmen.sim.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.BiConsumer;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * The model's rights as sorted entries of a key-value store, laid out as the gate's whitelist lays
 * them out, so that every store can be filled in its quickest way.
 */
final class SortedEntries {
  static final byte FINGERPRINT = 'F';
  static final byte RIGHT = 'R';
  static final byte TEMPLATE = 'T';
  static final byte USE = 'U';

  private static final int ID_BITS = 24;
  private static final byte[] NOTHING = {};

  private SortedEntries() {}

  /** Shows every entry, sorted by its key as unsigned bytes. */
  static void forEach(int rights, BiConsumer<byte[], byte[]> to) {
    for (long id : byFingerprint(rights)) {
      to.accept(fingerprint(print(id), id), NOTHING);
    }
    for (long id = 1; id <= rights; id++) {
      to.accept(key(RIGHT, id), ModelRights.right(id).toByteArray());
    }
    to.accept(template(ModelRights.TYPE.getId()), ModelRights.TYPE.toByteArray());
  }

  /** The rights' ids in the order of their fingerprints. */
  static long[] byFingerprint(int rights) {
    if (rights >= 1 << ID_BITS) {
      throw new IllegalArgumentException(rights + " rights: fewer than " + (1 << ID_BITS));
    }
    // The high bits of the fingerprint, its sign turned over for an unsigned order, then the id.
    long[] ids = new long[rights];
    for (int i = 0; i < rights; i++) {
      ids[i] = (print(i + 1L) ^ Long.MIN_VALUE) >> ID_BITS << ID_BITS | (i + 1L);
    }
    Arrays.sort(ids);
    for (int i = 0; i < rights; i++) {
      ids[i] &= (1L << ID_BITS) - 1;
    }
    settleTies(ids);
    return ids;
  }

  /** Fingerprints that agree in their high bits are few and stand side by side. */
  private static void settleTies(long[] ids) {
    for (int i = 1; i < ids.length; i++) {
      for (int j = i; j > 0 && Long.compareUnsigned(print(ids[j - 1]), print(ids[j])) > 0; j--) {
        long swapped = ids[j];
        ids[j] = ids[j - 1];
        ids[j - 1] = swapped;
      }
    }
  }

  static long print(long id) {
    return ModelRights.FINGERPRINT.of(CredentialKind.QR, ModelRights.code(id));
  }

  static byte[] key(byte kind, long number) {
    return ByteBuffer.allocate(1 + Long.BYTES).put(kind).putLong(number).array();
  }

  static byte[] template(int id) {
    return ByteBuffer.allocate(1 + Integer.BYTES).put(TEMPLATE).putInt(id).array();
  }

  static byte[] fingerprint(long print, long right) {
    return ByteBuffer.allocate(1 + 2 * Long.BYTES)
        .put(FINGERPRINT)
        .putLong(print)
        .putLong(right)
        .array();
  }

  static byte[] use(long right, int gate, long epoch, long sequence) {
    return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES + 2 * Long.BYTES)
        .put(USE)
        .putLong(right)
        .putInt(gate)
        .putLong(epoch)
        .putLong(sequence)
        .array();
  }
}
