package org.shanmen.sim.rig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pi4j.io.gpio.digital.DigitalState;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.BoardKind;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.lane.Input;
import org.shanmen.sim.lane.LampColour;
import org.shanmen.sim.lane.Output;
import org.shanmen.sim.lane.Sensed;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.lane.WalkOutcome;
import org.shanmen.sim.serial.CodeFrame;
import org.shanmen.sim.serial.SerialDevice;

/** A whole lane through its wires and lines, with the libraries that the daemon uses. */
@Timeout(180)
class SimulatedLaneTest {
  private static final Gait FAST = Gait.atSpeed(1000, 1);
  private static final Pins PINS = Pins.USUAL;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  private Simulation simulation;
  private SimulatedLane lane;

  @BeforeEach
  void buildLane() throws IOException {
    simulation = Simulation.in(directory);
    lane = simulation.add(LaneSettings.usual("N1", FAST));
  }

  @AfterEach
  void clear() {
    simulation.close();
  }

  @Test
  void eachPlaceHasItsReaderWhichSpeaksWhatItIsToldTo() throws Exception {
    var serial =
        new SerialSettings(
            EnumSet.of(SerialDevice.SCANNER_INNER, SerialDevice.COLLECTOR_READER),
            Map.of(SerialDevice.SCANNER_INNER, CodeFrame.Suffix.LF),
            Set.of(),
            Map.of(SerialDevice.COLLECTOR_READER, SerialSettings.CardProtocol.RFK101),
            Set.of(SerialDevice.COLLECTOR_READER),
            SerialSettings.PanelProtocol.DA,
            SerialSettings.VoiceProtocol.SYN6288);
    var exit =
        simulation.add(
            new LaneSettings("X1", PINS, BoardKind.POTENTIAL, FAST, Optional.empty(), serial));
    try (var daemon = new Daemon(exit)) {
      var scanner = daemon.open(SerialDevice.SCANNER_INNER);
      var collector = daemon.open(SerialDevice.COLLECTOR_READER);

      exit.present(Credential.qr("T-1"), Spot.INNER).get(30, TimeUnit.SECONDS);
      exit.present(Credential.ic("1EA68671"), Spot.COLLECTOR).get(30, TimeUnit.SECONDS);

      assertThat(Daemon.read(scanner, 4)).isEqualTo("T-1\n".getBytes(UTF_8));
      assertThat(HexFormat.of().formatHex(Daemon.read(collector, 11)))
          .isEqualTo("023731383641363145030a");
    }
    assertThat(exit.present(Credential.qr("T-1"))).failsWithin(PATIENCE);
  }

  @Test
  void theDaemonReleasesTheArmAndSeesTheVisitorsBeams() throws Exception {
    try (var daemon = new Daemon(lane)) {
      var outer = Daemon.events(daemon.input(PINS.inputs().get(Input.BEAM_OUTER)));
      var inner = Daemon.events(daemon.input(PINS.inputs().get(Input.BEAM_INNER)));
      daemon.output(PINS.outputs().get(Output.RELEASE_IN)).high();
      await(ArmPosition.RELEASED_IN);
      var outcome = lane.walk(Walk.in()).get(30, TimeUnit.SECONDS);

      assertThat(outcome).isEqualTo(new WalkOutcome(1, 0, 0));
      assertThat(Daemon.next(outer)).isEqualTo(DigitalState.HIGH);
      assertThat(Daemon.next(inner)).isEqualTo(DigitalState.HIGH);
      assertThat(Daemon.next(outer)).isEqualTo(DigitalState.LOW);
      assertThat(Daemon.next(inner)).isEqualTo(DigitalState.LOW);
      assertThat(lane.state().sensed()).isEqualTo(new Sensed(1, 0, 1, 1));
    }
  }

