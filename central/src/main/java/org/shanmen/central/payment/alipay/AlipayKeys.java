package org.shanmen.central.payment.alipay;

import com.alipay.easysdk.kernel.util.Signer;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Signs for the application and verifies what Alipay signs, both RSA2: SHA256withRSA. Immutable.
 */
final class AlipayKeys {
  private static final String SIGNATURE = "sign";

  private final Signer signer = new Signer();
  private final String privateKey;
  private final String publicKey;
  private final int signatureBytes;

  AlipayKeys(AlipaySettings settings) {
    this.privateKey = Base64.getEncoder().encodeToString(settings.privateKey().getEncoded());
    this.publicKey = Base64.getEncoder().encodeToString(settings.publicKey().getEncoded());
    this.signatureBytes = (((RSAPublicKey) settings.publicKey()).getModulus().bitLength() + 7) / 8;
  }

  /**
   * The parameters of a request with their signature, in the order in which they were signed.
   *
   * @param parameters none of them empty
   */
  Map<String, String> signed(Map<String, String> parameters) {
    var sorted = new TreeMap<>(parameters);
    sorted.put(SIGNATURE, signer.sign(Signer.getSignCheckContent(sorted), privateKey));
    return sorted;
  }

  /** Whether Alipay signed this text of an answer. */
  boolean signedAnswer(String text, String signature) {
    return wellFormed(signature) && Signer.verify(text, signature, publicKey);
  }

  /** Whether Alipay signed these parameters of a notification. */
  boolean signedNotification(Map<String, String> parameters) {
    return wellFormed(parameters.getOrDefault(SIGNATURE, ""))
        // The SDK takes the signature out of the map that it is given.
        && Signer.verifyParams(new HashMap<>(parameters), publicKey);
  }

  /**
   * The SDK logs whatever came, in full, when a signature is none; anybody may send that.
   *
   * @return whether it can be one of this key
   */
  private boolean wellFormed(String signature) {
    try {
      return Base64.getDecoder().decode(signature).length == signatureBytes;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
