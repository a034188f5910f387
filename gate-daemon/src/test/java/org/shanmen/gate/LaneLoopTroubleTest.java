package org.shanmen.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.shanmen.protocol.wire.EventKind.PASSED;
import static org.shanmen.protocol.wire.EventKind.REFUSED;
import static org.shanmen.protocol.wire.EventKind.USE_ASSUMED;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.shanmen.gate.lane.Posture;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Signal;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CommandResult.Outcome;
import org.shanmen.protocol.wire.CredentialKind;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.TicketKey;

/**
 * A gate whose memory, journal, board or settings fail: the whole of it but its devices and its
 * link.
 */
class LaneLoopTroubleTest {
  @TempDir Path directory;

  @Test
  void aDamagedMemoryIsReadFromItsCopy() throws Exception {
    try (var gate = Gate.in(directory).started()) {
      gate.command(Command.newBuilder().setId("a").setSetMode(LaneMode.EMERGENCY_OPEN));
    }
    damage("lane.state");
    assertThat(LaneMemory.evacuates(directory)).isTrue();
    try (var gate = Gate.in(directory).started()) {
      assertThat(gate.arm).isEqualTo(ArmPosition.DROPPED);
      assertThat(gate.loop.board().state().alarms()).isEmpty();
    }
  }

  @Test
  void aMemoryThatIsLostIsAnAlarmAndTheLaneWaitsForACommand() throws Exception {
    try (var gate = Gate.in(directory).started()) {
      gate.command(Command.newBuilder().setId("a").setSetMode(LaneMode.EMERGENCY_OPEN));
    }
    damage("lane.state");
    damage("lane.state.copy");
    assertThat(LaneMemory.evacuates(directory)).isFalse();
    try (var gate = Gate.in(directory).started()) {
      assertThat(gate.arm).isEqualTo(ArmPosition.LOCKED);
      assertThat(gate.loop.board().state().posture()).isEqualTo(Posture.OUT_OF_SERVICE);
      assertThat(gate.loop.board().state().alarms()).containsExactly("STATE_LOST");

      gate.command(Command.newBuilder().setId("b").setSetMode(LaneMode.CONTROLLED)).after(1_000);
      assertThat(gate.loop.board().state().alarms()).isEmpty();
    }
  }

  private void damage(String file) throws IOException {
    var path = directory.resolve(file);
    Files.writeString(path, Files.readString(path).replace("EMERGENCY_OPEN", "CONTROLLED"));
  }

  @Test
  void aGateThatWasNeverEnrolledIsOutOfUseAndSaysSo() {
    try (var gate = Gate.in(directory).unenrolled().started()) {
      assertThat(gate.panel).isEqualTo("未联网 暂停使用");
      gate.present(CredentialKind.QR, "ANYTHING");
      assertThat(gate.lastRefusal()).isEqualTo(Reason.DEVICE_FAULT);
      assertThat(gate.events()).noneMatch(event -> event.getDetail().contains("ANYTHING"));

      gate.welcome().after(3_000);
      assertThat(gate.panel).isEqualTo("请刷票");
    }
  }

  @Test
  void whenTheJournalFailsNobodyIsAdmittedAndFireStillFrees() {
    try (var gate = Gate.in(directory).selling(1, 1).started()) {
      gate.journal.close();
      gate.scan(1);

      assertThat(gate.arm).isEqualTo(ArmPosition.LOCKED);
      assertThat(gate.panel).isEqualTo("设备故障 暂停使用");
      assertThat(gate.spoken).isEmpty();

      gate.fire(true);
      assertThat(gate.arm).isEqualTo(ArmPosition.DROPPED);
    }
  }

  /** The lane asks for him, and in the same turn closes because the journal failed. */
  @Test
  void whoIsTurnedAwayInTheSameTurnIsNotPresentedAgain() {
    try (var gate = Gate.in(directory).selling(1, 1).selling(2, 1).started()) {
      gate.scan(1).scan(2);
      gate.journal.close();
      gate.spoken.clear();
      gate.walkIn();

      assertThat(gate.panel).isEqualTo("设备故障 请走其他通道");
      assertThat(gate.spoken).hasSize(1);
    }
  }

  @Test
  void aCommandThatCouldNotBeRecordedIsNotSaidToBeDone() {
    try (var gate = Gate.in(directory).started()) {
      gate.journal.close();
      gate.command(Command.newBuilder().setId("open").setSetMode(LaneMode.ALWAYS_OPEN));
      assertThat(gate.arm).isEqualTo(ArmPosition.LOCKED);
      assertThat(gate.answers.get(0).getOutcome()).isEqualTo(Outcome.NOT_NOW);
      assertThat(gate.answers).hasSize(1);

      gate.command(Command.newBuilder().setId("out").setSetMode(LaneMode.EMERGENCY_OPEN));
      assertThat(gate.arm).isEqualTo(ArmPosition.DROPPED);
      assertThat(gate.answers.get(1).getOutcome()).isEqualTo(Outcome.DONE);
    }
  }

