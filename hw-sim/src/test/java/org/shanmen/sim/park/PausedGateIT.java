package org.shanmen.sim.park;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.BoardKind;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.lane.Walk;
import org.shanmen.sim.rig.LaneSettings;
import org.shanmen.sim.rig.Pins;
import org.shanmen.sim.rig.SerialSettings;
import org.shanmen.sim.rig.SimulatedLane;
import org.shanmen.sim.rig.Simulation;
import org.shanmen.sim.serial.SerialDevice;

/** A real daemon that gets no processor while somebody walks through its open lane. */
class PausedGateIT {
  private static final Gait BRISK = Gait.atSpeed(4, GateHouse.BEAM_DEBOUNCE_MILLIS);

  @TempDir Path directory;

  @Test
  void whoWentThroughUnseenDoesNotComeInTwiceOnHisTicket() throws Exception {
    try (var simulation = Simulation.in(directory)) {
      var lane =
          simulation.add(
              new LaneSettings(
                  "N1",
                  Pins.USUAL,
                  BoardKind.POTENTIAL,
                  BRISK,
                  Optional.empty(),
                  SerialSettings.USUAL.withDevices(EnumSet.of(SerialDevice.SCANNER))));
      try (var gate = new LoneGate(directory, lane, blocks(lane))) {
        gate.start();
        gate.admitNext();

        gate.pause();
        try {
          assertThat(lane.walk(Walk.in()).join().passed()).isOne();
        } finally {
          gate.goOn();
        }

        gate.await(state -> state.arm() == ArmPosition.LOCKED);
        gate.awaitHealth("to await nobody", health -> health.awaited() == 0);
        assertThat(gate.health().passes()).as("nobody was seen").isZero();
        assertThat(gate.showAgain()).isEqualTo("USED_UP");
      }
    }
  }

  private static String blocks(SimulatedLane lane) {
    return """
        lane { pass-timeout-millis = 1000, same-code-millis = 100 }
        serial { scanner { device = "%s", baud = 9600, suffix = CR } }
        gpio {
          input-provider = "shanmen-sim-digital-input", output-provider = "shanmen-sim-digital-output"
          release-in = 17, release-out = 27, drop = 22
          beam-outer = 5, beam-inner = 6, fire-loop = 13, arm-push = 19
          beam-debounce-millis = %d
        }
        """
        .formatted(lane.device(SerialDevice.SCANNER), GateHouse.BEAM_DEBOUNCE_MILLIS);
  }
}
