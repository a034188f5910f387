package org.shanmen.gate.device.face;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.shanmen.gate.device.Eventually;
import org.shanmen.gate.device.RecordingInbox;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.Signal.DeviceHealth;
import org.shanmen.gate.lane.port.Signal.Presented;
import org.shanmen.protocol.wire.CredentialKind;

/** Real HTTP, as a terminal speaks it. */
@Timeout(30)
class FaceTerminalTest {
  private static final String MANUAL = HikvisionEventTest.MANUAL;

  private final RecordingInbox inbox = new RecordingInbox();
  private final Counts counts = new Counts();
  private final HttpClient http = HttpClient.newHttpClient();
  private FaceTerminal terminal;

  @BeforeEach
  void open() {
    terminal = FaceTerminal.open(new FaceSettings(local(0)), inbox, counts);
  }

  @AfterEach
  void close() {
    terminal.close();
  }

  @Test
  void aRecognisedPersonIsPresented() throws Exception {
    assertThat(post("application/json", MANUAL).statusCode()).isEqualTo(200);
    Presented presented = inbox.next(Presented.class);
    assertThat(presented.kind()).isEqualTo(CredentialKind.FACE);
    assertThat(presented.value()).isEqualTo("5001");
    assertThat(presented.reader()).isEqualTo("face");
  }

  @Test
  void theEventMayBeAPartAmongPictures() throws Exception {
    String parts =
        """
        --MIME_boundary\r
        Content-Disposition: form-data; name="Picture"; filename="Picture.jpg"\r
        Content-Type: image/jpeg\r
        \r
        {not json}\r
        --MIME_boundary\r
        Content-Disposition: form-data; name="event_log"\r
        Content-Type: application/json\r
        \r
        %s\r
        --MIME_boundary--\r
        """
            .formatted(MANUAL);
    assertThat(post("multipart/form-data; boundary=MIME_boundary", parts).statusCode())
        .isEqualTo(200);
    assertThat(inbox.next(Presented.class).value()).isEqualTo("5001");
  }

  @Test
  void theEventMayBeAFileAmongTheParts() throws Exception {
    String parts =
        """
        --b\r
        Content-Disposition: form-data; name="AccessControllerEvent"; filename="event.json"\r
        Content-Type: application/json; charset="UTF-8"\r
        Content-Length: %d\r
        \r
        %s\r
        --b--\r
        """
            .formatted(MANUAL.length(), MANUAL);
    assertThat(post("multipart/form-data; boundary=b", parts).statusCode()).isEqualTo(200);
    assertThat(inbox.next(Presented.class).value()).isEqualTo("5001");
  }

  @Test
  void whatIsNoFreshRecognitionIsAnsweredAndCountedAndNotPresented() throws Exception {
    assertThat(post(MANUAL.replace("true", "false")).statusCode()).isEqualTo(200);
    assertThat(post(MANUAL.replace("75", "76")).statusCode()).isEqualTo(200);
    assertThat(post("{\"eventType\":\"heartBeat\"}").statusCode()).isEqualTo(200);
    assertThat(post(MANUAL).statusCode()).isEqualTo(200);
    assertThat(post(MANUAL).statusCode()).isEqualTo(200);

    assertThat(inbox.left()).hasSize(1);
    assertThat(counts.snapshot())
        .containsEntry("face.replayed", 1L)
        .containsEntry("face.other", 2L)
        .containsEntry("face.repeated", 1L);
  }

  @Test
  void aBusyLaneIsTriedAgainByTheTerminal() throws Exception {
    inbox.setFull(true);
    assertThat(post(MANUAL).statusCode()).isEqualTo(503);
    inbox.setFull(false);
    assertThat(post(MANUAL).statusCode()).isEqualTo(200);
    assertThat(inbox.next(Presented.class).value()).isEqualTo("5001");
  }

  @Test
  void malformedEventsAreToldWhatIsWrong() throws Exception {
    HttpResponse<String> answer = post("[]");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("expected a JSON object\n");
    assertThat(post("multipart/form-data; boundary=b", "--b\r\nrubbish").statusCode())
        .isEqualTo(400);
    assertThat(post("multipart/form-data", MANUAL).statusCode()).isEqualTo(400);
    assertThat(counts.snapshot()).containsEntry("face.malformed", 3L);
    assertThat(inbox.left()).isEmpty();
  }

  @Test
  void anythingButPostHikvisionIsRefused() throws Exception {
    assertThat(send(request("/").GET()).statusCode()).isEqualTo(404);
    assertThat(send(request(EventHandler.PATH).GET()).statusCode()).isEqualTo(405);
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    String large = MANUAL + " ".repeat(FaceTerminal.MAX_BODY_BYTES);
    assertThat(post(large).statusCode()).isEqualTo(413);
    assertThat(inbox.left()).isEmpty();
  }

  @Test
  void whatIsNoHttpIsRefusedAndTheNextConnectionWorks() throws Exception {
    try (Socket socket = connect()) {
      socket.getOutputStream().write("\u0000\u0001 garbage\r\n\r\n".getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 400 ");
    }
    assertThat(post(MANUAL).statusCode()).isEqualTo(200);
  }

  @Test
  void connectionsAreBoundedAndFreedAgain() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < FaceTerminal.MAX_CONNECTIONS; i++) {
        Socket socket = connect();
        sockets.add(socket);
        get(socket);
      }
      try (Socket tooMany = connect()) {
        assertThat(isClosedByPeer(tooMany.getInputStream())).isTrue();
      }
      assertThat(counts.snapshot()).containsEntry("face.crowded", 1L);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
    Eventually.until(this::isServed);
  }

  @Test
  void anAddressThatIsTakenIsAFaultUntilItIsFree() throws Exception {
    FaceTerminal waiting;
    try (ServerSocket holder = new ServerSocket()) {
      holder.bind(local(0));
      waiting = FaceTerminal.open(new FaceSettings(local(holder.getLocalPort())), inbox, counts);
      DeviceHealth fault = inbox.next(DeviceHealth.class);
      assertThat(fault.device()).isEqualTo("face");
      assertThat(fault.well()).isFalse();
      assertThat(fault.detail()).contains("(face.listen)");
    }
    try {
      assertThat(inbox.next(DeviceHealth.class).well()).isTrue();
    } finally {
      waiting.close();
    }
  }

  private boolean isServed() {
    try {
      return post(MANUAL).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** One request and its answer's first byte: by then the connection is counted. */
  private static void get(Socket socket) throws IOException {
    socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: gate\r\n\r\n".getBytes(UTF_8));
    assertThat(socket.getInputStream().read()).isEqualTo('H');
  }

  private static boolean isClosedByPeer(InputStream in) {
    try {
      return in.read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return post("application/json", body);
  }

  private HttpResponse<String> post(String type, String body)
      throws IOException, InterruptedException {
    return send(
        request(EventHandler.PATH)
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + terminal.address().getPort() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), terminal.address().getPort());
  }

  private static InetSocketAddress local(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
