package org.shanmen.sim.park;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The centre's REST interface as one logged-in person, or a machine that sells, uses it.
 *
 * <p>Thread-safe. Every call blocks for at most {@link #ANSWER_LIMIT}. A path is given without
 * {@code /api/v1}.
 */
public final class CentreClient {
  /** How long an answer may take. */
  public static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  private static final String SESSION_COOKIE = "shanmen_session";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI root;
  private volatile String cookie = "";
  private volatile String csrf = "";
  private volatile String token = "";

  /**
   * @param root such as http://127.0.0.1:8080
   */
  public CentreClient(URI root) {
    this.root = root;
  }

  /** The same centre as another person sees it. */
  public static CentreClient loggedIn(URI root, String name, String password) {
    var client = new CentreClient(root);
    client.logIn(name, password);
    return client;
  }

  /** The same centre as a web shop, a kiosk or a partner sees it, by its token. */
  public static CentreClient machine(URI root, String token) {
    var client = new CentreClient(root);
    client.token = token;
    return client;
  }

  /**
   * Begins a session, which this client uses from then on.
   *
   * @throws RequestRefused when name or password is wrong
   */
  public void logIn(String name, String password) {
    HttpResponse<String> response =
        send("POST", "/session", new JsonObject().put("name", name).put("password", password));
    cookie =
        response.headers().allValues("set-cookie").stream()
            .filter(value -> value.startsWith(SESSION_COOKIE + "="))
            .map(value -> value.split(";", 2)[0])
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("the log-in's answer set no " + SESSION_COOKIE));
    csrf = new JsonObject(response.body()).getString("csrf");
  }

  /** What the centre says without a session, such as /health. */
  public String plain(String path) {
    HttpResponse<String> response =
        exchange(HttpRequest.newBuilder(root.resolve(path)).timeout(ANSWER_LIMIT).GET().build());
    if (response.statusCode() >= 400) {
      throw refused("GET " + path, response);
    }
    return response.body();
  }

  public JsonObject get(String path) {
    return body(send("GET", path, null));
  }

  public JsonObject post(String path, JsonObject body) {
    return body(send("POST", path, body));
  }

  public JsonObject patch(String path, JsonObject body) {
    return body(send("PATCH", path, body));
  }

  public void delete(String path) {
    send("DELETE", path, null);
  }

  /** A value as it must stand in a path or query. */
  public static String escaped(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static JsonObject body(HttpResponse<String> response) {
    return response.body().isBlank() ? new JsonObject() : new JsonObject(response.body());
  }

  private HttpResponse<String> send(String method, String path, JsonObject body) {
    var request =
        HttpRequest.newBuilder(URI.create(root + "/api/v1" + path))
            .timeout(ANSWER_LIMIT)
            .header("Accept", "application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (!csrf.isEmpty() && !method.equals("GET")) {
      request.header("X-CSRF-Token", csrf);
    }
    HttpResponse<String> response = exchange(request.build());
    if (response.statusCode() >= 400) {
      throw refused(method + " " + path, response);
    }
    return response;
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted during " + request.uri(), e);
    }
  }

  private static RequestRefused refused(String request, HttpResponse<String> response) {
    Optional<JsonObject> error = error(response.body());
    return new RequestRefused(
        request,
        response.statusCode(),
        error.map(e -> e.getString("code", "")).orElse(""),
        error.map(e -> e.getString("message_en", "")).orElse(response.body()));
  }

  private static Optional<JsonObject> error(String body) {
    try {
      return Optional.ofNullable(new JsonObject(body).getJsonObject("error"));
    } catch (DecodeException | ClassCastException e) {
      return Optional.empty();
    }
  }
}
