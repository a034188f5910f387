package org.shanmen.sim.park;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.BoardKind;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.lane.Output;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.rig.LaneSettings;
import org.shanmen.sim.rig.LaneState;
import org.shanmen.sim.rig.Pins;
import org.shanmen.sim.rig.SerialSettings;
import org.shanmen.sim.rig.SimulatedLane;
import org.shanmen.sim.rig.Simulation;
import org.shanmen.sim.serial.SerialDevice;

/**
 * What a board sees of a gate that starts, serves, is killed, starts on a mistake, serves again and
 * burns: for each kind of board, with the real daemon at real wires and lines.
 */
class EveryBoardIT {
  private static final Gait BRISK =
      Gait.atSpeed(4, GateHouse.BEAM_DEBOUNCE_MILLIS).keepingDistance();
  private static final Pins RAISED = Pins.USUAL.with(Output.RAISE, 20);
  private static final Pins WIRED =
      RAISED.with(Output.FREE_IN, 25).with(Output.FREE_OUT, 12).with(Output.LOCK, 16);

  private static final int EXIT_MISTAKE = 2;

  /** Longer than all that a test waits for: what was not seen by its end did not come. */
  private static final Duration THE_WHOLE_TEST = Duration.ofMinutes(10);

  /** As gate.conf names them. */
  private enum Board {
    POTENTIAL(BoardKind.POTENTIAL),
    PULSE(BoardKind.PULSE),
    TISO(BoardKind.TISO),
    ALVARADO(BoardKind.ALVARADO),
    PERCO_TTR(BoardKind.PERCO_TTR),
    /** On a serial line, people are let through by contacts. */
    RS232_CONTACTS(BoardKind.POTENTIAL),
    /** On a serial line, which alone moves the arm. */
    RS232_MODE(BoardKind.POTENTIAL);

    private final BoardKind kind;

    Board(BoardKind kind) {
      this.kind = kind;
    }

    boolean isSerial() {
      return this == RS232_CONTACTS || this == RS232_MODE;
    }

    /** Where the arm is when its computer has died with the way in open. */
    ArmPosition afterDeath() {
      return this == RS232_MODE ? ArmPosition.RELEASED_IN : ArmPosition.LOCKED;
    }

    Pins pins() {
      if (this == RS232_MODE) {
        return new Pins(Map.of(), Pins.USUAL.inputs(), Set.of());
      }
      return kind == BoardKind.POTENTIAL ? RAISED : WIRED;
    }

    String gpio() {
      return switch (this) {
        case POTENTIAL, RS232_CONTACTS ->
            "release-in = 17, release-out = 27, drop = 22, raise = 20,";
        case RS232_MODE -> "";
        default ->
            "profile = "
                + name()
                + ", release-in = 17, release-out = 27, drop = 22, raise = 20, free-in = 25,"
                + " free-out = 12, lock = 16,";
      };
    }

    String line(Path device) {
      return isSerial()
          ? "board { kind = RS232, device = \"%s\", release = %s }\n"
              .formatted(device, name().substring("RS232_".length()))
          : "";
    }
  }

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Board.class)
  void nobodyIsLetThroughByAKillAStartOrAMistakeAndAFireFreesThemAll(Board board) throws Exception {
    try (var simulation = Simulation.in(directory);
        var gate = new LoneGate(directory, lane(simulation, board), blocks(simulation, board))) {
      var lane = simulation.lane("N1").orElseThrow();
      var opened = lane.when(state -> state.arm() != ArmPosition.LOCKED, THE_WHOLE_TEST);
      gate.start();
      assertThat(opened).as("a start opens nothing").isNotDone();

      letOneIn(gate, lane);

      gate.admitNext();
      gate.kill();
      var left = board.afterDeath();
      assertThat(gate.await(state -> state.arm() == left).connected()).isFalse();
      assertThat(gate.startWithAMistake()).isEqualTo(EXIT_MISTAKE);
      assertThat(lane.state().arm()).as("a mistake moves nothing").isEqualTo(left);
      gate.start();
      gate.await(EveryBoardIT::isLocked);
      letOneIn(gate, lane);

      lane.fire(true);
      gate.awaitHealth("to know of the fire", GateHealth::isFire);
      assertThat(lane.state().arm()).isEqualTo(ArmPosition.DROPPED);
      gate.kill();
      lane.fire(false);
      var raised = lane.when(state -> state.arm() != ArmPosition.DROPPED, THE_WHOLE_TEST);
      assertThat(gate.start().isFire()).as("it remembers").isTrue();
      assertThat(raised).as("the way stays free until somebody releases the fire").isNotDone();
    }
  }

  /** Two come on one ticket, which the gate must see. */
  private static void letOneIn(LoneGate gate, SimulatedLane lane) {
    gate.admitNext();
    long before = gate.health().passes();
    assertThat(lane.walk(Walk.in().by(2)).join().passed()).as("one ticket, one person").isOne();
    gate.await(EveryBoardIT::isLocked);
    gate.awaitHealth("to have counted him", health -> health.passes() == before + 1);
  }

  private static boolean isLocked(LaneState state) {
    return state.arm() == ArmPosition.LOCKED;
  }

  private static SimulatedLane lane(Simulation simulation, Board board) throws Exception {
    Set<SerialDevice> devices = EnumSet.of(SerialDevice.SCANNER);
    if (board.isSerial()) {
      devices.add(SerialDevice.BOARD);
    }
    return simulation.add(
        new LaneSettings(
            "N1",
            board.pins(),
            board.kind,
            BRISK,
            Optional.empty(),
            SerialSettings.USUAL.withDevices(devices)));
  }

  private static String blocks(Simulation simulation, Board board) {
    var lane = simulation.lane("N1").orElseThrow();
    return """
        %sserial { scanner { device = "%s", baud = 9600, suffix = CR } }
        gpio {
          input-provider = "shanmen-sim-digital-input", output-provider = "shanmen-sim-digital-output"
          %s
          beam-outer = 5, beam-inner = 6, fire-loop = 13, arm-push = 19
          beam-debounce-millis = %d
        }
        """
        .formatted(
            board.isSerial() ? board.line(lane.device(SerialDevice.BOARD)) : "",
            lane.device(SerialDevice.SCANNER),
            board.gpio(),
            GateHouse.BEAM_DEBOUNCE_MILLIS);
  }
}
