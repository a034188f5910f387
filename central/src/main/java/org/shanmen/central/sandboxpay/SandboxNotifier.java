package org.shanmen.central.sandboxpay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells merchants, signed, and again until they have understood. Thread-safe. */
final class SandboxNotifier {
  private static final Logger LOG = LoggerFactory.getLogger(SandboxNotifier.class);
  private static final int TIMEOUT_MILLIS = 5000;
  private static final int TRIES = 8;
  private static final long FIRST_WAIT_MILLIS = 500;

  private record Held(String url, JsonObject event) {}

  private final Vertx vertx;
  private final InstantSource clock;
  private final SandboxKeys keys;
  private final HttpClient http;
  private final List<Held> held = new ArrayList<>();

  SandboxNotifier(Vertx vertx, InstantSource clock, SandboxKeys keys) {
    this.vertx = vertx;
    this.clock = clock;
    this.keys = keys;
    this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(TIMEOUT_MILLIS));
  }

  /**
   * Sends an event as the fault in force has it.
   *
   * @return ends when it has been answered for the first time, or nothing is sent
   */
  Future<Void> tell(String url, JsonObject event, SandboxFaults.Notifications fault) {
    return switch (fault) {
      case DELIVER -> send(url, event, 1);
      case LOSE -> Future.succeededFuture();
      case TWICE -> send(url, event, 1).compose(first -> send(url, event, 1));
      case HOLD -> {
        synchronized (held) {
          held.add(new Held(url, event));
        }
        yield Future.succeededFuture();
      }
    };
  }

  /** Sends what was held. */
  Future<Void> release() {
    List<Held> released;
    synchronized (held) {
      released = List.copyOf(held);
      held.clear();
    }
    return Future.join(released.stream().map(one -> send(one.url(), one.event(), 1)).toList())
        .mapEmpty();
  }

  private Future<Void> send(String url, JsonObject event, int attempt) {
    String body = event.encode();
    String timestamp = String.valueOf(clock.instant().getEpochSecond());
    String nonce = UUID.randomUUID().toString();
    var options =
        new RequestOptions()
            .setAbsoluteURI(url)
            .setMethod(HttpMethod.POST)
            .setTimeout(TIMEOUT_MILLIS);
    return http.request(options)
        .compose(
            request ->
                request
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Sandbox-Timestamp", timestamp)
                    .putHeader("Sandbox-Nonce", nonce)
                    .putHeader("Sandbox-Signature", keys.sign(timestamp, nonce, body))
                    .send(Buffer.buffer(body)))
        .map(response -> response.statusCode() / 100 == 2)
        .otherwise(false)
        .onSuccess(understood -> again(url, event, attempt, understood))
        .mapEmpty();
  }

  private void again(String url, JsonObject event, int attempt, boolean understood) {
    if (understood) {
      return;
    }
    if (attempt == TRIES) {
      LOG.warn("{} was not understood at {}", event, url);
      return;
    }
    vertx.setTimer(FIRST_WAIT_MILLIS << attempt, timer -> send(url, event, attempt + 1));
  }
}
