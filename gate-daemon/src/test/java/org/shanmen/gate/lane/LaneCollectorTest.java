package org.shanmen.gate.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.gate.lane.port.ArmPosition.LOCKED;
import static org.shanmen.gate.lane.port.ArmPosition.RELEASED_OUT;
import static org.shanmen.protocol.wire.EventKind.ADMITTED;
import static org.shanmen.protocol.wire.EventKind.CARD_COLLECTED;
import static org.shanmen.protocol.wire.EventKind.PASSED;
import static org.shanmen.protocol.wire.EventKind.REFUSED;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shanmen.gate.Limits;
import org.shanmen.gate.lane.port.Spot;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

/** The exit that keeps single-use cards. */
class LaneCollectorTest {
  private final LaneRig exit = rig();

  private static LaneRig rig() {
    var otherwise = LaneOptions.DEFAULT;
    var rig =
        new LaneRig(
            LaneKind.EXIT,
            new LaneOptions(
                otherwise.passTimeoutMillis(),
                otherwise.sameCodeMillis(),
                otherwise.checkTimeoutMillis(),
                true,
                otherwise.interlock(),
                otherwise.sensing()));
    rig.cards.clear();
    return rig;
  }

  @Test
  void whatTheLastRunLeftInTheMachineIsHandedOut() {
    var lane = new LaneRig(LaneKind.EXIT);
    assertThat(lane.cards).isEmpty();
    assertThat(exit.done).contains(new Effect.HandBackCard());
  }

  @Test
  void theExitIsLockedUntilTheCardIsInTheBin() {
    assertThat(exit.arm).isEqualTo(LOCKED);
    exit.insert(1, true);
    assertThat(exit.cards).containsExactly("swallow");
    assertThat(exit.arm).isEqualTo(LOCKED);

    exit.on(new Input.CardTaken());
    assertThat(exit.last(CARD_COLLECTED).right()).isEqualTo(1);
    assertThat(exit.arm).isEqualTo(RELEASED_OUT);
    exit.walkOut();
    assertThat(exit.story()).containsExactly(ADMITTED, PASSED);
    assertThat(exit.arm).isEqualTo(LOCKED);
  }

  @Test
  void itAsksForTheCardWhileItIsLocked() {
    assertThat(exit.panel).isEqualTo(new Prompt.Idle(LaneKind.EXIT, Prompt.Leaving.BY_CARD));
    assertThat(new LaneRig(LaneKind.EXIT).panel).isEqualTo(new Prompt.Idle(LaneKind.EXIT));
  }

  @Test
  void anyOtherCardComesBackAndOpens() {
    exit.insert(1, false);

    assertThat(exit.cards).containsExactly("hand back");
    assertThat(exit.arm).isEqualTo(RELEASED_OUT);
    assertThat(exit.lastSpoken()).isEqualTo(new Prompt.TakeCard());
    assertThat(exit.panel).isEqualTo(new Prompt.TakeCard());
    assertThat(exit.after(Limits.REFUSAL_SHOWN_MILLIS).panel).isInstanceOf(Prompt.Welcome.class);
  }

  @Test
  void aCodeShownBesideTheMachineOpensAtOnce() {
    exit.scanOut(1);
    assertThat(exit.cards).isEmpty();
    assertThat(exit.arm).isEqualTo(RELEASED_OUT);
  }

  @Test
  void aMachineThatDoesNotTakeTheCardLetsHimOutWithIt() {
    exit.insert(1, true).after(Limits.CARD_TAKEN_MILLIS - 1);
    assertThat(exit.arm).isEqualTo(LOCKED);

    exit.after(1);
    assertThat(exit.cards).containsExactly("swallow", "hand back");
    assertThat(exit.arm).isEqualTo(RELEASED_OUT);
    assertThat(exit.state().alarms()).containsExactly("COLLECTOR_FAULT");
    assertThat(exit.lastSpoken()).isEqualTo(new Prompt.Alarmed("COLLECTOR_FAULT"));

    exit.walkOut().insert(2, true).on(new Input.CardTaken());
    assertThat(exit.state().alarms()).isEmpty();
  }

