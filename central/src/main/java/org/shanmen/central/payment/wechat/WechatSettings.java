package org.shanmen.central.payment.wechat;

import java.net.URI;
import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * A merchant's account at WeChat Pay.
 *
 * @param url of its interface
 * @param merchantSerial of the merchant's certificate
 * @param privateKey of the merchant
 * @param apiV3Key 32 characters, by which notifications are encrypted
 * @param publicKey of WeChat Pay, by which its answers and notifications are verified
 * @param notifyUrl where notifications are sent
 */
public record WechatSettings(
    URI url,
    String appId,
    String merchantId,
    String merchantSerial,
    PrivateKey privateKey,
    String apiV3Key,
    String publicKeyId,
    PublicKey publicKey,
    String notifyUrl) {
  /** Leaves the secrets out: settings end up in logs. */
  @Override
  public String toString() {
    return merchantId + " at " + url;
  }
}