  @Test
  void aDeadDaemonLeavesTheArmLockedAndTheLampDark() throws Exception {
    try (var daemon = new Daemon(lane)) {
      daemon.output(PINS.outputs().get(Output.RELEASE_IN)).high();
      daemon.output(PINS.outputs().get(Output.LAMP_GREEN)).high();
      await(ArmPosition.RELEASED_IN);
      await(state -> state.lamp() == LampColour.GREEN);
    }

    var state = await(now -> !now.connected());
    assertThat(state.arm()).isEqualTo(ArmPosition.LOCKED);
    assertThat(state.lamp()).isEqualTo(LampColour.OFF);
  }

  @Test
  void whatABoardWasToldOnItsLineOutlivesTheDaemon() throws Exception {
    var serial =
        new SerialSettings(
            Set.of(SerialDevice.BOARD),
            Map.of(),
            Set.of(),
            Map.of(),
            Set.of(),
            SerialSettings.PanelProtocol.DA,
            SerialSettings.VoiceProtocol.SYN6288);
    lane =
        simulation.add(
            new LaneSettings("X1", PINS, BoardKind.POTENTIAL, FAST, Optional.empty(), serial));
    try (var daemon = new Daemon(lane)) {
      daemon.output(PINS.outputs().get(Output.LAMP_GREEN)).high();
      var board = daemon.open(SerialDevice.BOARD);
      write(board, "02ff0004" + "02ff0004" + "0224013004");
      assertThat(HexFormat.of().formatHex(Daemon.read(board, 8)))
          .isEqualTo("02ff0004" + "02440004");
      await(state -> state.lamp() == LampColour.GREEN);
    }

    var state = await(now -> !now.connected());
    assertThat(state.lamp()).isEqualTo(LampColour.OFF);
    assertThat(state.arm()).isEqualTo(ArmPosition.DROPPED);
  }

  @Test
  void aFireReachesTheDaemonAndDropsTheArmWithoutIt() throws Exception {
    try (var daemon = new Daemon(lane)) {
      var loop = Daemon.events(daemon.input(PINS.inputs().get(Input.FIRE_LOOP)));
      lane.fire(true);

      assertThat(lane.state().arm()).isEqualTo(ArmPosition.DROPPED);
      assertThat(Daemon.next(loop)).isEqualTo(DigitalState.LOW);
    }
  }

  @Test
  void nobodyGetsThroughWithoutADaemon() throws Exception {
    assertThat(lane.walk(Walk.in().by(2)).get(30, TimeUnit.SECONDS))
        .isEqualTo(new WalkOutcome(0, 2, 0));
  }

  @Test
  void aQrCodeAndACardArriveAsTheirReadersSendThem() throws Exception {
    try (var daemon = new Daemon(lane)) {
      var scanner = daemon.open(SerialDevice.SCANNER);
      var reader = daemon.open(SerialDevice.CARD_READER);
      lane.present(Credential.qr("SM7K2Q")).get(30, TimeUnit.SECONDS);
      lane.present(Credential.ic("06008E6D5D")).get(30, TimeUnit.SECONDS);

      assertThat(Daemon.read(scanner, 7)).isEqualTo("SM7K2Q\r".getBytes(UTF_8));
      assertThat(HexFormat.of().formatHex(Daemon.read(reader, 10)))
          .isEqualTo("020a0206008e6d5db003");
    }
  }

  @Test
  void whatPanelAndVoiceAreToldIsSeenAndTheVoiceAnswers() throws Exception {
    try (var daemon = new Daemon(lane)) {
      var panel = daemon.open(SerialDevice.PANEL);
      var voice = daemon.open(SerialDevice.VOICE);
      write(panel, "da0100000102" + "4f4b" + "09d3");
      write(voice, "fd00090101c7ebcda8b9fdf9");
      var state = await(now -> now.panelTexts() == 1 && now.prompts() == 1);

      assertThat(state.panel()).isEqualTo("OK");
      assertThat(state.spoken()).containsExactly("请通过");
      assertThat(Daemon.read(voice, 2)).containsExactly(0x41, 0x4F);
    }
  }

