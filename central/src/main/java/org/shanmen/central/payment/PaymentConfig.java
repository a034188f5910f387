package org.shanmen.central.payment;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeMap;
import org.shanmen.central.payment.alipay.AlipayProvider;
import org.shanmen.central.payment.alipay.AlipaySettings;
import org.shanmen.central.payment.provider.PaymentProvider;
import org.shanmen.central.payment.sandbox.SandboxProvider;
import org.shanmen.central.payment.sandbox.SandboxSettings;
import org.shanmen.central.payment.wechat.WechatProvider;
import org.shanmen.central.payment.wechat.WechatSettings;
import org.shanmen.protocol.conf.ConfigReader;

/**
 * What the block {@code payment} of centre.conf says; src/main/dist/conf/centre.conf explains each
 * key.
 */
public record PaymentConfig(
    Optional<SandboxSettings> sandbox,
    Optional<WechatSettings> wechat,
    Optional<AlipaySettings> alipay) {
  private static final String SANDBOX = "SANDBOX";
  private static final String WECHAT = "WECHAT";
  private static final String ALIPAY = "ALIPAY";

  /** Without any provider. */
  public static final PaymentConfig NONE =
      new PaymentConfig(Optional.empty(), Optional.empty(), Optional.empty());

  private static final URI WECHAT_URL = URI.create("https://api.mch.weixin.qq.com");
  private static final URI ALIPAY_URL = URI.create("https://openapi.alipay.com/gateway.do");
  private static final int API_V3_KEY_LENGTH = 32;
  private static final String NOTIFICATIONS = "/api/v1/payment/notifications/";

  /** Notes every mistake in the reader. */
  public static PaymentConfig read(ConfigReader reader) {
    if (!reader.has("payment")) {
      return NONE;
    }
    String root = url(reader, "payment.notify-url").toString().replaceFirst("/+$", "");
    return new PaymentConfig(
        sandbox(reader, root + NOTIFICATIONS + SANDBOX),
        wechat(reader, root + NOTIFICATIONS + WECHAT),
        alipay(reader, root + NOTIFICATIONS + ALIPAY));
  }

  /** Whether it holds something that nobody else should read. */
  public boolean holdsSecrets() {
    return sandbox.isPresent() || wechat.isPresent() || alipay.isPresent();
  }

  /**
   * @param zone the park's
   */
  public Providers providers(ZoneId zone, InstantSource clock) {
    var byCode = new TreeMap<String, PaymentProvider>();
    sandbox.ifPresent(settings -> byCode.put(SANDBOX, new SandboxProvider(settings, zone, clock)));
    wechat.ifPresent(settings -> byCode.put(WECHAT, new WechatProvider(settings, clock)));
    alipay.ifPresent(settings -> byCode.put(ALIPAY, new AlipayProvider(settings, clock)));
    return new Providers(byCode);
  }

  private static Optional<SandboxSettings> sandbox(ConfigReader reader, String notifyUrl) {
    if (!reader.has("payment.sandbox")) {
      return Optional.empty();
    }
    return Optional.of(
        new SandboxSettings(
            url(reader, "payment.sandbox.url"),
            reader.string("payment.sandbox.secret"),
            key(reader, "payment.sandbox.public-key"),
            notifyUrl));
  }

  private static Optional<WechatSettings> wechat(ConfigReader reader, String notifyUrl) {
    String block = "payment.wechat";
    if (!reader.has(block)) {
      return Optional.empty();
    }
    String apiV3Key = reader.string(block + ".api-v3-key");
    if (!apiV3Key.isEmpty() && apiV3Key.length() != API_V3_KEY_LENGTH) {
      reader.mistake(block + ".api-v3-key", "expected 32 characters / 应为 32 个字符");
    }
    return Optional.of(
        new WechatSettings(
            reader.has(block + ".url") ? url(reader, block + ".url") : WECHAT_URL,
            reader.string(block + ".app-id"),
            reader.string(block + ".merchant-id"),
            reader.string(block + ".merchant-serial"),
            RsaKeyFile.privateKey(reader, block + ".private-key-file"),
            apiV3Key,
            reader.string(block + ".public-key-id"),
            RsaKeyFile.publicKey(reader, block + ".public-key-file"),
            notifyUrl));
  }

  private static Optional<AlipaySettings> alipay(ConfigReader reader, String notifyUrl) {
    String block = "payment.alipay";
    if (!reader.has(block)) {
      return Optional.empty();
    }
    var privateKey = RsaKeyFile.privateKey(reader, block + ".private-key-file");
    var publicKey = RsaKeyFile.publicKey(reader, block + ".public-key-file");
    if (RsaKeyFile.belongTogether(privateKey, publicKey)) {
      reader.mistake(
          block + ".public-key-file",
          "expected Alipay's public key, this is the application's own / 应为支付宝公钥,而不是应用公钥");
    }
    return Optional.of(
        new AlipaySettings(
            reader.has(block + ".url") ? url(reader, block + ".url") : ALIPAY_URL,
            reader.string(block + ".app-id"),
            privateKey,
            publicKey,
            notifyUrl));
  }

  private static URI url(ConfigReader reader, String key) {
    String text = reader.string(key);
    try {
      var url = URI.create(text);
      if (url.getHost() != null && url.getScheme().matches("https?")) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    if (!text.isEmpty()) {
      reader.mistake(key, "expected an address such as https://tickets.example / 应为网址");
    }
    return URI.create("http://localhost");
  }

  private static PublicKey key(ConfigReader reader, String key) {
    String text = reader.string(key);
    try {
      var spec = new X509EncodedKeySpec(Base64.getDecoder().decode(text));
      return KeyFactory.getInstance("Ed25519").generatePublic(spec);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      if (!text.isEmpty()) {
        reader.mistake(key, "expected the key that ./shanmen sandbox-pay prints / 应为该命令打印的公钥");
      }
      return null;
    }
  }
}
