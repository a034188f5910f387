package org.shanmen.sim.park;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** What a gate says about itself on its local port. Thread-safe. */
public final class GateOps {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();
  private final URI root;

  GateOps(URI root) {
    this.root = root;
  }

  public URI root() {
    return root;
  }

  /** How the gate is. */
  public GateHealth health() {
    return new GateHealth(new JsonObject(get("/health")));
  }

  /** Its figures in Prometheus' text form. */
  public Exposition metrics() {
    return Exposition.parse(get("/metrics"));
  }

  private String get(String path) {
    var request = HttpRequest.newBuilder(root.resolve(path)).timeout(ANSWER_LIMIT).GET().build();
    try {
      return http.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException("GET " + request.uri() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during GET " + request.uri(), e);
    }
  }
}
