package org.shanmen.sim.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shanmen.gate.device.face.FaceSettings;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.sim.park.Ports;

/** The simulated terminals before the daemon's own listener. */
class FaceTerminalAtAGateTest {
  private final Queue<Signal> lane = new ConcurrentLinkedQueue<>();
  private final Counts counts = new Counts();

  @ParameterizedTest
  @ValueSource(strings = {"/hikvision", "/dahua", "/iclock/cdata?SN=SIM1&table=rtlog"})
  void onlyAFreshPassOpensAndOnlyOnce(String path) throws Exception {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.freeOr(0));
    try (var gate =
        org.shanmen.gate.device.face.FaceTerminal.open(
            FaceSettings.at(address), lane::add, counts)) {
      var terminal =
          new FaceTerminal(
              HttpClient.newHttpClient(),
              URI.create("http://127.0.0.1:" + address.getPort() + path));

      tell(terminal, FaceEvent.PASS);
      assertThat(lane).hasSize(1);
      assertThat(((Signal.Presented) lane.remove()).value()).isEqualTo("5001");

      tell(terminal, FaceEvent.AGAIN);
      tell(terminal, FaceEvent.FAIL);
      tell(terminal, FaceEvent.HISTORY);
      assertThat(lane).isEmpty();
      assertThat(counts.snapshot())
          .containsEntry("face.repeated", 1L)
          .containsEntry("face.other", 1L)
          .containsEntry("face.replayed", 1L);
    }
  }

  private static void tell(FaceTerminal terminal, FaceEvent event) throws Exception {
    terminal.tell("5001", event).get(30, TimeUnit.SECONDS);
  }
}
