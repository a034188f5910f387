package org.shanmen.protocol;

/**
 * The content hash of a whitelist: the sum, modulo 2^64, of one hash for each template, right and
 * use in it. Order does not matter, so both sides keep it up to date change by change: replacing
 * subtracts the old element and adds the new one.
 *
 * <p>It finds mistakes, not forgers: the link is authenticated, the hash's key is fixed and public.
 * Elements are hashed as the bytes that travelled, never re-serialised.
 */
public final class SetHash {
  private static final SipHash HASH = new SipHash(new byte[SipHash.KEY_BYTES]);

  private SetHash() {}

  /** Hash of a serialised {@code TicketTemplate}. */
  public static long ofTemplate(byte[] body) {
    return HASH.of((byte) 'T', body);
  }

  /** Hash of a serialised {@code Right}. */
  public static long ofRight(byte[] body) {
    return HASH.of((byte) 'R', body);
  }

  /** Hash of a serialised {@code Use}. */
  public static long ofUse(byte[] body) {
    return HASH.of((byte) 'U', body);
  }
}
