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
  private String bearer = "";

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

  /** No browser, but a machine with this token. */
  public Browser bearing(String token) {
    bearer = token;
    return this;
  }

  public Browser forgetCsrf() {
    csrf = "";
    return this;
  }

  public Answer get(String path, String... headers) {
    var request = request("/api/v1" + path).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  /** The bytes of a file. */
  public byte[] file(String path, String mediaType) {
    try {
      var response =
          CLIENT.send(request("/api/v1" + path).GET().build(), BodyHandlers.ofByteArray());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("content-type")).contains(mediaType);
      assertThat(response.headers().firstValue("content-disposition"))
          .hasValueSatisfying(name -> assertThat(name).startsWith("attachment; filename="));
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of the server's root rather than of the REST interface. */
  public Answer getRoot(String path, String... headers) {
    var request = request(path).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
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

  /** The status alone, also of an answer without an end. */
  public int status(String method, String path, String body) {
    var publisher = body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request = request("/api/v1" + path).method(method, publisher).build();
    try {
      var answer = CLIENT.send(request, BodyHandlers.ofInputStream());
      answer.body().close();
      return answer.statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(URI.create(root + path))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json");
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    if (!bearer.isEmpty()) {
      request.header("Authorization", "Bearer " + bearer);
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
