package org.shanmen.sim.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shanmen.sim.lane.Walk.Manner;

class LaneTest {
  private static final Gait GAIT = Gait.WALKING;

  private final Lane lane = new Lane(GAIT);
  private final List<Happening> happenings = new ArrayList<>();
  private long now;

  @Test
  void aVisitorWalksInThroughTheReleasedArm() {
    set(Output.RELEASE_IN, true);
    walk(Walk.in());
    pass(5_000);

    assertThat(beams()).containsExactly("outer+", "inner+", "outer-", "inner-");
    assertThat(outcomes()).containsExactly(new WalkOutcome(1, 0, 0));
    assertThat(lane.sensed()).isEqualTo(new Sensed(1, 0, 1, 1));
  }

  @Test
  void aVisitorWhoLeavesBreaksTheInnerBeamFirst() {
    set(Output.RELEASE_OUT, true);
    walk(Walk.out());
    pass(5_000);

    assertThat(beams()).containsExactly("inner+", "outer+", "inner-", "outer-");
    assertThat(lane.sensed()).isEqualTo(new Sensed(0, 1, 1, 1));
  }

  @Test
  void nobodyGetsThroughALockedArmAndPatienceEnds() {
    walk(Walk.in().by(3));
    pass(GAIT.approachMillis() + GAIT.patienceMillis() - 1);
    assertThat(outcomes()).isEmpty();
    assertThat(lane.peopleWaiting()).isEqualTo(3);
    pass(1);

    assertThat(outcomes()).containsExactly(new WalkOutcome(0, 3, 0));
    assertThat(beams()).isEmpty();
    assertThat(lane.peopleWaiting()).isZero();
  }

  @Test
  void aVisitorWhoWaitsGoesAsSoonAsTheArmIsReleasedForHisDirection() {
    walk(Walk.in());
    pass(2_000);
    set(Output.RELEASE_OUT, true);
    pass(500);
    assertThat(beams()).isEmpty();
    set(Output.RELEASE_IN, true);

    assertThat(beams()).containsExactly("outer+");
  }

  @Test
  void aGroupGoesOneAfterAnotherWhileTheArmIsHeld() {
    set(Output.RELEASE_IN, true);
    walk(Walk.in().by(3));
    pass(20_000);

    assertThat(outcomes()).containsExactly(new WalkOutcome(3, 0, 0));
    assertThat(lane.sensed()).isEqualTo(new Sensed(3, 0, 3, 3));
  }

  @Test
  void theRestOfAGroupIsRefusedWhenTheArmLocksBehindTheFirst() {
    set(Output.RELEASE_IN, true);
    walk(Walk.in().by(3));
    pass(GAIT.approachMillis() + GAIT.throughMillis());
    set(Output.RELEASE_IN, false);
    pass(20_000);

    assertThat(outcomes()).containsExactly(new WalkOutcome(1, 2, 0));
  }

  @Test
  void theArmNeverClosesOnSomebodyBetweenTheBeams() {
    set(Output.RELEASE_IN, true);
    walk(Walk.in());
    pass(GAIT.approachMillis());
    lane.outputsFall(now);
    assertThat(lane.arm()).isEqualTo(ArmPosition.LOCKED);
    pass(5_000);

    assertThat(outcomes()).containsExactly(new WalkOutcome(1, 0, 0));
  }

  @Test
  void whoTurnsBackFreesTheBeamsInReverse() {
    set(Output.RELEASE_IN, true);
    walk(Walk.in().by(Manner.TURN_BACK));
    pass(5_000);

    assertThat(beams()).containsExactly("outer+", "inner+", "inner-", "outer-");
    assertThat(outcomes()).containsExactly(new WalkOutcome(0, 0, 1));
    assertThat(lane.sensed().passed()).isZero();
  }

