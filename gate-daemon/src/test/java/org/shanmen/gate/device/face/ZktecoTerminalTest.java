package org.shanmen.gate.device.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.shanmen.gate.lane.port.Signal.Presented;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.CredentialKind;

/** What ZKTeco's terminals push, over real HTTP. */
@Timeout(180)
class ZktecoTerminalTest {
  private final ListeningGate gate = new ListeningGate();

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void zktecosRecordsAreAnsweredOkAndPresentedOnce() throws Exception {
    String two = ZktecoLogTest.RECORD + ZktecoLogTest.RECORD.replace("5001", "5002");
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> answer = gate.upload(ListeningGate.RTLOG, two);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("OK");
    }
    assertThat(gate.inbox().next(Presented.class).value()).isEqualTo("5001");
    assertThat(gate.inbox().next(Presented.class).value()).isEqualTo("5002");
    assertThat(gate.inbox().left()).isEmpty();
    assertThat(gate.counts().snapshot()).containsEntry("face.repeated", 2L);
  }

  @Test
  void zktecosHistoryAndFailuresAreAnsweredOkAndNotPresented() throws Exception {
    for (String record :
        List.of(
            ZktecoLogTest.RECORD.replace("09:00:00", "08:59:47"),
            ZktecoLogTest.RECORD.replace("09:00:00", "09:00:19"),
            ZktecoLogTest.RECORD.replace("event=0", "event=27"))) {
      assertThat(gate.upload(ListeningGate.RTLOG, record).body()).isEqualTo("OK");
    }
    assertThat(gate.inbox().left()).isEmpty();
    assertThat(gate.counts().snapshot())
        .containsEntry("face.replayed", 1L)
        .containsEntry("face.ahead", 1L)
        .containsEntry("face.other", 1L);
  }

  @Test
  void zktecosBadRecordIsToldAndNothingOfItsBodyIsPresented() throws Exception {
    HttpResponse<String> answer =
        gate.upload(ListeningGate.RTLOG, ZktecoLogTest.RECORD + "rubbish\n");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith("line 2: expected time=");
    assertThat(gate.upload("/iclock/cdata?table=rtlog", ZktecoLogTest.RECORD).statusCode())
        .isEqualTo(400);
    assertThat(gate.inbox().left()).isEmpty();
    assertThat(gate.counts().snapshot()).containsEntry("face.malformed", 2L);
  }

  @Test
  void zktecosTerminalIsGreetedAndHasNoCommandsToRun() throws Exception {
    HttpResponse<String> greeting =
        gate.send(gate.request("/iclock/cdata?SN=CGXH201360029&options=all&pushver=3.0.1").GET());
    assertThat(greeting.statusCode()).isEqualTo(200);
    assertThat(greeting.body().lines()).startsWith("registry=ok").contains("Realtime=1");
    assertThat(gate.send(gate.request("/iclock/getrequest?SN=CGXH201360029").GET()).body())
        .isEqualTo("OK");
    assertThat(gate.upload("/iclock/registry?SN=CGXH201360029", "DeviceType=acc").body())
        .isEqualTo("RegistryCode=CGXH201360029");
    assertThat(gate.upload("/iclock/cdata?SN=CGXH201360029&table=rtstate", "door=1").body())
        .isEqualTo("OK");
    assertThat(gate.send(gate.request("/iclock/nothing?SN=CGXH201360029").GET()).statusCode())
        .isEqualTo(405);
    assertThat(gate.inbox().left()).isEmpty();
  }

  @Test
  void cardsAreReadInTheOrderOfTheConfiguration() throws Exception {
    String card = ZktecoLogTest.RECORD.replace("verifytype=15", "verifytype=4");
    gate.upload(ListeningGate.RTLOG, card.replace("15CD5B07", "15cd5b07"));
    assertThat(gate.inbox().next(Presented.class).value()).isEqualTo("15CD5B07");

    gate.reopen(
        new TerminalSettings(
            "zk",
            InetAddress.getLoopbackAddress(),
            Optional.of(FaceKind.ZKTECO),
            Spot.OUTER,
            Optional.empty(),
            true));
    gate.upload(ListeningGate.RTLOG, card);
    Presented presented = gate.inbox().next(Presented.class);
    assertThat(presented.kind()).isEqualTo(CredentialKind.CARD);
    assertThat(Long.parseLong(presented.value(), 16)).isEqualTo(123456789L);
  }

  @Test
  void aPersonsNumberThatIsNoneIsNotPresented() throws Exception {
    gate.upload(ListeningGate.RTLOG, ZktecoLogTest.RECORD.replace("5001", "5".repeat(65)));
    assertThat(gate.inbox().left()).isEmpty();
    assertThat(gate.counts().snapshot()).containsEntry("face.malformed", 1L);
  }
}
