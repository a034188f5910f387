package org.shanmen.central.payment.alipay;

import com.alipay.easysdk.kernel.util.SignContentExtractor;
import com.aliyun.tea.TeaModel;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.shanmen.central.payment.outbound.OutboundHttp;

/**
 * Alipay's gateway: one address, a signed form for each request, JSON for an answer.
 *
 * <pre>
 *   {"alipay_trade_query_response": {"code": "10000", ...}, "sign": "..."}
 *                                   ^------ signed ------^   by Alipay, over these very characters
 * </pre>
 *
 * Only what is signed is parsed. Thread-safe.
 */
final class AlipayGateway {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ANSWER_BYTES = 1 << 20;
  private static final int FILE_BYTES = 1 << 25;

  private final AlipaySettings settings;
  private final InstantSource clock;
  private final AlipayKeys keys;
  private final OutboundHttp http = new OutboundHttp(TIMEOUT);

  AlipayGateway(AlipaySettings settings, AlipayKeys keys, InstantSource clock) {
    this.settings = settings;
    this.keys = keys;
    this.clock = clock;
  }

  /** What Alipay said, by its own word. */
  record Answer(JsonObject fields) {
    private static final String DONE = "10000";

    boolean done() {
      return DONE.equals(fields.getString("code"));
    }

    /** Why not, such as ACQ.TRADE_NOT_EXIST: the narrower code if there is one. */
    String refusal() {
      return fields.getString("sub_code", fields.getString("code", ""));
    }

    /** The same for people. */
    String text() {
      return refusal() + " " + fields.getString("sub_msg", fields.getString("msg", ""));
    }

    /** The fields in the SDK's shape. */
    <T extends TeaModel> T as(T shape) {
      try {
        return TeaModel.toModel(fields.getMap(), shape);
      } catch (Exception e) {
        throw new IllegalArgumentException("not the shape of " + shape.getClass(), e);
      }
    }
  }

  /**
   * Asks, and waits for the answer for as long as the time-out.
   *
   * @param method such as alipay.trade.query
   * @param about its parameters
   * @throws IOException if nothing was said, or nothing that Alipay has signed
   */
  Answer ask(String method, JsonObject about) throws IOException {
    var parameters = new HashMap<String, String>();
    parameters.put("app_id", settings.appId());
    parameters.put("method", method);
    parameters.put("format", "json");
    parameters.put("charset", "utf-8");
    parameters.put("sign_type", "RSA2");
    parameters.put("timestamp", AlipayTimes.text(clock.instant()));
    parameters.put("version", "1.0");
    parameters.put("notify_url", settings.notifyUrl());
    parameters.put("biz_content", about.encode());
    var request =
        HttpRequest.newBuilder(settings.url())
            .header("Content-Type", "application/x-www-form-urlencoded;charset=utf-8")
            .POST(BodyPublishers.ofString(form(keys.signed(parameters))));
    return verified(
        method, new String(send(request.build(), ANSWER_BYTES), StandardCharsets.UTF_8));
  }

  private static String form(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(
            each ->
                each.getKey() + '=' + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private Answer verified(String method, String body) throws IOException {
    try {
      String signature = new JsonObject(body).getString("sign", "");
      String signed = SignContentExtractor.getSignSourceData(body, method);
      if (signed != null && keys.signedAnswer(signed, signature)) {
        return new Answer(new JsonObject(signed));
      }
    } catch (DecodeException | ClassCastException e) {
      throw new IOException("the answer is no JSON of Alipay's", e);
    } catch (RuntimeException e) {
      // The SDK's word for an answer that holds the same name twice.
      throw new IOException("the answer is not to be trusted: " + e.getMessage(), e);
    }
    throw new IOException("the answer is not signed by Alipay: is public-key-file Alipay's own?");
  }

  /**
   * Fetches a file from an address that an answer named.
   *
   * @throws IOException if it cannot be had
   */
  byte[] download(String address) throws IOException {
    try {
      return send(HttpRequest.newBuilder(URI.create(address)).GET().build(), FILE_BYTES);
    } catch (IllegalArgumentException e) {
      throw new IOException("not an address of a file: " + address, e);
    }
  }

  private byte[] send(HttpRequest request, int most) throws IOException {
    var answer = http.send(request, most);
    if (answer.statusCode() != 200) {
      throw new IOException("HTTP status " + answer.statusCode());
    }
    return answer.body();
  }
}
