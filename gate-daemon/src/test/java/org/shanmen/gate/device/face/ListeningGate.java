package org.shanmen.gate.device.face;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.shanmen.gate.device.RecordingInbox;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.Spot;

/** A gate that listens to face terminals, and what terminals say to it. */
final class ListeningGate implements AutoCloseable {
  static final String RTLOG = "/iclock/cdata?SN=CGXH201360029&table=rtlog";

  private static final Instant EIGHT = Instant.parse("2026-05-01T00:00:00Z");
  private static final Instant AFTER_NINE = Instant.parse("2026-05-01T01:00:03Z");

  private final RecordingInbox inbox = new RecordingInbox();
  private final Counts counts = new Counts();
  private final HttpClient http = HttpClient.newHttpClient();
  private FaceTerminal terminal;

  /** A gate is started at eight; then it is nine and three seconds. */
  private static final class OpeningClock extends Clock {
    private boolean started;

    @Override
    public Instant instant() {
      Instant now = started ? AFTER_NINE : EIGHT;
      started = true;
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneId.of("Asia/Shanghai");
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  /** Whoever reaches its address is its one terminal. */
  ListeningGate() {
    open(FaceSettings.at(local(0)));
  }

  /** Closes it and opens it again with a list of terminals. */
  void reopen(TerminalSettings... terminals) {
    reopen(new FaceSettings(local(0), 15, List.of(terminals), OptionalInt.empty()));
  }

  void reopen(FaceSettings settings) {
    terminal.close();
    open(settings);
  }

  private void open(FaceSettings settings) {
    terminal = FaceTerminal.open(settings, inbox, counts, new OpeningClock());
  }

  RecordingInbox inbox() {
    return inbox;
  }

  Counts counts() {
    return counts;
  }

  HttpResponse<String> upload(String path, String body) throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** An event of a Hikvision terminal. */
  HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return post("application/json", body);
  }

  HttpResponse<String> post(String type, String body) throws IOException, InterruptedException {
    return send(
        request("/hikvision")
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + terminal.address().getPort() + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), terminal.address().getPort());
  }

  static TerminalSettings terminal(String name, FaceKind kind, Spot spot, Optional<String> token) {
    return new TerminalSettings(
        name, InetAddress.getLoopbackAddress(), Optional.of(kind), spot, token, false);
  }

  static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Override
  public void close() {
    terminal.close();
  }
}
