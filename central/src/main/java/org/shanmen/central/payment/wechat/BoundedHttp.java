package org.shanmen.central.payment.wechat;

import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.exception.HttpException;
import com.wechat.pay.java.core.http.AbstractHttpClient;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.JsonRequestBody;
import com.wechat.pay.java.core.http.OriginalResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import org.shanmen.central.payment.outbound.OutboundHttp;

/**
 * The SDK's requests over Java's own HTTP client: signed and verified by the SDK, ended by a
 * time-out of ours, bounded in size, and sent to the address of the settings.
 */
final class BoundedHttp extends AbstractHttpClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ANSWER_BYTES = 1 << 20;
  private static final int FILE_BYTES = 1 << 25;

  private final URI root;
  private final OutboundHttp http = new OutboundHttp(TIMEOUT);

  BoundedHttp(Config config, URI root) {
    super(config.createCredential(), config.createValidator());
    this.root = root;
  }

  @Override
  protected OriginalResponse innerExecute(HttpRequest request) {
    var answer = send(request, ANSWER_BYTES);
    var headers = new HashMap<String, String>();
    answer.headers().map().forEach((name, values) -> headers.put(canonical(name), values.get(0)));
    return new OriginalResponse.Builder()
        .request(request)
        .statusCode(answer.statusCode())
        .headers(headers)
        .contentType(answer.headers().firstValue("content-type").orElse(""))
        .body(new String(answer.body(), StandardCharsets.UTF_8))
        .build();
  }

  @Override
  protected InputStream innerDownload(HttpRequest request) {
    var answer = send(request, FILE_BYTES);
    if (answer.statusCode() != 200) {
      throw new HttpException(request, new IOException("HTTP status " + answer.statusCode()));
    }
    return new ByteArrayInputStream(answer.body());
  }

  private HttpResponse<byte[]> send(HttpRequest request, int mostBytes) {
    var uri = request.getUri();
    String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    var body =
        request.getBody() instanceof JsonRequestBody json
            ? BodyPublishers.ofString(json.getBody())
            : BodyPublishers.noBody();
    var copy =
        java.net.http.HttpRequest.newBuilder(root.resolve(path))
            .method(request.getHttpMethod().name(), body);
    request.getHeaders().getHeaders().forEach(copy::setHeader);
    try {
      return http.send(copy.build(), mostBytes);
    } catch (IOException e) {
      throw new HttpException(e.toString(), e);
    }
  }

  /** The SDK looks its own headers up as WeChat Pay writes them: Wechatpay-Serial. */
  private static String canonical(String name) {
    var text = new StringBuilder(name);
    for (int i = 0; i < text.length(); i++) {
      if (i == 0 || text.charAt(i - 1) == '-') {
        text.setCharAt(i, Character.toUpperCase(text.charAt(i)));
      }
    }
    return text.toString();
  }

  @Override
  protected String getHttpClientInfo() {
    return "java.net.http";
  }
}
