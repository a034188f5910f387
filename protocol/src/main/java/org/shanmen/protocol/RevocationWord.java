package org.shanmen.protocol;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import org.shanmen.protocol.wire.Revocation;

/**
 * The park's word that a gate is one of its gates no more, signed by the park's CA: SHA-256 with
 * ECDSA over the ASCII characters {@code SHANMEN-REVOKED} and a serialised {@link Revocation}.
 */
public final class RevocationWord {
  private static final String ALGORITHM = "SHA256withECDSA";
  private static final byte[] DOMAIN = "SHANMEN-REVOKED".getBytes(StandardCharsets.US_ASCII);

  private RevocationWord() {}

  /** Signs with the CA's key. */
  public static byte[] sign(Revocation revocation, PrivateKey authority) {
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initSign(authority);
      signature.update(DOMAIN);
      signature.update(revocation.toByteArray());
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot sign with the CA's key", e);
    }
  }

  /** What the CA says; malformed when it was somebody else. */
  public static Decoded<Revocation> check(byte[] word, byte[] signed, PublicKey authority) {
    try {
      var signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(authority);
      signature.update(DOMAIN);
      signature.update(word);
      return signature.verify(signed)
          ? new Decoded.Ok<>(Revocation.parseFrom(word))
          : new Decoded.Malformed<>("a revocation that the park's CA did not sign");
    } catch (GeneralSecurityException | InvalidProtocolBufferException e) {
      return new Decoded.Malformed<>("no signed revocation: " + e.getMessage());
    }
  }
}
