package org.shanmen.protocol;

/**
 * SipHash-2-4 with 64 bits (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012),
 * without state between calls. BouncyCastle has it too, but its jar is signed: the first class out
 * of it costs a gate's start as much as all of its own, and none can be archived for the next one.
 *
 * <p>Immutable.
 */
final class SipHash {
  /** Bytes of a key. */
  static final int KEY_BYTES = 16;

  private final long k0;
  private final long k1;

  /**
   * @param key {@link #KEY_BYTES} bytes
   */
  SipHash(byte[] key) {
    this.k0 = littleEndian(key, 0);
    this.k1 = littleEndian(key, Long.BYTES);
  }

  /** Of one byte and the bytes behind it. */
  long of(byte first, byte[] rest) {
    var state = new State(k0, k1);
    long length = rest.length + 1L;
    long word = first & 0xFFL;
    int shift = Byte.SIZE;
    for (byte next : rest) {
      word |= (next & 0xFFL) << shift;
      shift += Byte.SIZE;
      if (shift == Long.SIZE) {
        state.take(word);
        word = 0;
        shift = 0;
      }
    }
    state.take(word | length << (Long.SIZE - Byte.SIZE));
    return state.end();
  }

  private static long littleEndian(byte[] bytes, int at) {
    long word = 0;
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      word = word << Byte.SIZE | bytes[at + i] & 0xFF;
    }
    return word;
  }

  /** The four words, with the names of the paper. */
  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long k0, long k1) {
      v0 = k0 ^ 0x736f6d6570736575L;
      v1 = k1 ^ 0x646f72616e646f6dL;
      v2 = k0 ^ 0x6c7967656e657261L;
      v3 = k1 ^ 0x7465646279746573L;
    }

    void take(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long end() {
      v2 ^= 0xFF;
      for (int i = 0; i < 4; i++) {
        round();
      }
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
