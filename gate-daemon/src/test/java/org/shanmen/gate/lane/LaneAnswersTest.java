package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.ArmPosition.LOCKED;
import static org.shanmen.gate.lane.port.Beam.OUTER;
import static org.shanmen.protocol.wire.EventKind.MODE_CHANGED;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.shanmen.gate.Limits;
import org.shanmen.protocol.wire.Command;
import org.shanmen.protocol.wire.CommandResult.Outcome;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.OpenOnce;

/** What commands are answered, and that no answered one is carried out again. */
class LaneAnswersTest {
  private static final String WAITS = "in force; the arm waits for the lane to clear";

  private static String lastText(LaneRig lane) {
    return lane.answers.get(lane.answers.size() - 1).getText();
  }

  @Test
  void whatAnOlderGateDoesNotKnowIsRefused() {
    var lane = LaneRig.entry().command(Command.newBuilder());
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lastText(lane)).contains("does not know the action");

    lane.command(Command.newBuilder().setSetModeValue(99));
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lastText(lane)).contains("does not know the mode");
    assertThat(lane.journal).noneMatch(entry -> entry.kind() == MODE_CHANGED);
    assertThat(lane.state().mode()).isEqualTo(LaneMode.CONTROLLED);
  }

  @Test
  void openOnceWithoutADirectionOpensNothing() {
    var lane = LaneRig.entry();
    lane.command(Command.newBuilder().setOpenOnce(OpenOnce.getDefaultInstance()));
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.NOT_NOW);
    assertThat(lastText(lane)).isEqualTo("no direction given");
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  static Stream<UnaryOperator<LaneRig>> commands() {
    return Stream.of(
        lane -> lane.mode(LaneMode.ALWAYS_CLOSED),
        lane -> lane.openOnce(Direction.IN),
        lane -> lane.scan(1).openOnce(Direction.IN),
        lane -> lane.scanToBeChecked(1).confirm(true),
        lane -> lane.scanToBeChecked(1).confirm(false),
        lane -> lane.confirm(true),
        lane -> lane.fire(true).fire(false).releaseFire(),
        lane -> lane.fire(true).releaseFire(),
        lane -> lane.runTest(),
        lane -> lane.command(Command.newBuilder()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void whateverTheAnswerWasItIsOnDiskBeforeAndTheCommandIsKnownAgain(UnaryOperator<LaneRig> sent) {
    var lane = sent.apply(LaneRig.entry());
    var answer = lane.answers.get(lane.answers.size() - 1);

    assertThat(lane.memory.answered()).contains(answer.getId());
    int answered = lane.done.indexOf(new Effect.Answer(answer));
    assertThat(lane.done.subList(0, answered))
        .anyMatch(
            effect ->
                effect instanceof Effect.Remember kept
                    && kept.memory().answered().contains(answer.getId()));
    assertThat(lane.done.subList(answered, lane.done.size()))
        .noneMatch(effect -> effect instanceof Effect.Remember);
  }

  @Test
  void whenTheTestBeginsItsCommandIsRememberedAndAnsweredWhenItIsOver() {
    var lane = LaneRig.entry().mode(LaneMode.OUT_OF_SERVICE).runTest();
    assertThat(lane.memory.answered()).hasSize(2);
    assertThat(lane.answers).hasSize(1);
  }

  @Test
  void aReleasedFireIsForgottenOnDisk() {
    var lane = LaneRig.entry().fire(true);
    assertThat(lane.memory.fire()).isTrue();
    lane.fire(false).releaseFire();
    assertThat(lane.memory.fire()).isFalse();
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void theEldestOfManyCommandsIsForgotten() {
    var lane = LaneRig.entry();
    var first = Command.newBuilder().setId("first").setSetMode(LaneMode.CONTROLLED);
    lane.command(first);
    for (int i = 1; i < Limits.ANSWERED_COMMANDS; i++) {
      lane.mode(LaneMode.CONTROLLED);
    }
    assertThat(lane.memory.answered()).hasSize(Limits.ANSWERED_COMMANDS).startsWith("first");

    lane.mode(LaneMode.CONTROLLED);
    assertThat(lane.memory.answered()).hasSize(Limits.ANSWERED_COMMANDS).doesNotContain("first");
  }

  @Test
  void whileSomebodyStandsInTheLaneTheAnswerWaitsAsLongAsTheCommandIsGood() {
    var lane = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN).block(OUTER);
    lane.command(
        Command.newBuilder()
            .setSetMode(LaneMode.CONTROLLED)
            .setExpiresAtMillis(LaneRig.CENTRE_MILLIS + 4_000));
    lane.after(3_900);
    assertThat(lane.answers).hasSize(1);

    lane.after(100);
    assertThat(lane.lastAnswer()).isEqualTo(Outcome.DONE);
    assertThat(lastText(lane)).isEqualTo(WAITS);
    lane.free(OUTER);
    assertThat(lane.answers).hasSize(2);
    assertThat(lane.arm).isEqualTo(LOCKED);
  }

  @Test
  void ofTooManyCommandsThatWaitTheEldestIsAnswered() {
    var lane = LaneRig.entry().mode(LaneMode.ALWAYS_OPEN).block(OUTER);
    for (int i = 0; i < Limits.PENDING_COMMANDS; i++) {
      lane.mode(LaneMode.CONTROLLED);
    }
    assertThat(lane.answers).hasSize(1);

    lane.mode(LaneMode.CONTROLLED);
    assertThat(lane.answers).hasSize(2);
    assertThat(lane.answers.get(1).getId()).isEqualTo("command-2");
    assertThat(lastText(lane)).isEqualTo(WAITS);
  }

  @Test
  void aLateCommandIsToldHowLate() {
    var late = Command.newBuilder().setSetMode(LaneMode.ALWAYS_OPEN);
    var lane = LaneRig.entry().command(late.setExpiresAtMillis(LaneRig.CENTRE_MILLIS - 250));
    assertThat(lastText(lane)).isEqualTo("came 250 ms after its expiry");
  }

  @Test
  void theArmIsToldAgainThoughTheModeIsTheSame() {
    var lane = LaneRig.entry();
    int moves = moves(lane).size();
    lane.mode(LaneMode.CONTROLLED);
    assertThat(moves(lane)).hasSize(moves + 1);
  }

  private static List<Effect> moves(LaneRig lane) {
    return lane.done.stream().filter(effect -> effect instanceof Effect.Move).toList();
  }

  @Test
  void anArmThatFellInAFireIsToldToComeUpOnceThatIsReleased() {
    var lane = new LaneRig(LaneKind.ENTRY).fire(true).fire(false);
    int moves = moves(lane).size();
    lane.releaseFire();
    assertThat(moves(lane)).hasSize(moves + 1);
  }
}