  @Test
  void ofAGroupOnlyTheLastTurnsBack() {
    set(Output.RELEASE_IN, true);
    walk(Walk.in().by(3).by(Manner.TURN_BACK));
    pass(20_000);

    assertThat(outcomes()).containsExactly(new WalkOutcome(2, 0, 1));
  }

  @Test
  void aTailgaterFollowsAQuarterSecondBehindThoughTheArmHasLocked() {
    set(Output.RELEASE_IN, true);
    walk(Walk.in().by(Manner.TAILGATE));
    pass(GAIT.approachMillis() + GAIT.throughMillis());
    set(Output.RELEASE_IN, false);
    happenings.clear();
    pass(GAIT.tailgateMillis() - 1);
    assertThat(beams()).isEmpty();
    pass(1);
    assertThat(beams()).containsExactly("outer+");
    pass(5_000);

    assertThat(outcomes()).containsExactly(new WalkOutcome(2, 0, 0));
    assertThat(lane.sensed().passedIn()).isEqualTo(2);
  }

  @Test
  void aTailgaterOfSomebodyRefusedStaysOutside() {
    walk(Walk.in().by(Manner.TAILGATE));
    pass(20_000);

    assertThat(outcomes()).containsExactly(new WalkOutcome(0, 1, 0));
  }

  @Test
  void aPushAgainstTheLockedArmIsFeltWhileItLasts() {
    walk(Walk.in().by(Manner.PUSH));
    pass(GAIT.approachMillis());
    assertThat(lane.level(Input.ARM_PUSH)).isTrue();
    pass(GAIT.pushMillis());

    assertThat(lane.level(Input.ARM_PUSH)).isFalse();
    assertThat(outcomes()).containsExactly(new WalkOutcome(0, 1, 0));
    assertThat(beams()).isEmpty();
  }

  @Test
  void whoPushesAReleasedArmWalksThrough() {
    walk(Walk.in().by(Manner.PUSH));
    pass(GAIT.approachMillis());
    set(Output.RELEASE_IN, true);
    assertThat(lane.level(Input.ARM_PUSH)).isFalse();
    pass(5_000);

    assertThat(outcomes()).containsExactly(new WalkOutcome(1, 0, 0));
  }

  @Test
  void whoLingersKeepsBothBeamsBroken() {
    set(Output.RELEASE_IN, true);
    walk(new Walk(Direction.IN, 1, Manner.STRAIGHT, 30_000));
    pass(GAIT.approachMillis() + 20_000);

    assertThat(beams()).containsExactly("outer+", "inner+");
  }

  @Test
  void fireDropsTheArmThoughTheControllerSaysNothing() {
    lane.fire(true, now);

    assertThat(lane.arm()).isEqualTo(ArmPosition.DROPPED);
    assertThat(lane.level(Input.FIRE_LOOP)).isFalse();
    walk(Walk.in());
    walk(Walk.out());
    pass(20_000);
    assertThat(outcomes()).containsExactly(new WalkOutcome(1, 0, 0), new WalkOutcome(1, 0, 0));
  }

  @Test
  void theArmStaysDownAfterAFireUntilTheDropWireFalls() {
    lane.fire(true, now);
    set(Output.DROP, true);
    lane.fire(false, now);
    assertThat(lane.level(Input.FIRE_LOOP)).isTrue();
    assertThat(lane.arm()).isEqualTo(ArmPosition.DROPPED);
    set(Output.DROP, false);

    assertThat(lane.arm()).isEqualTo(ArmPosition.LOCKED);
  }

  @Test
  void noCommandRaisesTheArmWhileItBurns() {
    set(Output.DROP, true);
    lane.fire(true, now);
    lane.outputsFall(now);
    set(Output.RELEASE_IN, true);
    set(Output.RELEASE_IN, false);

    assertThat(lane.arm()).isEqualTo(ArmPosition.DROPPED);
  }

