package org.shanmen.sim.rig;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real listener takes what the simulated terminals post. */
class FaceTerminalTest {
  private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
  private HttpServer listener;

  @BeforeEach
  void listen() throws Exception {
    listener = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    listener.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    listener.start();
  }

  @AfterEach
  void close() {
    listener.stop(0);
  }

  @Test
  void hikvisionsTellFailuresAndHistory() throws Exception {
    var terminal = terminal("/hikvision/token");
    assertThat(hikvision(terminal, FaceEvent.PASS).getInteger("subEventType")).isEqualTo(75);
    assertThat(hikvision(terminal, FaceEvent.FAIL).getInteger("subEventType")).isEqualTo(76);

    var history = new JsonObject(told(terminal, FaceEvent.HISTORY));
    assertThat(history.getJsonObject("AccessControllerEvent").getBoolean("currentEvent")).isFalse();
    assertThat(OffsetDateTime.parse(history.getString("dateTime")).toInstant())
        .isBefore(Instant.now().minus(Duration.ofMinutes(59)));
  }

  @Test
  void zktecosTellRecords() throws Exception {
    var terminal = terminal("/iclock/cdata?SN=SIM1&table=rtlog");
    var pass = record(told(terminal, FaceEvent.PASS));
    assertThat(pass)
        .containsEntry("pin", "5001")
        .containsEntry("event", "0")
        .containsEntry("verifytype", "15");
    assertThat(LocalDateTime.parse(pass.get("time").replace(' ', 'T')))
        .isAfter(LocalDateTime.now().minusMinutes(1));
    var fail = record(told(terminal, FaceEvent.FAIL));
    assertThat(fail).containsEntry("event", "27");
    assertThat(fail.get("index")).isNotEqualTo(pass.get("index"));
    assertThat(
            LocalDateTime.parse(
                record(told(terminal, FaceEvent.HISTORY)).get("time").replace(' ', 'T')))
        .isBefore(LocalDateTime.now().minusMinutes(59));
  }

  @Test
  void dahuasTellDoors() throws Exception {
    var terminal = terminal("/dahua");
    assertThat(dahua(terminal, FaceEvent.PASS).getString("UserID")).isEqualTo("5001");
    assertThat(dahua(terminal, FaceEvent.PASS).getInteger("Status")).isEqualTo(1);
    assertThat(dahua(terminal, FaceEvent.FAIL).getInteger("Status")).isZero();
    assertThat(dahua(terminal, FaceEvent.HISTORY).getLong("UTC"))
        .isLessThan(Instant.now().getEpochSecond() - 3000);
  }

  @Test
  void aLostAnswerIsFollowedByTheSameBytes() throws Exception {
    var terminal = terminal("/dahua");
    assertThat(told(terminal, FaceEvent.AGAIN)).contains("5001");
    String passed = told(terminal, FaceEvent.PASS);
    assertThat(told(terminal, FaceEvent.AGAIN)).isEqualTo(passed);
  }

  private FaceTerminal terminal(String path) {
    return new FaceTerminal(
        HttpClient.newHttpClient(),
        URI.create("http://127.0.0.1:" + listener.getAddress().getPort() + path));
  }

  private String told(FaceTerminal terminal, FaceEvent event) throws Exception {
    terminal.tell("5001", event).get(30, TimeUnit.SECONDS);
    return bodies.poll(30, TimeUnit.SECONDS);
  }

  private JsonObject hikvision(FaceTerminal terminal, FaceEvent event) throws Exception {
    return new JsonObject(told(terminal, event)).getJsonObject("AccessControllerEvent");
  }

  private JsonObject dahua(FaceTerminal terminal, FaceEvent event) throws Exception {
    return new JsonObject(told(terminal, event)).getJsonObject("Data");
  }

  private static Map<String, String> record(String line) {
    return Arrays.stream(line.strip().split("\t"))
        .map(field -> field.split("=", 2))
        .collect(Collectors.toMap(field -> field[0], field -> field[1]));
  }
}
