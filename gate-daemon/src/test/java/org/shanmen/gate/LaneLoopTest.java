package org.shanmen.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.protocol.wire.EventKind.ADMITTED;
import static org.shanmen.protocol.wire.EventKind.GIVEN_BACK;
import static org.shanmen.protocol.wire.EventKind.PASSED;
import static org.shanmen.protocol.wire.EventKind.REFUSED;
import static org.shanmen.protocol.wire.EventKind.STARTED;
import static org.shanmen.protocol.wire.EventKind.STOPPED;
import static org.shanmen.protocol.wire.EventKind.USE_ASSUMED;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.gate.admission.Admission;
import org.shanmen.gate.admission.Decision;
import org.shanmen.gate.lane.LaneOptions;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.protocol.wire.AreaState;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CommandResult.Outcome;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reason;

/** The whole gate but for its devices and its link: real rules, lane, journal, whitelist, files. */
class LaneLoopTest {
  @TempDir Path directory;

  @Test
  void aVisitorBuysScansWalksThroughAndIsOnDisk() {
    try (var gate = Gate.in(directory).selling(1, 1).started()) {
      gate.scan(1).walkIn();

      assertThat(gate.kinds()).containsExactly(STARTED, ADMITTED, PASSED);
      var passed = gate.events().get(2);
      assertThat(passed.getReference()).isEqualTo(gate.events().get(1).getSequence());
      assertThat(passed.getReferenceEpoch()).isEqualTo(gate.events().get(1).getEpoch());
      assertThat(passed.getRight()).isEqualTo(1);
      assertThat(gate.arm).isEqualTo(ArmPosition.LOCKED);
      assertThat(gate.spoken).containsExactly("请通行");
    }
  }

  @Test
  void theAdmissionIsInTheJournalWhenTheArmMoves() {
    try (var gate = Gate.in(directory).selling(1, 1).started()) {
      gate.onArm(
          position -> {
            if (position == ArmPosition.RELEASED_IN) {
              assertThat(gate.kinds()).endsWith(ADMITTED);
              gate.notes.add("released after its record");
            }
          });
      gate.scan(1);
      assertThat(gate.notes).containsExactly("released after its record");
    }
  }

  @Test
  void aTicketThatPassedIsUsedUpBeforeTheCentreKnows() {
    try (var gate = Gate.in(directory).selling(1, 1).started()) {
      gate.scan(1).walkIn().after(10_000).scan(1);
      assertThat(gate.lastRefusal()).isEqualTo(Reason.USED_UP);
    }
  }

  @Test
  void aUseThatComesBackFromTheCentreIsCountedOnce() {
    try (var gate = Gate.in(directory).selling(1, 2).started()) {
      gate.scan(1).walkIn();
      gate.confirm(gate.events().get(2));
      gate.after(10_000).scan(1).walkIn().after(10_000).scan(1);

      assertThat(gate.kinds())
          .containsExactly(STARTED, ADMITTED, PASSED, ADMITTED, PASSED, REFUSED);
    }
  }

  @Test
  void theJournalKeepsFromWhatItWasDecided() throws Exception {
    try (var gate = Gate.in(directory).selling(1, 1).started()) {
      gate.scan(1).walkIn().after(10_000).scan(1);
      var refused = gate.events().get(3);
      var question = Question.parseFrom(refused.getQuestion());

      assertThat(refused.getKind()).isEqualTo(REFUSED);
      assertThat(((Decision.Refuse) Admission.decide(question)).reason())
          .isEqualTo(refused.getReason());
      assertThat(question.getUses(0).getArea()).isEqualTo(1);
      assertThat(question.getRight().getFingerprintsList()).isEmpty();
    }
  }

  @Test
  void aFullAreaIsFullUntilTheCentresWordExpires() {
    try (var gate = Gate.in(directory).selling(1, 1).started()) {
      long until = gate.wallMillis() + 60_000;
      gate.inputs.onAreaState(area(1, until));
      gate.turn().scan(1);
      assertThat(gate.lastRefusal()).isEqualTo(Reason.PARK_FULL);

      gate.after(59_000).scan(1);
      assertThat(gate.lastRefusal()).isEqualTo(Reason.PARK_FULL);
      gate.inputs.onAreaState(area(2, until + 60_000));
      gate.after(4_000).scan(1);
      assertThat(gate.kinds()).endsWith(ADMITTED);
    }
  }

  private static AreaState area(int area, long untilMillis) {
    return AreaState.newBuilder().setArea(area).setFull(true).setUntilMillis(untilMillis).build();
  }

