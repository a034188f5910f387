package org.shanmen.sim.rig;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A face terminal that pushes its recognitions as Hikvision's do: {@code AccessControllerEvent},
 * sub-event 75. Thread-safe.
 */
final class FaceTerminal {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient http;
  private final URI listener;
  private final AtomicLong serials = new AtomicLong(System.currentTimeMillis());

  FaceTerminal(HttpClient http, URI listener) {
    this.http = http;
    this.listener = listener;
  }

  /** Done when the daemon took the event; fails with {@link IOException}. */
  CompletableFuture<Void> recognise(String person) {
    return http.sendAsync(
            HttpRequest.newBuilder(listener)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(event(person)))
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

  private String event(String person) {
    return new JsonObject()
        .put("ipAddress", "127.0.0.1")
        .put("dateTime", OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("eventType", "AccessControllerEvent")
        .put("eventState", "active")
        .put(
            "AccessControllerEvent",
            new JsonObject()
                .put("deviceName", "Simulated face terminal")
                .put("majorEventType", 5)
                .put("subEventType", 75)
                .put("cardNo", "0")
                .put("employeeNoString", person)
                .put("serialNo", serials.incrementAndGet())
                .put("currentVerifyMode", "cardOrFaceOrFp")
                .put("currentEvent", true))
        .encode();
  }
}