  @Test
  void aFullBinSendsTheCardToTheStaffAndItsHolderOut() {
    exit.on(new Input.BinFull(true)).insert(1, true);

    assertThat(exit.state().alarms()).containsExactly("COLLECTOR_FULL");
    assertThat(exit.cards).containsExactly("hand back");
    assertThat(exit.lastSpoken()).isEqualTo(new Prompt.Alarmed("COLLECTOR_FULL"));
    assertThat(exit.arm).isEqualTo(RELEASED_OUT);

    exit.walkOut().on(new Input.BinFull(false)).insert(2, true);
    assertThat(exit.state().alarms()).isEmpty();
    assertThat(exit.cards).endsWith("swallow");
  }

  @Test
  void theNextWaitsWhileTheMachineSwallows() {
    exit.insert(1, true).scanOut(2);
    assertThat(exit.lastSpoken()).isEqualTo(new Prompt.Wait());

    exit.on(new Input.CardTaken()).walkOut();
    assertThat(exit.last(ADMITTED).right()).isEqualTo(2);
  }

  @Test
  void whoseCardWaitsInTheMachineAndIsDisplacedGetsItBack() {
    exit.scanOut(1).insert(2, true).scanOut(3);

    assertThat(exit.cards).containsExactly("hand back");
    assertThat(exit.last(REFUSED).right()).isEqualTo(2);
  }

  @Test
  void aClosedLaneKeepsNoCard() {
    exit.mode(LaneMode.ALWAYS_CLOSED).insert(1, true);

    assertThat(exit.cards).containsExactly("hand back");
    assertThat(exit.lastRefusal()).isEqualTo(Reason.GATE_CLOSED);
  }

  @Test
  void inAFireTheExitIsFreeWhateverTheMachineDoes() {
    exit.insert(1, true).fire(true);
    assertThat(exit.walkOut().story()).hasSize(1);
    assertThat(exit.insert(2, false).cards).endsWith("hand back");
  }

  @Test
  void aSecondInsertionOfTheSameCardComesBack() {
    exit.insert(1, false).insert(1, false);

    assertThat(exit.cards).containsExactly("hand back", "hand back");
    assertThat(exit.people(ADMITTED)).isEqualTo(1);
  }

  @Test
  void theEndHandsTheCardBack() {
    exit.insert(1, true).on(new Input.Stopping());
    assertThat(exit.cards).containsExactly("swallow", "hand back");
  }

  @Test
  void aCardThatNobodyInsertedIsNobodysExit() {
    exit.on(new Input.CardTaken());
    assertThat(exit.arm).isEqualTo(LOCKED);
    assertThat(exit.journal).noneMatch(entry -> entry.kind() == CARD_COLLECTED);
  }

  @ParameterizedTest
  @EnumSource(names = {"ALWAYS_CLOSED", "OUT_OF_SERVICE"})
  void whoseCardIsInTheBinIsLetOutOfALaneThatIsClosedMeanwhile(LaneMode mode) {
    exit.insert(1, true).mode(mode).on(new Input.CardTaken());
    assertThat(exit.arm).isEqualTo(RELEASED_OUT);

    exit.walkOut();
    assertThat(exit.story()).containsExactly(ADMITTED, PASSED);
    assertThat(exit.arm).isEqualTo(LOCKED);
  }

  @Test
  void whoseCardWasInTheBinBeforeTheLaneIsClosedIsLetOut() {
    exit.insert(1, true).on(new Input.CardTaken()).mode(LaneMode.ALWAYS_CLOSED);

    assertThat(exit.arm).isEqualTo(RELEASED_OUT);
    assertThat(exit.scanOut(2).lastRefusal()).isEqualTo(Reason.GATE_CLOSED);
  }

  @Test
  void aCardThatNobodyTookIsHandedOutAgainAndOpensNothing() {
    exit.insert(1, false).walkOut().on(new Input.CardLies(new Showing(1, Spot.COLLECTOR)));

    assertThat(exit.cards).containsExactly("hand back", "hand back");
    assertThat(exit.lastSpoken()).isEqualTo(new Prompt.TakeCard());
    assertThat(exit.arm).isEqualTo(LOCKED);
  }

  @Test
  void aCardOnItsWayIntoTheBinIsLeftThere() {
    exit.insert(1, true).on(new Input.CardLies(new Showing(1, Spot.COLLECTOR)));
    assertThat(exit.cards).containsExactly("swallow");
  }

  @Test
  void aCardWhoseHolderWaitsIsLeftThere() {
    exit.scanOut(1).insert(2, true).on(new Input.CardLies(new Showing(2, Spot.COLLECTOR)));
    assertThat(exit.cards).isEmpty();
  }
}
