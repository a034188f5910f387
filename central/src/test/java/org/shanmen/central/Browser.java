package org.shanmen.central;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One person's browser: keeps the session cookie and the cross-site token. */
public final class Browser {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String root;
  private String cookie = "";
  private String csrf = "";

  Browser(String root) {
    this.root = root;
  }

  /** What came back. */
  public record Answer(HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public JsonObject json() {
      return new JsonObject(response.body());
    }

    /** The error's code. */
    public String error() {
      return json().getJsonObject("error").getString("code");
    }

    public Answer expect(int status) {
      assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
      return this;
    }
  }

  public Browser logIn(String name, String password) {
    var answer = tryLogIn(name, password).expect(200);
    String set = answer.response().headers().firstValue("set-cookie").orElseThrow();
    assertThat(set).contains("HTTPOnly").contains("SameSite=Strict");
    cookie = set.substring(0, set.indexOf(';'));
    csrf = answer.json().getString("csrf");
    return this;
  }

  public Answer tryLogIn(String name, String password) {
    return post("/session", new JsonObject().put("name", name).put("password", password));
  }

  public Browser forgetCsrf() {
    csrf = "";
    return this;
  }

  public Answer get(String path) {
    return send(request("/api/v1" + path).GET());
  }

  /** Of the server's root rather than of the REST interface. */
  public Answer getRoot(String path) {
    return send(request(path).GET());
  }

  public Answer post(String path, JsonObject body, String... headers) {
    var request = request("/api/v1" + path).POST(BodyPublishers.ofString(body.encode()));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  public Answer patch(String path, JsonObject body) {
    return send(request("/api/v1" + path).method("PATCH", BodyPublishers.ofString(body.encode())));
  }

  public Answer delete(String path) {
    return send(request("/api/v1" + path).DELETE());
  }

  /** Anything at all, with the session. */
  public Answer raw(String method, String path, String contentType, byte[] body) {
    var publisher = body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    return send(
        request("/api/v1" + path).setHeader("Content-Type", contentType).method(method, publisher));
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(URI.create(root + path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json");
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    if (!csrf.isEmpty()) {
      request.header("X-CSRF-Token", csrf);
    }
    return request;
  }

  private static Answer send(HttpRequest.Builder request) {
    try {
      return new Answer(CLIENT.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
