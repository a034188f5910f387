package org.shanmen.sim.rig;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;

/** A face terminal that pushes what it recognises, as its maker's do. Thread-safe. */
final class FaceTerminal {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LONG_AGO = Duration.ofHours(1);

  private final HttpClient http;
  private final URI listener;
  private final FaceMaker maker;
  private long number = System.currentTimeMillis();
  private String last = "";

  FaceTerminal(HttpClient http, URI listener) {
    this.http = http;
    this.listener = listener;
    this.maker = FaceMaker.of(listener);
  }

  /** Done when the daemon took the event; fails with {@link IOException}. */
  CompletableFuture<Void> tell(String person, FaceEvent event) {
    return http.sendAsync(
            HttpRequest.newBuilder(listener)
                .timeout(PATIENCE)
                .header("Content-Type", maker.contentType())
                .POST(HttpRequest.BodyPublishers.ofString(body(person, event)))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    new IOException(listener + " does not answer: " + failure, failure)))
        .thenCompose(
            answer ->
                answer.statusCode() / 100 == 2
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.failedFuture(
                        new IOException(listener + " answered " + answer.statusCode())));
  }

  /** A terminal that never told anything has nothing to repeat: then it tells a first time. */
  private synchronized String body(String person, FaceEvent event) {
    if (event == FaceEvent.AGAIN && !last.isEmpty()) {
      return last;
    }
    number++;
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    last =
        maker.body(person, event, number, event == FaceEvent.HISTORY ? now.minus(LONG_AGO) : now);
    return last;
  }
}
