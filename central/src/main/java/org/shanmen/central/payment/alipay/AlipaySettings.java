package org.shanmen.central.payment.alipay;

import java.net.URI;
import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * A merchant's application at Alipay.
 *
 * @param url of the gateway, with its path
 * @param privateKey of the application, RSA
 * @param publicKey Alipay's, RSA, by which its answers and notifications are verified; not that of
 *     the application, which its pages show beside it
 * @param notifyUrl where notifications are sent
 */
public record AlipaySettings(
    URI url, String appId, PrivateKey privateKey, PublicKey publicKey, String notifyUrl) {
  /** Leaves the secrets out: settings end up in logs. */
  @Override
  public String toString() {
    return appId + " at " + url;
  }
}
