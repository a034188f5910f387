package org.shanmen.gate.device.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.shanmen.gate.lane.port.Signal.Presented;
import org.shanmen.gate.lane.port.Spot;

/** Terminals that the configuration names, over real HTTP. */
@Timeout(180)
class WhoMayPostTest {
  private static final String MANUAL = HikvisionEventTest.MANUAL;

  private final ListeningGate gate = new ListeningGate();

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void aTerminalOnTheParksSideIsOne() throws Exception {
    gate.reopen(
        ListeningGate.terminal("out", FaceKind.HIKVISION, Spot.INNER, Optional.of("s3cret")),
        ListeningGate.terminal("in", FaceKind.HIKVISION, Spot.OUTER, Optional.empty()));
    assertThat(gate.upload("/hikvision/s3cret", MANUAL).statusCode()).isEqualTo(200);
    Presented out = gate.inbox().next(Presented.class);
    assertThat(out.spot()).isEqualTo(Spot.INNER);
    assertThat(out.reader()).isEqualTo("face.out");

    assertThat(gate.upload("/hikvision", MANUAL).statusCode()).isEqualTo(200);
    assertThat(gate.inbox().next(Presented.class).spot()).isEqualTo(Spot.OUTER);
  }

  @Test
  void whoIsNotInTheListIsRefused() throws Exception {
    gate.reopen(
        ListeningGate.terminal("out", FaceKind.HIKVISION, Spot.INNER, Optional.of("s3cret")),
        ListeningGate.terminal("zk", FaceKind.ZKTECO, Spot.INNER, Optional.of("CGXH201360029")),
        new TerminalSettings(
            "far",
            InetAddress.getByName("192.0.2.1"),
            Optional.empty(),
            Spot.OUTER,
            Optional.empty(),
            false));
    assertThat(gate.upload("/hikvision", MANUAL).statusCode()).isEqualTo(403);
    assertThat(gate.upload("/hikvision/secret", MANUAL).statusCode()).isEqualTo(403);
    assertThat(gate.upload("/dahua", DahuaEventTest.FACE).statusCode()).isEqualTo(403);
    assertThat(
            gate.upload(ListeningGate.RTLOG.replace("CGX", "CGY"), ZktecoLogTest.RECORD)
                .statusCode())
        .isEqualTo(403);
    assertThat(gate.inbox().left()).isEmpty();
    assertThat(gate.counts().snapshot()).containsEntry("face.stranger", 4L);

    assertThat(gate.upload(ListeningGate.RTLOG, ZktecoLogTest.RECORD).statusCode()).isEqualTo(200);
    assertThat(gate.inbox().next(Presented.class).reader()).isEqualTo("face.zk");
  }
}
