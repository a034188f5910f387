package org.shanmen.sim.crowd;

import java.util.HexFormat;
import java.util.Random;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.shanmen.protocol.IdCardNumber;
import org.shanmen.protocol.OpaqueCode;
import org.shanmen.protocol.SignedCode;

/**
 * What visitors show that no centre ever issued, and the cards and faces that they bring along.
 *
 * <p>Not thread-safe; the same seed gives the same values in the same order.
 */
public final class Codes {
  private static final int CARD_BYTES = 4;
  private static final int VALID_DAYS = 3650;

  private final Random random;
  private final Ed25519PrivateKeyParameters forger;

  /**
   * @param seed decides all values
   */
  public Codes(long seed) {
    random = new Random(seed);
    byte[] key = new byte[Ed25519PrivateKeyParameters.KEY_SIZE];
    random.nextBytes(key);
    forger = new Ed25519PrivateKeyParameters(key, 0);
  }

  /** A code in the form of a signed one, made with a key that is not the park's. */
  public String forged() {
    return new SignedCode(1, 1 + random.nextInt(1_000_000), 1, 0, VALID_DAYS, 1, 1).sign(forger);
  }

  /** A code in the form of an opaque one that nobody issued. */
  public String unknownCode() {
    byte[] bytes = new byte[OpaqueCode.RANDOM_BYTES];
    random.nextBytes(bytes);
    return OpaqueCode.of(bytes);
  }

  /** A card's serial number: {@value #CARD_BYTES} bytes in upper-case hexadecimal. */
  public String card() {
    byte[] bytes = new byte[CARD_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }

  /** The number of a resident's ID card. */
  public String idCard() {
    String first =
        "110105%04d%02d%02d%03d"
            .formatted(
                1940 + random.nextInt(70),
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                random.nextInt(1000));
    return first + IdCardNumber.checkDigit(first);
  }

  /** A person's number at the face terminal. */
  public String face() {
    return Integer.toString(10_000_000 + random.nextInt(90_000_000));
  }
}
