package org.shanmen.sim.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.shanmen.sim.lane.Walk.Manner;

/** What each kind of board does with its contacts. */
class BoardsTest {
  private Lane lane = new Lane(Gait.WALKING, BoardKind.PULSE);
  private long now;

  @Test
  void aPulseOpensForOnePersonOfAGroup() {
    pulse(Output.RELEASE_IN, 200);
    lane.walk(Walk.in().by(2), now);
    waits(20_000);
    assertThat(outcome()).isEqualTo(new WalkOutcome(1, 1, 0));
    assertThat(lane.arm()).isEqualTo(ArmPosition.LOCKED);
  }

  @Test
  void aContactThatIsHeldOpensForOneAllTheSame() {
    lane.output(Output.RELEASE_IN, true, now);
    lane.walk(Walk.in().by(2), now);
    waits(20_000);
    assertThat(outcome().passed()).isEqualTo(1);
  }

  @Test
  void aPulseThatIsTooShortIsNotSeen() {
    pulse(Output.RELEASE_IN, 99);
    assertThat(lane.arm()).isEqualTo(ArmPosition.LOCKED);
    pulse(Output.RELEASE_IN, 100);
    assertThat(lane.arm()).isEqualTo(ArmPosition.RELEASED_IN);
  }

  @Test
  void theBoardLocksAgainWhenNobodyComes() {
    pulse(Output.RELEASE_IN, 100);
    waits(4_999);
    assertThat(lane.arm()).isEqualTo(ArmPosition.RELEASED_IN);
    waits(1);
    assertThat(lane.arm()).isEqualTo(ArmPosition.LOCKED);
  }

  @Test
  void tisoStaysOpenForEverybodyWhenAReleaseIsHeldTooLong() {
    lane = new Lane(Gait.WALKING, BoardKind.TISO);
    lane.output(Output.RELEASE_IN, true, now);
    lane.walk(Walk.in().by(3), now);
    waits(20_000);
    assertThat(outcome().passed()).isEqualTo(3);
    lane.output(Output.RELEASE_IN, false, now);
    assertThat(lane.arm()).isEqualTo(ArmPosition.LOCKED);
  }

  @Test
  void lockOutranksAReleaseAndFreePassage() {
    pulse(Output.RELEASE_IN, 200);
    lane.output(Output.FREE_OUT, true, now);
    assertThat(lane.arm()).isEqualTo(ArmPosition.RELEASED_BOTH);
    lane.output(Output.LOCK, true, now);
    assertThat(lane.arm()).isEqualTo(ArmPosition.LOCKED);
    lane.output(Output.LOCK, false, now);
    assertThat(lane.arm()).as("the release is forgotten").isEqualTo(ArmPosition.RELEASED_OUT);
  }

  @ParameterizedTest
  @EnumSource(
      value = BoardKind.class,
      names = {"PULSE", "TISO", "ALVARADO", "PERCO_TTR"})
  void anArmThatFellIsRaisedByItsOwnInputAndNotByARelease(BoardKind kind) {
    lane = new Lane(Gait.WALKING, kind);
    lane.power(false, now);
    lane.power(true, now);
    pulse(Output.RELEASE_IN, 250);
    assertThat(lane.arm()).isEqualTo(ArmPosition.DROPPED);
    pulse(Output.RAISE, 250);
    assertThat(lane.arm()).isEqualTo(ArmPosition.LOCKED);
  }

  @Test
  void aBoardWhoseFireLoopIsOpenIsDeafToEverythingElse() {
    lane = new Lane(Gait.WALKING, BoardKind.PERCO_TTR);
    lane.output(Output.DROP, true, now);
    pulse(Output.RELEASE_IN, 250);
    pulse(Output.RAISE, 250);
    assertThat(lane.arm()).isEqualTo(ArmPosition.DROPPED);
    lane.output(Output.DROP, false, now);
    assertThat(lane.arm()).isEqualTo(ArmPosition.LOCKED);
  }

  @Test
  void theCountContactTellsWhoTurnedTheArm() {
    pulse(Output.RELEASE_IN, 200);
    lane.walk(Walk.in(), now);
    lane.drain();
    waits(3_000);
    assertThat(edges())
        .containsSubsequence("BEAM_INNER+", "BEAM_OUTER-", "COUNT_IN+", "BEAM_INNER-")
        .containsSubsequence("COUNT_IN+", "COUNT_IN-");
  }

  @Test
  void whoTurnsBackWhoClimbsAndWhoCrawlsTurnsNoArm() {
    pulse(Output.RELEASE_IN, 200);
    lane.walk(Walk.in().by(Manner.TURN_BACK), now);
    waits(3_000);
    lane.walk(Walk.in().by(Manner.CLIMB), now);
    waits(3_000);
    lane.walk(Walk.in().by(Manner.CRAWL), now);
    waits(10_000);
    var edges = edges();
    assertThat(edges).doesNotContain("COUNT_IN+");
    assertThat(edges).containsSubsequence("BEAM_UPPER+", "BEAM_UPPER-");
    assertThat(edges.stream().filter("BEAM_UPPER+"::equals)).hasSize(1);
    assertThat(lane.sensed().passedIn()).isEqualTo(2);
  }

  @Test
  void theCollectorSwallowsOrReturnsTheOneCardThatItHolds() {
    lane.insertCard(now);
    pulse(Output.COLLECTOR_SWALLOW, 300);
    pulse(Output.COLLECTOR_RETURN, 300);
    assertThat(lane.cards()).isEqualTo(new Cards(false, 1, 0));
    assertThat(edges()).containsExactly("CARD_TAKEN+", "CARD_TAKEN-");
    lane.insertCard(now);
    pulse(Output.COLLECTOR_RETURN, 300);
    assertThat(lane.cards()).isEqualTo(new Cards(false, 1, 1));
  }

  @Test
  void buttonBinAndTheOtherLaneAreSeen() {
    lane.press(now);
    waits(1_000);
    lane.binFull(true, now);
    lane.otherLane(true, now);
    assertThat(edges()).containsExactly("BUTTON+", "BUTTON-", "BIN_FULL+", "OTHER_LANE+");
  }

  private void pulse(Output wire, int millis) {
    lane.output(wire, true, now);
    waits(millis);
    lane.output(wire, false, now);
  }

  private void waits(int millis) {
    now += millis;
    lane.advance(now);
  }

  private WalkOutcome outcome() {
    return lane.drain().stream()
        .filter(Happening.WalkEnded.class::isInstance)
        .map(happening -> ((Happening.WalkEnded) happening).outcome())
        .findFirst()
        .orElseThrow();
  }

  private List<String> edges() {
    var edges = new ArrayList<String>();
    for (Happening happening : lane.drain()) {
      if (happening instanceof Happening.InputChanged changed) {
        edges.add(changed.input() + (changed.high() ? "+" : "-"));
      }
    }
    return edges;
  }
}
