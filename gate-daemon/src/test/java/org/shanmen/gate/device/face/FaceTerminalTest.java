package org.shanmen.gate.device.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.shanmen.gate.lane.port.Signal.Presented;
import org.shanmen.protocol.wire.CredentialKind;

/** What Hikvision and Dahua terminals push, over real HTTP. */
@Timeout(180)
class FaceTerminalTest {
  private static final String MANUAL = HikvisionEventTest.MANUAL;

  private final ListeningGate gate = new ListeningGate();

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void aRecognisedPersonIsPresented() throws Exception {
    assertThat(gate.post("application/json", MANUAL).statusCode()).isEqualTo(200);
    Presented presented = gate.inbox().next(Presented.class);
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
    assertThat(gate.post("multipart/form-data; boundary=MIME_boundary", parts).statusCode())
        .isEqualTo(200);
    assertThat(gate.inbox().next(Presented.class).value()).isEqualTo("5001");
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
    assertThat(gate.post("multipart/form-data; boundary=b", parts).statusCode()).isEqualTo(200);
    assertThat(gate.inbox().next(Presented.class).value()).isEqualTo("5001");
  }

  @Test
  void whatIsNoFreshRecognitionIsAnsweredAndCountedAndNotPresented() throws Exception {
    assertThat(gate.post(MANUAL.replace("true", "false")).statusCode()).isEqualTo(200);
    assertThat(gate.post(MANUAL.replace("75", "76")).statusCode()).isEqualTo(200);
    assertThat(gate.post("{\"eventType\":\"heartBeat\"}").statusCode()).isEqualTo(200);
    assertThat(gate.post(MANUAL).statusCode()).isEqualTo(200);
    assertThat(gate.post(MANUAL).statusCode()).isEqualTo(200);

    assertThat(gate.inbox().left()).hasSize(1);
    assertThat(gate.counts().snapshot())
        .containsEntry("face.replayed", 1L)
        .containsEntry("face.other", 2L)
        .containsEntry("face.repeated", 1L);
  }

  @Test
  void aBusyLaneIsTriedAgainByTheTerminal() throws Exception {
    gate.inbox().setFull(true);
    assertThat(gate.post(MANUAL).statusCode()).isEqualTo(503);
    gate.inbox().setFull(false);
    assertThat(gate.post(MANUAL).statusCode()).isEqualTo(200);
    assertThat(gate.inbox().next(Presented.class).value()).isEqualTo("5001");
  }

  @Test
  void malformedEventsAreToldWhatIsWrong() throws Exception {
    HttpResponse<String> answer = gate.post("[]");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("expected a JSON object\n");
    assertThat(gate.post("multipart/form-data; boundary=b", "--b\r\nrubbish").statusCode())
        .isEqualTo(400);
    assertThat(gate.post("multipart/form-data", MANUAL).statusCode()).isEqualTo(400);
    assertThat(gate.counts().snapshot()).containsEntry("face.malformed", 3L);
    assertThat(gate.inbox().left()).isEmpty();
  }

  @Test
  void anythingButPostHikvisionIsRefused() throws Exception {
    assertThat(gate.send(gate.request("/").GET()).statusCode()).isEqualTo(404);
    assertThat(gate.send(gate.request("/hikvision").GET()).statusCode()).isEqualTo(405);
  }

  @Test
  void dahuasEventsArePresentedOnce() throws Exception {
    String face = DahuaEventTest.FACE.replace("1583173448", "1777597200");
    assertThat(gate.upload("/dahua", face).body()).isEqualTo("presented\n");
    assertThat(gate.upload("/dahua", face).body()).isEqualTo("not presented\n");
    assertThat(gate.upload("/dahua", DahuaEventTest.FACE).body()).isEqualTo("not presented\n");
    assertThat(gate.inbox().next(Presented.class).value()).isEqualTo("5001");
    assertThat(gate.inbox().left()).isEmpty();
    assertThat(gate.counts().snapshot())
        .containsEntry("face.repeated", 1L)
        .containsEntry("face.replayed", 1L);
  }
}
