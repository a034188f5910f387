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
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.shanmen.gate.Limits;
import org.shanmen.gate.device.Eventually;
import org.shanmen.gate.device.RecordingInbox;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.Signal.DeviceHealth;
import org.shanmen.gate.lane.port.Signal.Presented;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.CredentialKind;

/** Real HTTP, as a terminal speaks it. */
@Timeout(180)
class FaceTerminalTest {
  private static final String MANUAL = HikvisionEventTest.MANUAL;
  private static final Instant EIGHT = Instant.parse("2026-05-01T00:00:00Z");
  private static final Instant AFTER_NINE = Instant.parse("2026-05-01T01:00:03Z");
  private static final String RTLOG = "/iclock/cdata?SN=CGXH201360029&table=rtlog";

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

  @BeforeEach
  void open() {
    terminal = FaceTerminal.open(FaceSettings.at(local(0)), inbox, counts, new OpeningClock());
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
    assertThat(send(request("/hikvision").GET()).statusCode()).isEqualTo(405);
  }

  @Test
  void zktecosRecordsAreAnsweredOkAndPresentedOnce() throws Exception {
    String two = ZktecoLogTest.RECORD + ZktecoLogTest.RECORD.replace("5001", "5002");
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> answer = upload(RTLOG, two);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("OK");
    }
    assertThat(inbox.next(Presented.class).value()).isEqualTo("5001");
    assertThat(inbox.next(Presented.class).value()).isEqualTo("5002");
    assertThat(inbox.left()).isEmpty();
    assertThat(counts.snapshot()).containsEntry("face.repeated", 2L);
  }

  @Test
  void zktecosHistoryAndFailuresAreAnsweredOkAndNotPresented() throws Exception {
    for (String record :
        List.of(
            ZktecoLogTest.RECORD.replace("09:00:00", "08:59:47"),
            ZktecoLogTest.RECORD.replace("09:00:00", "09:00:19"),
            ZktecoLogTest.RECORD.replace("event=0", "event=27"))) {
      assertThat(upload(RTLOG, record).body()).isEqualTo("OK");
    }
    assertThat(inbox.left()).isEmpty();
    assertThat(counts.snapshot())
        .containsEntry("face.replayed", 1L)
        .containsEntry("face.ahead", 1L)
        .containsEntry("face.other", 1L);
  }

  @Test
  void zktecosBadRecordIsToldAndNothingOfItsBodyIsPresented() throws Exception {
    HttpResponse<String> answer = upload(RTLOG, ZktecoLogTest.RECORD + "rubbish\n");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith("line 2: expected time=");
    assertThat(upload("/iclock/cdata?table=rtlog", ZktecoLogTest.RECORD).statusCode())
        .isEqualTo(400);
    assertThat(inbox.left()).isEmpty();
    assertThat(counts.snapshot()).containsEntry("face.malformed", 2L);
  }

  @Test
  void zktecosTerminalIsGreetedAndHasNoCommandsToRun() throws Exception {
    HttpResponse<String> greeting =
        send(request("/iclock/cdata?SN=CGXH201360029&options=all&pushver=3.0.1").GET());
    assertThat(greeting.statusCode()).isEqualTo(200);
    assertThat(greeting.body().lines()).startsWith("registry=ok").contains("Realtime=1");
    assertThat(send(request("/iclock/getrequest?SN=CGXH201360029").GET()).body()).isEqualTo("OK");
    assertThat(upload("/iclock/registry?SN=CGXH201360029", "DeviceType=acc").body())
        .isEqualTo("RegistryCode=CGXH201360029");
    assertThat(upload("/iclock/cdata?SN=CGXH201360029&table=rtstate", "door=1").body())
        .isEqualTo("OK");
    assertThat(send(request("/iclock/nothing?SN=CGXH201360029").GET()).statusCode()).isEqualTo(405);
    assertThat(inbox.left()).isEmpty();
  }

  @Test
  void dahuasEventsArePresentedOnce() throws Exception {
    String face = DahuaEventTest.FACE.replace("1583173448", "1777597200");
    assertThat(upload("/dahua", face).body()).isEqualTo("presented\n");
    assertThat(upload("/dahua", face).body()).isEqualTo("not presented\n");
    assertThat(upload("/dahua", DahuaEventTest.FACE).body()).isEqualTo("not presented\n");
    assertThat(inbox.next(Presented.class).value()).isEqualTo("5001");
    assertThat(inbox.left()).isEmpty();
    assertThat(counts.snapshot())
        .containsEntry("face.repeated", 1L)
        .containsEntry("face.replayed", 1L);
  }

  @Test
  void aTerminalOnTheParksSideIsOne() throws Exception {
    reopen(
        terminal("out", FaceKind.HIKVISION, Spot.INNER, Optional.of("s3cret")),
        terminal("in", FaceKind.HIKVISION, Spot.OUTER, Optional.empty()));
    assertThat(upload("/hikvision/s3cret", MANUAL).statusCode()).isEqualTo(200);
    Presented out = inbox.next(Presented.class);
    assertThat(out.spot()).isEqualTo(Spot.INNER);
    assertThat(out.reader()).isEqualTo("face.out");

    assertThat(upload("/hikvision", MANUAL).statusCode()).isEqualTo(200);
    assertThat(inbox.next(Presented.class).spot()).isEqualTo(Spot.OUTER);
  }

  @Test
  void whoIsNotInTheListIsRefused() throws Exception {
    reopen(
        terminal("out", FaceKind.HIKVISION, Spot.INNER, Optional.of("s3cret")),
        terminal("zk", FaceKind.ZKTECO, Spot.INNER, Optional.of("CGXH201360029")),
        new TerminalSettings(
            "far",
            InetAddress.getByName("192.0.2.1"),
            Optional.empty(),
            Spot.OUTER,
            Optional.empty(),
            false));
    assertThat(upload("/hikvision", MANUAL).statusCode()).isEqualTo(403);
    assertThat(upload("/hikvision/secret", MANUAL).statusCode()).isEqualTo(403);
    assertThat(upload("/dahua", DahuaEventTest.FACE).statusCode()).isEqualTo(403);
    assertThat(upload(RTLOG.replace("CGX", "CGY"), ZktecoLogTest.RECORD).statusCode())
        .isEqualTo(403);
    assertThat(inbox.left()).isEmpty();
    assertThat(counts.snapshot()).containsEntry("face.stranger", 4L);

    assertThat(upload(RTLOG, ZktecoLogTest.RECORD).statusCode()).isEqualTo(200);
    assertThat(inbox.next(Presented.class).reader()).isEqualTo("face.zk");
  }

  @Test
  void cardsAreReadInTheOrderOfTheConfiguration() throws Exception {
    String card = ZktecoLogTest.RECORD.replace("verifytype=15", "verifytype=4");
    upload(RTLOG, card.replace("15CD5B07", "15cd5b07"));
    assertThat(inbox.next(Presented.class).value()).isEqualTo("15CD5B07");

    reopen(
        new TerminalSettings(
            "zk",
            InetAddress.getLoopbackAddress(),
            Optional.of(FaceKind.ZKTECO),
            Spot.OUTER,
            Optional.empty(),
            true));
    upload(RTLOG, card);
    Presented presented = inbox.next(Presented.class);
    assertThat(presented.kind()).isEqualTo(CredentialKind.CARD);
    assertThat(Long.parseLong(presented.value(), 16)).isEqualTo(123456789L);
  }

  @Test
  void aPersonsNumberThatIsNoneIsNotPresented() throws Exception {
    upload(RTLOG, ZktecoLogTest.RECORD.replace("5001", "5".repeat(65)));
    assertThat(inbox.left()).isEmpty();
    assertThat(counts.snapshot()).containsEntry("face.malformed", 1L);
  }

  @Test
  void aBodyThatIsTooLargeIsRefused() throws Exception {
    String large = MANUAL + " ".repeat(Limits.FACE_BODY_BYTES);
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
      for (int i = 0; i < Limits.FACE_CONNECTIONS; i++) {
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
      waiting = FaceTerminal.open(FaceSettings.at(local(holder.getLocalPort())), inbox, counts);
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

  private void reopen(TerminalSettings... terminals) {
    terminal.close();
    terminal =
        FaceTerminal.open(
            new FaceSettings(local(0), 15, List.of(terminals)), inbox, counts, new OpeningClock());
  }

  private static TerminalSettings terminal(
      String name, FaceKind kind, Spot spot, Optional<String> token) {
    return new TerminalSettings(
        name, InetAddress.getLoopbackAddress(), Optional.of(kind), spot, token, false);
  }

  private HttpResponse<String> upload(String path, String body)
      throws IOException, InterruptedException {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return post("application/json", body);
  }

  private HttpResponse<String> post(String type, String body)
      throws IOException, InterruptedException {
    return send(
        request("/hikvision")
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
