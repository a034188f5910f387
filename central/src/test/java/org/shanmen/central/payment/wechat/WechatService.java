package org.shanmen.central.payment.wechat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.shanmen.central.payment.provider.Message;

/**
 * What WeChat Pay's documentation says of its interface, as far as the SDK checks it: requests are
 * signed by the merchant, answers and notifications by the platform, notifications encrypted. Its
 * answers are what the test lays down.
 */
final class WechatService implements AutoCloseable {
  static final String API_V3_KEY = "0123456789abcdef0123456789abcdef";
  static final String KEY_ID = "PUB_KEY_ID_0000000001";

  /** One request as it came. */
  record Asked(String method, String path, JsonObject body, boolean signed) {}

  private record Answer(int status, String body) {}

  private static final Pattern AUTHORIZATION = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  final List<Asked> asked = new ArrayList<>();
  private final KeyPair merchant = keys();
  private final KeyPair platform = keys();
  private final Map<String, Answer> answers = new HashMap<>();
  private final HttpServer server;

  WechatService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  WechatSettings settings() {
    return new WechatSettings(
        url(),
        "wx0000000000000001",
        "1900000001",
        "5157F09EFDC096DE15EBE81A47057A7200000001",
        merchant.getPrivate(),
        API_V3_KEY,
        KEY_ID,
        platform.getPublic(),
        "https://tickets.example/api/v1/payment/notifications/WECHAT");
  }

  /** Lays down what is answered from now on. */
  void answers(String method, String path, int status, String body) {
    answers.put(method + " " + path, new Answer(status, body));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var uri = exchange.getRequestURI();
    String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            path,
            body.isEmpty() ? new JsonObject() : new JsonObject(body),
            signed(exchange, path, body)));
    var answer =
        answers.getOrDefault(exchange.getRequestMethod() + " " + path, new Answer(404, "{}"));
    signature(answer.body(), Instant.now(), platform)
        .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private boolean signed(HttpExchange exchange, String path, String body) {
    var values = new HashMap<String, String>();
    var matcher =
        AUTHORIZATION.matcher(
            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
    while (matcher.find()) {
      values.put(matcher.group(1), matcher.group(2));
    }
    String text =
        String.join(
                "\n",
                exchange.getRequestMethod(),
                path,
                values.get("timestamp"),
                values.get("nonce_str"),
                body)
            + "\n";
    try {
      var verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(merchant.getPublic());
      verifier.update(text.getBytes(StandardCharsets.UTF_8));
      return verifier.verify(Base64.getDecoder().decode(values.get("signature")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> signature(String body, Instant at, KeyPair by) {
    String timestamp = String.valueOf(at.getEpochSecond());
    String nonce = "5K8264ILTKCH16CQ2502SI8ZNMTM67VS";
    try {
      var signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(by.getPrivate());
      signer.update(
          (timestamp + "\n" + nonce + "\n" + body + "\n").getBytes(StandardCharsets.UTF_8));
      return Map.of(
          "Wechatpay-Serial", KEY_ID,
          "Wechatpay-Timestamp", timestamp,
          "Wechatpay-Nonce", nonce,
          "Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048",
          "Wechatpay-Signature", Base64.getEncoder().encodeToString(signer.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A notification with this inside, encrypted and signed. */
  Message notification(String event, JsonObject inside, Instant at) {
    return message(event, inside, at, platform);
  }

  /** The same, signed by somebody else. */
  Message forged(String event, JsonObject inside, Instant at) {
    return message(event, inside, at, merchant);
  }

  private static Message message(String event, JsonObject inside, Instant at, KeyPair by) {
    String body =
        new JsonObject()
            .put("id", "EV-2018022511223320873")
            .put("create_time", at.toString())
            .put("event_type", event)
            .put("resource_type", "encrypt-resource")
            .put("summary", "支付成功")
            .put("resource", encrypted(inside))
            .encode();
    var headers = new HashMap<String, String>();
    signature(body, at, by)
        .forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
    return new Message(headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonObject encrypted(JsonObject inside) {
    String nonce = "fdasflkja484";
    String associated = "transaction";
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(API_V3_KEY.getBytes(StandardCharsets.UTF_8), "AES"),
          new GCMParameterSpec(128, nonce.getBytes(StandardCharsets.UTF_8)));
      cipher.updateAAD(associated.getBytes(StandardCharsets.UTF_8));
      byte[] text = cipher.doFinal(inside.encode().getBytes(StandardCharsets.UTF_8));
      return new JsonObject()
          .put("original_type", "transaction")
          .put("algorithm", "AEAD_AES_256_GCM")
          .put("ciphertext", Base64.getEncoder().encodeToString(text))
          .put("associated_data", associated)
          .put("nonce", nonce);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
