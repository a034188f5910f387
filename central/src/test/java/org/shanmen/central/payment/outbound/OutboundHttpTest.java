package org.shanmen.central.payment.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutboundHttpTest {
  private static final int BYTES = 1000;

  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/whole",
        exchange -> {
          exchange.sendResponseHeaders(200, BYTES);
          exchange.getResponseBody().write(new byte[BYTES]);
          exchange.close();
        });
    // Headers and some of the body come, and then nothing more.
    server.createContext(
        "/stalled",
        exchange -> {
          exchange.sendResponseHeaders(200, BYTES);
          exchange.getResponseBody().write(new byte[1]);
          exchange.getResponseBody().flush();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void anAnswerOfTheRightSizeComesWhole() throws IOException {
    var answer = new OutboundHttp(Duration.ofSeconds(30)).send(get("/whole"), BYTES);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).hasSize(BYTES);
  }

  @Test
  void anAnswerThatIsTooLongIsNone() {
    assertThatThrownBy(() -> new OutboundHttp(Duration.ofSeconds(30)).send(get("/whole"), 999))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 999 bytes");
  }

  @Test
  void whoStallsInTheMiddleOfAnAnswerKeepsNobody() {
    assertThatThrownBy(() -> new OutboundHttp(Duration.ofMillis(300)).send(get("/stalled"), BYTES))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no answer within 300 ms");
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
        .build();
  }
}
