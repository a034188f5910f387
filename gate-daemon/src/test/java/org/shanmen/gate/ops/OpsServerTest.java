package org.shanmen.gate.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpsServerTest {
  private OpsServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        OpsServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            () -> "{\"text\":\"全票\"}",
            () -> "shanmen_link_up 1\n");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void showsHealthAndMetrics() throws Exception {
    assertThat(get("/health").body()).isEqualTo("{\"text\":\"全票\"}");
    assertThat(get("/metrics").body()).isEqualTo("shanmen_link_up 1\n");
    assertThat(get("/metrics").headers().firstValue("content-type"))
        .contains(MetricsPage.CONTENT_TYPE);
  }

  @Test
  void changesNothingAndShowsNothingElse() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    var post =
        HttpRequest.newBuilder(uri("/health")).POST(HttpRequest.BodyPublishers.noBody()).build();
    assertThat(HttpClient.newHttpClient().send(post, BodyHandlers.ofString()).statusCode())
        .isEqualTo(405);
  }

  @Test
  void garbageHarmsOnlyItsOwnConnection() throws Exception {
    try (var connection = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      connection.getOutputStream().write("\0\1\2 garbage\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      connection.getOutputStream().write(new byte[100_000]);
    } catch (IOException e) {
      // Cut off while it was still writing: just as well.
    }
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void saysWhichAddressItCouldNotHave() {
    var taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    assertThatThrownBy(() -> OpsServer.start(taken, () -> "", () -> ""))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ops.listen")
        .hasMessageContaining(String.valueOf(server.port()));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
