package org.shanmen.gate.device.face;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.shanmen.gate.lane.port.Signal.DeviceHealth;
import org.shanmen.gate.lane.port.Spot;

/** How soon, on virtual time; that it is told, over real HTTP. */
@Timeout(180)
class SilentTerminalsTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final String HEARTBEAT = "{\"eventType\":\"heartBeat\"}";

  private final ListeningGate gate = new ListeningGate();

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void whoSaysNothingForSoLongIsMissedUntilItSpeaks() {
    long start = Long.MAX_VALUE - SECOND;
    var terminals = new SilentTerminals(List.of("face.in", "face.out"), 2 * SECOND, start);
    assertThat(terminals.silent(start + 2 * SECOND - 1)).isEmpty();
    assertThat(terminals.heard("face.in", start + SECOND)).isFalse();

    assertThat(terminals.silent(start + 2 * SECOND)).containsExactly("face.out");
    assertThat(terminals.silent(start + 3 * SECOND)).containsExactly("face.in", "face.out");

    assertThat(terminals.heard("face.out", start + 3 * SECOND)).isTrue();
    assertThat(terminals.silent(start + 3 * SECOND)).containsExactly("face.in");
  }

  @Test
  void aTerminalThatHangsIsAFaultOfItsOwnUntilItsHeartbeatComes() throws Exception {
    gate.reopen(
        new FaceSettings(
            ListeningGate.local(0),
            15,
            List.of(
                ListeningGate.terminal(
                    "out", FaceKind.HIKVISION, Spot.INNER, Optional.of("s3cret"))),
            OptionalInt.of(2)));

    DeviceHealth fault = gate.inbox().next(DeviceHealth.class);

    assertThat(fault.device()).isEqualTo("face.out");
    assertThat(fault.well()).isFalse();
    assertThat(fault.detail()).contains("said nothing for 2 s");
    assertThat(gate.upload("/hikvision/wrong", HEARTBEAT).statusCode()).isEqualTo(403);
    assertThat(gate.inbox().left()).as("a stranger's word is none of its").isEmpty();
    assertThat(gate.upload("/hikvision/s3cret", HEARTBEAT).statusCode()).isEqualTo(200);
    assertThat(gate.inbox().next()).isEqualTo(new DeviceHealth("face.out", true, ""));
  }

  @Test
  void theOneTerminalOfAGateWithoutAListIsMissedToo() throws Exception {
    gate.reopen(new FaceSettings(ListeningGate.local(0), 15, List.of(), OptionalInt.of(2)));

    assertThat(gate.inbox().next(DeviceHealth.class).device()).isEqualTo("face");

    gate.post(HEARTBEAT);
    assertThat(gate.inbox().next()).isEqualTo(new DeviceHealth("face", true, ""));
  }

  @Test
  void aZktecoTerminalIsAskedToCallOftenEnough() throws Exception {
    String greeting = "/iclock/cdata?SN=CGXH201360029&options=all&pushver=3.0.1";
    assertThat(gate.send(gate.request(greeting).GET()).body()).contains("RequestDelay=10\n");

    gate.reopen(new FaceSettings(ListeningGate.local(0), 15, List.of(), OptionalInt.of(8)));
    assertThat(gate.send(gate.request(greeting).GET()).body()).contains("RequestDelay=2\n");
  }
}
