package org.shanmen.central.payment.outbound;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Java's HTTP client with a time-out that holds to the last byte: a request's own ends with the
 * headers, and a provider that stalls in the middle of an answer would keep a worker for ever.
 * Thread-safe.
 */
public final class OutboundHttp {
  private final Duration timeout;
  private final HttpClient http;

  /**
   * @param timeout for connection, headers and body together
   */
  public OutboundHttp(Duration timeout) {
    this.timeout = timeout;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .build();
  }

  /**
   * Sends a request and waits for the whole answer.
   *
   * @param mostBytes of its body
   * @throws IOException if it does not come, not in time, or is longer; the message is for logs
   */
  public HttpResponse<byte[]> send(HttpRequest request, int mostBytes) throws IOException {
    var answer = http.sendAsync(request, head -> new LimitedBody(mostBytes));
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("no answer within " + timeout.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