  @Test
  void anUnpluggedScannerCannotPresent() throws Exception {
    lane.unplug(SerialDevice.SCANNER);

    assertThatThrownBy(() -> lane.present(Credential.qr("X")).get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IOException.class);
    lane.plug(SerialDevice.SCANNER);
    lane.present(Credential.qr("X")).get(30, TimeUnit.SECONDS);
  }

  @Test
  void anUnpluggedPanelIsDark() throws Exception {
    try (var daemon = new Daemon(lane)) {
      write(daemon.open(SerialDevice.PANEL), "da0100000102" + "4f4b" + "09d3");
      await(now -> now.panel().equals("OK"));
      lane.unplug(SerialDevice.PANEL);

      assertThat(lane.state().panel()).isEmpty();
    }
  }

  @Test
  void aFaceIsPushedAsAFreshHikvisionEvent() throws Exception {
    var body = new CompletableFuture<String>();
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/hikvision",
        exchange -> {
          body.complete(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    http.start();
    try {
      var listener = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/hikvision");
      var withFace = simulation.add(LaneSettings.usual("N2", FAST).withFace(listener));
      withFace.present(Credential.face("5001")).get(30, TimeUnit.SECONDS);
      var event = new JsonObject(body.get(30, TimeUnit.SECONDS));
      var access = event.getJsonObject("AccessControllerEvent");

      assertThat(access.getInteger("subEventType")).isEqualTo(75);
      assertThat(access.getString("employeeNoString")).isEqualTo("5001");
      assertThat(access.getBoolean("currentEvent")).isTrue();
      assertThat(OffsetDateTime.parse(event.getString("dateTime")))
          .isCloseTo(
              OffsetDateTime.now(),
              org.assertj.core.api.Assertions.within(1, java.time.temporal.ChronoUnit.MINUTES));
    } finally {
      http.stop(0);
    }
  }

  @Test
  void aLaneWithoutFaceTerminalSaysSo() {
    assertThatThrownBy(() -> lane.present(Credential.face("1")).get(30, TimeUnit.SECONDS))
        .hasMessageContaining("no face terminal");
  }

  @Test
  void waitingForAStateThatDoesNotComeTimesOut() {
    assertThatThrownBy(
            () -> lane.when(LaneState::connected, Duration.ofMillis(1)).get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void twoLanesOfOneNameAreAMistake() {
    assertThatThrownBy(() -> simulation.add(LaneSettings.usual("N1", FAST)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void closingLeavesNoFilesBehind() {
    simulation.close();

    assertThat(directory.resolve("N1")).isEmptyDirectory();
  }

  @Test
  void aBeamReachesTheDaemonWithinMilliseconds() throws Exception {
    try (var daemon = new Daemon(lane)) {
      var loop = Daemon.events(daemon.input(PINS.inputs().get(Input.FIRE_LOOP)));
      long best = Long.MAX_VALUE;
      for (int i = 0; i < 200; i++) {
        boolean burning = i % 2 == 0;
        long before = System.nanoTime();
        lane.fire(burning);
        assertThat(Daemon.next(loop)).isEqualTo(burning ? DigitalState.LOW : DigitalState.HIGH);
        best = Math.min(best, System.nanoTime() - before);
      }

      // The best of many: a busy machine may delay any one of them.
      assertThat(best).isLessThan(1_000_000);
    }
  }

  private LaneState await(ArmPosition arm) throws Exception {
    return await(state -> state.arm() == arm);
  }

  private LaneState await(java.util.function.Predicate<LaneState> wanted) throws Exception {
    return lane.when(wanted, PATIENCE).get(30, TimeUnit.SECONDS);
  }

  private static void write(com.fazecast.jSerialComm.SerialPort port, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    port.writeBytes(bytes, bytes.length);
  }
}
