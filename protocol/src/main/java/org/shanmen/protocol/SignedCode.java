package org.shanmen.protocol;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * A ticket code that a gate can honour without having heard of it: 17 bytes of right and 64 bytes
 * of Ed25519 signature, in base45, {@value #CHARACTERS} characters, a QR of version 5-M. A rotating
 * one says besides when it was made: {@value #ROTATING_CHARACTERS} characters, a QR of version 6-M.
 *
 * <pre>
 *  0     1          9          11        13         15       16        17            81
 * +-----+----------+----------+---------+----------+--------+---------+-------------+
 * | key | right id | template | fromDay | untilDay | people | entries | signature   |
 * +-----+----------+----------+---------+----------+--------+---------+-------------+
 *                                                                     17       21            85
 *                                                           +---------+--------+-------------+
 *                                                   rotating| as left | madeAt | signature   |
 *                                                           +---------+--------+-------------+
 *   big-endian; days since 2020-01-01 in the park's zone, both inclusive; entries 0: no limit;
 *   madeAt: Unix time in seconds, unsigned; the signature covers "SHANMEN1" and bytes 0 to 16, that
 *   of a rotating code "SHANMEN2" and bytes 0 to 20
 * </pre>
 *
 * @param keyId which of the park's keys signed it, 0 to 255
 * @param right the right's id, below 2^56
 * @param template its ticket type, 1 to 65535
 * @param fromDay first day of validity
 * @param untilDay last day of validity
 * @param people how many may pass on one presentation, 1 to 255
 * @param entries in total, 0 to 255
 */
public record SignedCode(
    int keyId, long right, int template, int fromDay, int untilDay, int people, int entries) {
  /** Length of every signed code that does not rotate. */
  public static final int CHARACTERS = 122;

  /** Length of every rotating code. */
  public static final int ROTATING_CHARACTERS = 128;

  /** How often a phone asks for a new rotating code. */
  public static final int REFRESH_SECONDS = 15;

  /** Day 0 of {@link #fromDay} and {@link #untilDay}: 2020-01-01 as days after 1970-01-01. */
  public static final int EPOCH_DAY = 18262;

  private static final byte[] DOMAIN = {'S', 'H', 'A', 'N', 'M', 'E', 'N', '1'};
  private static final byte[] ROTATING_DOMAIN = {'S', 'H', 'A', 'N', 'M', 'E', 'N', '2'};
  private static final int PAYLOAD_BYTES = 17;
  private static final int ROTATING_PAYLOAD_BYTES = PAYLOAD_BYTES + Integer.BYTES;
  private static final int SIGNATURE_BYTES = 64;

  public SignedCode {
    requireRange("key id", keyId, 0, 0xFF);
    requireRange("template", template, 1, 0xFFFF);
    requireRange("first day", fromDay, 0, 0xFFFF);
    requireRange("last day", untilDay, 0, 0xFFFF);
    requireRange("people", people, 1, 0xFF);
    requireRange("entries", entries, 0, 0xFF);
  }

  /** What came of checking a code. */
  public sealed interface Check {
    /**
     * Signed by the park.
     *
     * @param madeAt of a rotating code; empty: it does not rotate
     */
    record Genuine(SignedCode code, Optional<Instant> madeAt) implements Check {}

    /**
     * Has the form of a signed code, but the park did not sign it, or signed it with a key that is
     * no longer known.
     */
    record Forged(String why) implements Check {}

    /** Has not the form of a signed code; it may be an opaque one. */
    record NotSigned() implements Check {}
  }

  /** The code's text, ready for a QR code. */
  public String sign(Ed25519PrivateKeyParameters key) {
    return sign(DOMAIN, payload(), key);
  }

  /**
   * The text of the code as it is shown now, and is good for a little while only.
   *
   * @param madeAt 1970 to 2106; fractions of a second are cut off
   */
  public String signRotating(Ed25519PrivateKeyParameters key, Instant madeAt) {
    byte[] payload =
        ByteBuffer.allocate(ROTATING_PAYLOAD_BYTES)
            .put(payload())
            .putInt((int) madeAt.getEpochSecond())
            .array();
    return sign(ROTATING_DOMAIN, payload, key);
  }

  private static String sign(byte[] domain, byte[] payload, Ed25519PrivateKeyParameters key) {
    var signer = new Ed25519Signer();
    signer.init(true, key);
    signer.update(domain, 0, domain.length);
    signer.update(payload, 0, payload.length);
    return Base45.encode(
        ByteBuffer.allocate(payload.length + SIGNATURE_BYTES)
            .put(payload)
            .put(signer.generateSignature())
            .array());
  }

  /**
   * Checks a presented code. Takes about 0.2 ms when it has the form of a signed one, so look the
   * whitelist up first.
   *
   * @param keys the park's public keys by id; null for an id that is not known
   */
  public static Check check(String text, IntFunction<Ed25519PublicKeyParameters> keys) {
    boolean rotating = isRotating(text);
    int payloadBytes = rotating ? ROTATING_PAYLOAD_BYTES : PAYLOAD_BYTES;
    if ((!rotating && text.length() != CHARACTERS)
        || !(Base45.decode(text) instanceof Decoded.Ok<byte[]> ok)
        || ok.value().length != payloadBytes + SIGNATURE_BYTES) {
      return new Check.NotSigned();
    }
    byte[] bytes = ok.value();
    var key = keys.apply(bytes[0] & 0xFF);
    if (key == null) {
      return new Check.Forged("ticket key " + (bytes[0] & 0xFF) + " is not one of the park's");
    }
    byte[] domain = rotating ? ROTATING_DOMAIN : DOMAIN;
    var verifier = new Ed25519Signer();
    verifier.init(false, key);
    verifier.update(domain, 0, domain.length);
    verifier.update(bytes, 0, payloadBytes);
    if (!verifier.verifySignature(Arrays.copyOfRange(bytes, payloadBytes, bytes.length))) {
      return new Check.Forged("signature does not match");
    }
    return genuine(ByteBuffer.wrap(bytes), rotating);
  }

  private static Check genuine(ByteBuffer in, boolean rotating) {
    var code =
        new SignedCode(
            in.get() & 0xFF,
            in.getLong(),
            in.getShort() & 0xFFFF,
            in.getShort() & 0xFFFF,
            in.getShort() & 0xFFFF,
            in.get() & 0xFF,
            in.get() & 0xFF);
    return new Check.Genuine(
        code,
        rotating
            ? Optional.of(Instant.ofEpochSecond(Integer.toUnsignedLong(in.getInt())))
            : Optional.empty());
  }

  /**
   * Whether a key of this number can sign codes. Those of some numbers would begin with base45's
   * blank, which readers of codes and {@link Fingerprint#normalise} cut off.
   */
  public static boolean isKeyId(int id) {
    return id >= 0 && id <= 0xFF && !Base45.encode(new byte[] {(byte) id, 0}).startsWith(" ");
  }

  /** Whether a text has the length of a rotating code. */
  public static boolean isRotating(String text) {
    return text.length() == ROTATING_CHARACTERS;
  }

  /**
   * The id of the key that a text with the form of a signed code says to be signed with; -1 for any
   * other text. Proves nothing.
   */
  public static int claimedKey(String text) {
    boolean hasForm = text.length() == CHARACTERS || isRotating(text);
    return hasForm && Base45.decode(text.substring(0, 3)) instanceof Decoded.Ok<byte[]> ok
        ? ok.value()[0] & 0xFF
        : -1;
  }

  private byte[] payload() {
    return ByteBuffer.allocate(PAYLOAD_BYTES)
        .put((byte) keyId)
        .putLong(right)
        .putShort((short) template)
        .putShort((short) fromDay)
        .putShort((short) untilDay)
        .put((byte) people)
        .put((byte) entries)
        .array();
  }

  private static void requireRange(String what, int value, int from, int to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(what + " " + value + ": expected " + from + " to " + to);
    }
  }
}