  @Test
  void whoPassedWhileTheJournalWasFullHasUsedHisTicket() {
    try (var gate = Gate.withSmallJournalIn(directory).selling(1, 1_000, 1_000).started()) {
      gate.scan(1);
      while (gate.loop.board().state().posture() != Posture.NOT_RECORDING) {
        gate.walkIn();
      }
      long passed = gate.kinds().stream().filter(kind -> kind == PASSED).count();
      assertThat(passed).isPositive();

      gate.journal.forget(gate.journal.epoch(), gate.journal.lastSequence());
      gate.after(1_000).after(1_000);

      assertThat(gate.loop.board().state().posture()).isEqualTo(Posture.CONTROLLED);
      var assumed = gate.events().stream().filter(event -> event.getKind() == USE_ASSUMED).toList();
      assertThat(assumed).hasSize(1);
      assertThat(assumed.get(0).getPeople()).isEqualTo(1_000 - passed);
      gate.after(10_000).scan(1);
      assertThat(gate.lastRefusal()).isEqualTo(Reason.USED_UP);
    }
  }

  /** The board is away while the last one is in the lane: his entry is taken to be used. */
  @Test
  void theBoardOpensForNobodyWhenNobodyIsAwaitedAnyMore() {
    try (var gate = Gate.in(directory).selling(1, 2, 2).started()) {
      gate.scan(1).beam(Beam.OUTER, true).beam(Beam.INNER, true);
      gate.inputs.offer(new Signal.DeviceHealth("gpio", false, "gone"));
      gate.turn().after(Limits.SENSES_GONE_MILLIS);

      assertThat(gate.kinds()).endsWith(USE_ASSUMED);
      assertThat(gate.arm).isEqualTo(ArmPosition.RELEASED_IN);
      assertThat(gate.nextThrough).isEmpty();
    }
  }

  @Test
  void aMadScannerCannotCrowdOutTheFireLoop() {
    try (var gate = Gate.in(directory).started()) {
      for (int code = 0; code < 10_000; code++) {
        gate.offerScan("GARBAGE" + code);
      }
      gate.fire(true);
      assertThat(gate.arm).isEqualTo(ArmPosition.DROPPED);
      assertThat(gate.inputs.dropped()).isPositive();
      assertThat(gate.kinds()).filteredOn(kind -> kind == REFUSED).hasSizeBetween(1, 200);
    }
  }

  /** As long as one, but no point of the curve. */
  private static TicketKey noKey() {
    byte[] none = new byte[32];
    none[0] = 2;
    return TicketKey.newBuilder().setId(1).setPublicKey(ByteString.copyFrom(none)).build();
  }

  @Test
  void settingsThatMakeNoSenseChangeNothing() throws Exception {
    try (var gate = Gate.in(directory).selling(1, 1).started()) {
      for (var senseless :
          List.of(
              Gate.LANE.toBuilder().setZone("Asia/Nowhere").setKind(LaneKind.EXIT).build(),
              Gate.LANE.toBuilder().addTicketKeys(noKey()).build(),
              Gate.LANE.toBuilder().setFingerprintKey(ByteString.copyFromUtf8("short")).build(),
              Gate.LANE.toBuilder().clearKind().build())) {
        gate.inputs.onWelcome(senseless.toBuilder().setGateNumber(99).build(), gate.wallMillis());
        gate.turn();
      }
      assertThat(gate.arm).isEqualTo(ArmPosition.LOCKED);
      assertThat(gate.worthRemembering).containsExactly(Gate.LANE);
      gate.scan(1).walkIn();
      var passed = gate.events().get(gate.events().size() - 1);
      assertThat(passed.getKind()).isEqualTo(PASSED);

      // What it reports still comes back under its own number.
      gate.confirm(passed).after(10_000).scan(1);
      assertThat(gate.lastRefusal()).isEqualTo(Reason.USED_UP);
      var refused = gate.events().get(gate.events().size() - 1);
      assertThat(Question.parseFrom(refused.getQuestion()).getUsesList()).hasSize(1);
    }
  }

  @Test
  void aFaultOfTheLaneIsNoFaultOfTheCentresSettings() {
    try (var gate = Gate.in(directory).started()) {
      gate.onArm(
          position -> {
            throw new IllegalStateException("broken invariant");
          });
      gate.inputs.onWelcome(Gate.LANE.toBuilder().setKind(LaneKind.EXIT).build(), 0);

      assertThatThrownBy(gate::turn).hasMessage("broken invariant");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLoopThatDiesLocksTheArmButNotOnWhoeverStandsInTheBeams(boolean somebody) {
    try (var gate = Gate.in(directory).selling(1, 1).started()) {
      gate.scan(1).beam(Beam.OUTER, somebody);
      var told = new ArrayList<ArmPosition>();
      gate.onArm(
          position -> {
            told.add(position);
            if (position == ArmPosition.RELEASED_BOTH) {
              throw new IllegalStateException("broken invariant");
            }
          });
      gate.inputs.onCommand(
          Command.newBuilder()
              .setId("a")
              .setExpiresAtMillis(gate.wallMillis() + 10_000)
              .setSetMode(LaneMode.ALWAYS_OPEN)
              .build());

      assertThatThrownBy(gate.loop::run).hasMessage("broken invariant");
      assertThat(told.contains(ArmPosition.LOCKED)).isEqualTo(!somebody);
    }
  }
}