  @Test
  void afterAPowerCutTheArmStaysDownUntilTheNextCommandToLock() {
    lane.power(false, now);
    lane.power(true, now);
    assertThat(lane.arm()).isEqualTo(ArmPosition.DROPPED);
    set(Output.RELEASE_IN, true);
    assertThat(lane.arm()).isEqualTo(ArmPosition.DROPPED);
    set(Output.RELEASE_IN, false);

    assertThat(lane.arm()).isEqualTo(ArmPosition.LOCKED);
  }

  @Test
  void theArmComesUpOnlyWhenNobodyStandsBetweenTheBeams() {
    set(Output.DROP, true);
    walk(Walk.in());
    pass(GAIT.approachMillis() + 1);
    set(Output.DROP, false);
    assertThat(lane.arm()).isEqualTo(ArmPosition.DROPPED);
    pass(5_000);

    assertThat(lane.arm()).isEqualTo(ArmPosition.LOCKED);
    assertThat(lane.sensed().passedIn()).isEqualTo(1);
  }

  @Test
  void emergencyOpenThenAlwaysOpenLeavesTheArmReleasedForBoth() {
    set(Output.DROP, true);
    set(Output.RELEASE_IN, true);
    set(Output.RELEASE_OUT, true);
    set(Output.DROP, false);

    assertThat(lane.arm()).isEqualTo(ArmPosition.RELEASED_BOTH);
  }

  @Test
  void redOutshinesGreen() {
    set(Output.LAMP_GREEN, true);
    assertThat(lane.lamp()).isEqualTo(LampColour.GREEN);
    set(Output.LAMP_RED, true);
    assertThat(lane.lamp()).isEqualTo(LampColour.RED);
    lane.outputsFall(now);
    assertThat(lane.lamp()).isEqualTo(LampColour.OFF);
  }

  @Test
  void peopleOfBothDirectionsNeverMeetBetweenTheBeams() {
    set(Output.RELEASE_IN, true);
    set(Output.RELEASE_OUT, true);
    walk(Walk.in());
    walk(Walk.out());
    pass(10_000);

    assertThat(beams())
        .containsExactly(
            "outer+", "inner+", "outer-", "inner-", "inner+", "outer+", "inner-", "outer-");
  }

  @Test
  void moreThanAThousandPeopleAreTooMany() {
    for (int i = 0; i < 10; i++) {
      walk(Walk.in().by(100));
    }

    assertThatThrownBy(() -> walk(Walk.in())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void timeDoesNotRunBackwards() {
    pass(100);

    assertThatThrownBy(() -> lane.advance(99)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void howeverFastTimeRunsTheControllerSeesEveryBeam() {
    var gait = Gait.atSpeed(1000, 20);

    assertThat(gait.firstBeamMillis()).isEqualTo(60);
    assertThat(gait.gapMillis()).isEqualTo(60);
    assertThat(gait.patienceMillis()).isEqualTo(Gait.LEAST_PATIENCE_MILLIS);
  }

  private void set(Output wire, boolean high) {
    lane.output(wire, high, now);
    happenings.addAll(lane.drain());
  }

  private void walk(Walk walk) {
    lane.walk(walk, now);
  }

  private void pass(long millis) {
    now += millis;
    lane.advance(now);
    happenings.addAll(lane.drain());
  }

  private List<WalkOutcome> outcomes() {
    return happenings.stream()
        .filter(Happening.WalkEnded.class::isInstance)
        .map(h -> ((Happening.WalkEnded) h).outcome())
        .toList();
  }

  private List<String> beams() {
    return happenings.stream()
        .filter(Happening.InputChanged.class::isInstance)
        .map(Happening.InputChanged.class::cast)
        .filter(c -> c.input() == Input.BEAM_OUTER || c.input() == Input.BEAM_INNER)
        .map(c -> (c.input() == Input.BEAM_OUTER ? "outer" : "inner") + (c.high() ? "+" : "-"))
        .toList();
  }
}
