package org.shanmen.gate.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.shanmen.gate.device.sound.SoundState;
import org.shanmen.gate.lane.LaneState;
import org.shanmen.gate.lane.Posture;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.LampColour;
import org.shanmen.protocol.wire.LaneMode;

class HealthPageTest {
  private final LaneBoard board =
      new LaneBoard(
          new LaneState(
              LaneMode.CONTROLLED,
              Posture.CONTROLLED,
              false,
              ArmPosition.LOCKED,
              LampColour.LAMP_RED,
              true,
              0,
              true,
              42,
              5001,
              List.of()));

  @Test
  void aSilentSoundCardIsToldAndIsNoFaultOfTheLane() {
    assertThat(page(Optional.of(new SoundState("silent", "aplay ended with 1"))))
        .contains("\"sound\":{\"state\":\"silent\",\"why\":\"aplay ended with 1\"}")
        .contains("\"status\":\"ok\"");
  }

  @Test
  void aLaneWithoutASoundCardSaysNothingOfOne() {
    assertThat(page(Optional.empty())).doesNotContain("sound").contains("\"status\":\"ok\"");
  }

  @Test
  void itSaysWhetherSomebodyIsHeldAndWhetherTheAreaIsFull() {
    assertThat(page(Optional.empty())).contains("\"holding\":true", "\"area_full\":false");
    board.areaFull(true);
    assertThat(page(Optional.empty())).contains("\"area_full\":true");
  }

  @Test
  void itSaysWhichListIsInForce() {
    assertThat(page(Optional.empty()))
        .contains("\"whitelist\":{\"version\":7,\"hash\":\"0000000000000abc\"}");
  }

  private String page(Optional<SoundState> sound) {
    return new HealthPage("N1", board, new Quiet(sound)).render();
  }

  /** All is well, and nothing happens. */
  private record Quiet(Optional<SoundState> sound) implements Surroundings {
    @Override
    public boolean linkUp() {
      return true;
    }

    @Override
    public long whitelistVersion() {
      return 7;
    }

    @Override
    public long whitelistHash() {
      return 0xABCL;
    }

    @Override
    public long journalEpoch() {
      return 1;
    }

    @Override
    public long journalLast() {
      return 0;
    }

    @Override
    public long journalAcknowledged() {
      return 0;
    }

    @Override
    public double journalFullness() {
      return 0;
    }

    @Override
    public Map<String, Long> dropped() {
      return Map.of();
    }
  }
}
