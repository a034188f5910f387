package org.shanmen.sim.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shanmen.gate.device.board.BoardSettings;
import org.shanmen.gate.device.board.SerialBoard;
import org.shanmen.gate.device.gpio.ArmSettings;
import org.shanmen.gate.device.gpio.BoardProfile;
import org.shanmen.gate.device.gpio.GpioSettings;
import org.shanmen.gate.device.gpio.InputPin;
import org.shanmen.gate.device.gpio.OutputPin;
import org.shanmen.gate.device.gpio.Wire;
import org.shanmen.gate.device.gpio.Wires;
import org.shanmen.gate.device.serial.NativeLibrary;
import org.shanmen.gate.device.serial.SerialDevices;
import org.shanmen.gate.device.serial.SerialPortSettings;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.BoardKind;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.lane.Input;
import org.shanmen.sim.lane.Output;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.lane.WalkOutcome;
import org.shanmen.sim.serial.SerialDevice;
import org.shanmen.sim.wire.SimulatedPinsPlugin;

/** The gate's own drivers on simulated boards, over the real socket and in real time. */
@Timeout(180)
class DriversAndBoardsTest {
  private static final Gait BRISK = Gait.atSpeed(4, 20);
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Simulated and configured alike; release-in is active low where it may be. */
  private static final Pins PINS =
      new Pins(
          Map.of(
              Output.RELEASE_IN, 7,
              Output.RELEASE_OUT, 27,
              Output.DROP, 22,
              Output.FREE_IN, 25,
              Output.FREE_OUT, 12,
              Output.RAISE, 20),
          Map.of(
              Input.BEAM_OUTER, 5,
              Input.BEAM_INNER, 6,
              Input.FIRE_LOOP, 13,
              Input.ARM_PUSH, 19,
              Input.COUNT_IN, 14),
          Set.of("release-in", "count-in"));

  @TempDir Path directory;

  /** How many people the board counted inwards. */
  private final Counter counted = new Counter();

  private Simulation simulation;
  private SimulatedLane lane;
  private Wires wires;

  @BeforeEach
  void aPark() {
    simulation = Simulation.in(directory);
  }

  @AfterEach
  void close() {
    if (wires != null) {
      wires.close();
    }
    simulation.close();
  }

  @ParameterizedTest
  @EnumSource(BoardKind.class)
  void aGroupOfTwoIsLetInAndNobodyElse(BoardKind kind) throws Exception {
    open(kind, BoardProfile.valueOf(kind.name()));
    var walk = lane.walk(Walk.in().by(3));
    wires.move(org.shanmen.gate.lane.port.ArmPosition.RELEASED_IN);
    counted.await(1);
    until(state -> !state.outerBroken() && !state.innerBroken());
    wires.next(Direction.IN);
    counted.await(2);
    wires.move(org.shanmen.gate.lane.port.ArmPosition.LOCKED);
    assertThat(walk.get(30, TimeUnit.SECONDS)).isEqualTo(new WalkOutcome(2, 1, 0));
  }

  @ParameterizedTest
  @EnumSource(BoardKind.class)
  void aStartLetsNobodyInAndTheEndNeither(BoardKind kind) throws Exception {
    lane = simulation.add(LaneSettings.usual("N1", BRISK).withBoard(kind, PINS));
    var moved = lane.when(state -> state.arm() != ArmPosition.LOCKED, Duration.ofSeconds(30));
    drive(BoardProfile.valueOf(kind.name()));
    wires.move(org.shanmen.gate.lane.port.ArmPosition.LOCKED);
    until(LaneState::connected);
    wires.close();
    until(state -> !state.connected());
    assertThat(moved).isNotDone();
  }

  @ParameterizedTest
  @EnumSource(BoardKind.class)
  void alwaysOpenIsForEverybody(BoardKind kind) throws Exception {
    open(kind, BoardProfile.valueOf(kind.name()));
    var both = org.shanmen.gate.lane.port.ArmPosition.RELEASED_BOTH;
    wires.move(both, both);
    until(state -> state.arm() == ArmPosition.RELEASED_BOTH);
    assertThat(lane.walk(Walk.in().by(3)).get(30, TimeUnit.SECONDS).passed()).isEqualTo(3);
    wires.move(org.shanmen.gate.lane.port.ArmPosition.LOCKED);
    until(state -> state.arm() == ArmPosition.LOCKED);
  }

  @ParameterizedTest
  @EnumSource(BoardKind.class)
  void anEmergencyDropsTheArmAndItsEndRaisesIt(BoardKind kind) throws Exception {
    open(kind, BoardProfile.valueOf(kind.name()));
    wires.move(org.shanmen.gate.lane.port.ArmPosition.DROPPED);
    until(state -> state.arm() == ArmPosition.DROPPED);
    wires.move(org.shanmen.gate.lane.port.ArmPosition.LOCKED);
    until(state -> state.arm() == ArmPosition.LOCKED);
  }

