package org.shanmen.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * The 64-bit keyed fingerprint under which a credential stands in whitelists, events and logs:
 * SipHash-2-4 with the park's key over the kind's number (one byte) and the normalised value
 * (UTF-8). A stolen gate shows no card number and no usable code.
 *
 * <p>Thread-safe.
 */
public final class Fingerprint {
  /** Bytes of the park's key. */
  public static final int KEY_BYTES = SipHash.KEY_BYTES;

  private final SipHash hash;

  /**
   * @throws IllegalArgumentException if the key is not {@link #KEY_BYTES} long
   */
  public Fingerprint(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "fingerprint key of " + key.length + " bytes: expected " + KEY_BYTES);
    }
    this.hash = new SipHash(key);
  }

  /**
   * The fingerprint of what was presented; the value is normalised first. Never 0, which means
   * "none" on the wire.
   */
  public long of(CredentialKind kind, String value) {
    byte[] text = normalise(kind, value).getBytes(StandardCharsets.UTF_8);
    long print = hash.of((byte) kind.getNumber(), text);
    return print == 0 ? 1 : print;
  }

  /** Under which all rotating codes of a right stand in whitelists, events and logs. */
  public long ofRotating(long right) {
    return of(CredentialKind.ROTATING, Long.toUnsignedString(right));
  }

  /**
   * The one spelling of a credential: QR codes without surrounding blanks, card numbers as
   * upper-case hexadecimal without separators, numbers of ID cards in upper case without separators
   * (a resident's may end in X), face ids without surrounding blanks.
   */
  public static String normalise(CredentialKind kind, String value) {
    String trimmed = value.strip();
    return kind == CredentialKind.CARD || kind == CredentialKind.ID_CARD
        ? trimmed.replaceAll("[\\s:-]", "").toUpperCase(Locale.ROOT)
        : trimmed;
  }
}
