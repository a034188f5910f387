package org.shanmen.protocol;

/**
 * A ticket code that says nothing: 120 random bits in Crockford's base 32 (no I, L, O, U), 24
 * upper-case characters, a QR of version 2. Only a whitelist knows what it opens.
 */
public final class OpaqueCode {
  /** Random bytes that make one code. */
  public static final int RANDOM_BYTES = 15;

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private OpaqueCode() {}

  /**
   * @param random {@link #RANDOM_BYTES} bytes from a cryptographic source
   */
  public static String of(byte[] random) {
    if (random.length != RANDOM_BYTES) {
      throw new IllegalArgumentException(random.length + " random bytes: expected " + RANDOM_BYTES);
    }
    var number = new java.math.BigInteger(1, random);
    var text = new StringBuilder(24);
    for (int shift = RANDOM_BYTES * 8 - 5; shift >= 0; shift -= 5) {
      text.append(ALPHABET.charAt(number.shiftRight(shift).intValue() & 31));
    }
    return text.toString();
  }
}