  @ParameterizedTest
  @EnumSource(BoardKind.class)
  void anArmWhoseSupplyFailedIsRaisedByTheCommandControlled(BoardKind kind) throws Exception {
    open(kind, BoardProfile.valueOf(kind.name()));
    wires.move(org.shanmen.gate.lane.port.ArmPosition.LOCKED);
    lane.power(false);
    lane.power(true);
    until(state -> state.arm() == ArmPosition.DROPPED);
    wires.move(org.shanmen.gate.lane.port.ArmPosition.LOCKED);
    until(state -> state.arm() == ArmPosition.LOCKED);
  }

  @Test
  void aBoardThatWantsPulsesShowsADriverThatHolds() throws Exception {
    open(BoardKind.TISO, BoardProfile.POTENTIAL);
    wires.move(org.shanmen.gate.lane.port.ArmPosition.RELEASED_IN);
    assertThat(lane.walk(Walk.in().by(3)).get(30, TimeUnit.SECONDS).passed())
        .as("free access for whoever comes")
        .isEqualTo(3);
  }

  @Test
  void aBoardOnASerialLineIsToldEverythingAndCounts() throws Exception {
    var devices =
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
            new LaneSettings(
                "N1", Pins.USUAL, BoardKind.POTENTIAL, BRISK, Optional.empty(), devices));
    NativeLibrary.placeIn(directory.resolve("native"));
    var port = new SerialPortSettings(lane.device(SerialDevice.BOARD).toString(), 9600);
    var settings = new BoardSettings(port, OptionalInt.empty(), BoardSettings.Release.MODE);
    var counts = new Counts();
    try (var serial = new SerialDevices(this::hear, counts)) {
      var board =
          SerialBoard.open(
              settings, serial, this::hear, counts, org.shanmen.gate.lane.port.ArmPosition.LOCKED);
      board.move(org.shanmen.gate.lane.port.ArmPosition.RELEASED_IN);
      until(state -> state.arm() == ArmPosition.RELEASED_IN);
      // Whoever passes before the counters were first read is where they stand; that takes 0.6 s.
      assertThat(lane.walk(Walk.in().by(10)).get(30, TimeUnit.SECONDS).passed()).isEqualTo(10);
      counted.await(1);

      lane.unplug(SerialDevice.BOARD);
      board.move(org.shanmen.gate.lane.port.ArmPosition.DROPPED);
      lane.plug(SerialDevice.BOARD);
      until(state -> state.arm() == ArmPosition.DROPPED);
      board.move(org.shanmen.gate.lane.port.ArmPosition.LOCKED);
      until(state -> state.arm() == ArmPosition.LOCKED);
    }
  }

  private void open(BoardKind kind, BoardProfile profile) throws Exception {
    lane = simulation.add(LaneSettings.usual("N1", BRISK).withBoard(kind, PINS));
    drive(profile);
  }

  private void drive(BoardProfile profile) {
    var outputs = new HashMap<OutputPin, Wire>();
    for (OutputPin pin : OutputPin.values()) {
      for (Output output : PINS.outputs().keySet()) {
        if (output.label().equals(pin.key())) {
          outputs.put(pin, wire(PINS.outputs().get(output), pin.key()));
        }
      }
    }
    var inputs = new HashMap<InputPin, Wire>();
    for (InputPin pin : InputPin.values()) {
      for (Input input : PINS.inputs().keySet()) {
        if (input.label().equals(pin.key())) {
          inputs.put(pin, wire(PINS.inputs().get(input), pin.key()));
        }
      }
    }
    var arm =
        new ArmSettings(profile, profile.usualPulseMillis(), profile.usualHoldMillis(), false);
    System.setProperty(SimulatedPinsPlugin.PROPERTY, lane.wires().toString());
    try {
      wires =
          Wires.open(
              new GpioSettings(
                  SimulatedPinsPlugin.INPUT_PROVIDER,
                  SimulatedPinsPlugin.OUTPUT_PROVIDER,
                  outputs,
                  inputs,
                  arm,
                  300,
                  20),
              this::hear,
              new Counts(),
              org.shanmen.gate.lane.port.ArmPosition.LOCKED);
    } finally {
      System.clearProperty(SimulatedPinsPlugin.PROPERTY);
    }
  }

  private static Wire wire(int pin, String label) {
    return new Wire(pin, PINS.activeLow().contains(label));
  }

  private boolean hear(Signal signal) {
    if (signal instanceof Signal.Counted) {
      counted.add();
    }
    return true;
  }

  private void until(java.util.function.Predicate<LaneState> wanted) throws Exception {
    lane.when(wanted, SOON).get();
  }

  private static final class Counter {
    private final Map<Integer, CompletableFuture<Void>> reached = new HashMap<>();
    private int count;

    synchronized void add() {
      reached.computeIfAbsent(++count, n -> new CompletableFuture<>()).complete(null);
    }

    void await(int number) throws Exception {
      CompletableFuture<Void> done;
      synchronized (this) {
        done = reached.computeIfAbsent(number, n -> new CompletableFuture<>());
      }
      done.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
    }
  }
}