  @Test
  void theRulesAreToldWhetherTheCentreIsThere() throws Exception {
    try (var gate = Gate.in(directory).selling(1, 5).started()) {
      gate.inputs.onLink(true);
      gate.turn().scan(1).walkIn();
      gate.inputs.onLink(false);
      gate.after(10_000).scan(1);
      assertThat(Question.parseFrom(gate.events().get(1).getQuestion()).getOnline()).isTrue();
      assertThat(Question.parseFrom(gate.events().get(3).getQuestion()).getOnline()).isFalse();
    }
  }

  @Test
  void aPhoneHeldStillIsOnePresentation() {
    try (var gate = Gate.in(directory).selling(1, 5).started()) {
      for (int reading = 0; reading < 30; reading++) {
        gate.scan(1).after(100);
      }
      assertThat(gate.kinds()).containsExactly(STARTED, ADMITTED);
    }
  }

  @Test
  void ownUsesOutliveARestart() {
    try (var gate = Gate.in(directory).selling(1, 1).started()) {
      gate.scan(1).walkIn();
    }
    try (var gate = Gate.in(directory).started()) {
      gate.scan(1);
      assertThat(gate.lastRefusal()).isEqualTo(Reason.USED_UP);
      assertThat(gate.loop.board().heartbeat().getPassedIn()).isEqualTo(1);
    }
  }

  @Test
  void whoWasInTheLaneWhenTheGateDiedIsTakenToHavePassed() {
    Event admitted;
    try (var gate = Gate.in(directory).selling(1, 3, 3).started()) {
      gate.scan(1).walkIn();
      admitted = gate.events().get(1);
    }
    try (var gate = Gate.in(directory).started()) {
      var assumed = gate.events().get(gate.events().size() - 1);
      assertThat(assumed.getKind()).isEqualTo(USE_ASSUMED);
      assertThat(assumed.getPeople()).isEqualTo(2);
      assertThat(assumed.getReference()).isEqualTo(admitted.getSequence());
      gate.scan(1);
      assertThat(gate.lastRefusal()).isEqualTo(Reason.USED_UP);
    }
    try (var gate = Gate.in(directory).started()) {
      assertThat(gate.kinds().stream().filter(kind -> kind == USE_ASSUMED)).hasSize(1);
    }
  }

  @Test
  void noTimeIsOverBeforeWhatWaitsWasHeard() throws Exception {
    try (var gate = Gate.in(directory).selling(1, 1).started()) {
      gate.scan(1).unwatched(10 * LaneOptions.DEFAULT.passTimeoutMillis()).walkIn();

      assertThat(gate.kinds()).endsWith(ADMITTED, PASSED);
    }
  }

  @Test
  void aCleanEndGivesBackLocksAndSaysSo() throws Exception {
    try (var gate = Gate.in(directory).selling(1, 3, 3).started()) {
      gate.scan(1).walkIn();
      gate.runToTheEnd();

      assertThat(gate.kinds()).endsWith(GIVEN_BACK, STOPPED);
      assertThat(gate.arm).isEqualTo(ArmPosition.LOCKED);
    }
  }

  @Test
  void aCommandIsAnsweredAndItsModeOutlivesARestart() {
    try (var gate = Gate.in(directory).started()) {
      gate.command(Command.newBuilder().setId("a").setSetMode(LaneMode.ALWAYS_OPEN));
      assertThat(gate.answers)
          .extracting(answer -> answer.getOutcome())
          .containsExactly(Outcome.DONE);
      assertThat(gate.arm).isEqualTo(ArmPosition.RELEASED_BOTH);
    }
    try (var gate = Gate.in(directory).started()) {
      assertThat(gate.arm).isEqualTo(ArmPosition.RELEASED_BOTH);
      gate.command(Command.newBuilder().setId("a").setSetMode(LaneMode.CONTROLLED));
      assertThat(gate.answers)
          .extracting(answer -> answer.getOutcome())
          .containsExactly(Outcome.DUPLICATE);
    }
  }

  @Test
  void fireIsHeldThroughARestart() {
    try (var gate = Gate.in(directory).started()) {
      gate.fire(true);
      assertThat(gate.arm).isEqualTo(ArmPosition.DROPPED);
    }
    try (var gate = Gate.in(directory).started()) {
      assertThat(gate.arm).isEqualTo(ArmPosition.DROPPED);
      assertThat(gate.loop.board().state().alarms()).containsExactly("FIRE");
    }
  }

  @Test
  void whoWaitsIsJudgedAnewWhenTheLaneIsFree() {
    try (var gate = Gate.in(directory).selling(1, 1).selling(2, 1).started()) {
      gate.scan(1).scan(2);
      assertThat(gate.kinds()).containsExactly(STARTED, ADMITTED);

      gate.walkIn();
      assertThat(gate.kinds()).containsExactly(STARTED, ADMITTED, PASSED, ADMITTED);
      assertThat(gate.events().get(3).getRight()).isEqualTo(2);
      assertThat(gate.arm).isEqualTo(ArmPosition.RELEASED_IN);
    }
  }

  @Test
  void whatADecisionWasMadeFromIsInTheJournal() throws Exception {
    try (var gate = Gate.in(directory).selling(1, 1).started()) {
      gate.scan(1).walkIn().after(10_000).scan(1);

      var admitted = Question.parseFrom(gate.events().get(1).getQuestion());
      var refused = Question.parseFrom(gate.events().get(3).getQuestion());
      assertThat(admitted.getRight().getId()).isEqualTo(1);
      assertThat(refused.getUsesCount()).isEqualTo(1);
    }
  }

  @Test
  void losingAndRegainingTheCentreNeverMovesTheArm() {
    try (var gate = Gate.in(directory).selling(1, 1).started()) {
      gate.scan(1);
      gate.onArm(position -> gate.notes.add("moved to " + position));
      gate.inputs.onLink(false);
      gate.turn();
      gate.inputs.onLink(true);
      gate.welcome();
      assertThat(gate.notes).isEmpty();
      assertThat(gate.arm).isEqualTo(ArmPosition.RELEASED_IN);
    }
  }

  @Test
  void theBoardHearsOfEachPersonOfAGroupWhenTheBooksDo() {
    try (var gate = Gate.in(directory).selling(1, 3, 3).started()) {
      gate.scan(1);
      assertThat(gate.nextThrough).isEmpty();
      gate.walkIn().walkIn();
      assertThat(gate.nextThrough).containsExactly(Direction.IN, Direction.IN);
      assertThat(gate.arm).isEqualTo(ArmPosition.RELEASED_IN);
    }
  }

  @Test
  void theBoardHearsOfOneWhoIsTakenToHavePassedToo() {
    try (var gate = Gate.in(directory).selling(1, 3, 3).started()) {
      gate.scan(1).beam(Beam.OUTER, true).beam(Beam.INNER, true).beam(Beam.OUTER, false);
      gate.beam(Beam.OUTER, true).beam(Beam.INNER, false).beam(Beam.OUTER, false);
      assertThat(gate.nextThrough).containsExactly(Direction.IN);
    }
  }

  @Test
  void everyAdmissionIsMeasuredFromTheCredentialToTheArm() {
    try (var gate = Gate.in(directory).selling(1, 1).selling(2, 1).started()) {
      gate.scan(1).walkIn().scan(2).walkIn();
      assertThat(gate.metrics()).contains("shanmen_decision_seconds_count 2\n");
      assertThat(gate.metrics())
          .contains("shanmen_passes_total{direction=\"IN\",kind=\"PASSED\"} 2\n")
          .contains("shanmen_admissions_total 2\n");
    }
  }

  @Test
  void everyRefusalIsMeasuredFromTheCredentialToTheWord() {
    try (var gate = Gate.in(directory).selling(1, 1).started()) {
      gate.scan(1).walkIn().scan(98).after(4_000).scan(99);
      assertThat(gate.metrics())
          .contains("shanmen_refusal_seconds_count 2\n")
          .contains("shanmen_decision_seconds_count 1\n");
    }
  }

  @Test
  void theBooksAgreeWithTheBeams() {
    try (var gate = Gate.in(directory).selling(1, 1).selling(2, 2, 2).started()) {
      gate.scan(1).walkIn().walkIn().scan(2).walkIn().walkIn();
      gate.command(Command.newBuilder().setId("open").setSetMode(LaneMode.ALWAYS_OPEN));
      gate.walkIn();

      var heartbeat = gate.loop.board().heartbeat();
      assertThat(heartbeat.getPassedIn()).isEqualTo(5);
      assertThat(gate.events().stream().filter(LaneLoopTest::isPassage)).hasSize(5);
      assertThat(List.of(heartbeat.getMode())).containsExactly(LaneMode.ALWAYS_OPEN);
    }
  }

  private static boolean isPassage(Event event) {
    return switch (event.getKind()) {
      case PASSED, FREE_PASS, UNAUTHORISED_PASS -> true;
      default -> false;
    };
  }
}
