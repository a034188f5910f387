package org.shanmen.gate.device.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.protocol.wire.Direction;

/** What the contacts do on virtual time. */
class ArmContactsTest {
  private static final int PULSE_MILLIS = 200;
  private static final ArmSettings PULSED =
      new ArmSettings(BoardProfile.PULSE, PULSE_MILLIS, 5_000, false);
  private static final Set<OutputPin> PLAIN =
      EnumSet.of(OutputPin.RELEASE_IN, OutputPin.RELEASE_OUT, OutputPin.DROP);

  private static final Set<OutputPin> WITH_LOCK =
      EnumSet.of(OutputPin.RELEASE_IN, OutputPin.RELEASE_OUT, OutputPin.LOCK);

  private long nowMillis = 1_000;
  private ArmContacts arm = contacts(PULSED, PLAIN);

  @Test
  void aReleaseIsOnePulse() {
    admits(ArmPosition.RELEASED_IN);
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_IN);
    waits(PULSE_MILLIS - 1);
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_IN);
    waits(1);
    assertThat(arm.active()).isEmpty();
    waits(4_000);
    assertThat(arm.active()).isEmpty();
  }

  @Test
  void theSamePositionAgainIsNoSecondPulse() {
    release();
    admits(ArmPosition.RELEASED_IN);
    assertThat(arm.active()).isEmpty();
  }

  @Test
  void everyPersonOfAGroupHasAPulseOfHisOwnWhenTheLaneSaysSo() {
    release();
    walksThrough();
    waits(100);
    assertThat(arm.active()).isEmpty();

    arm.next(Direction.IN, now());

    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_IN);
  }

  @Test
  void afterTheLastOneNothingFollows() {
    release();
    walksThrough();
    admits(ArmPosition.LOCKED);
    arm.next(Direction.IN, now());
    assertThat(arm.active()).isEmpty();
    waits(60_000);
    assertThat(arm.active()).isEmpty();
  }

  @Test
  void somebodyWhoLeavesGivesNobodyWhoEntersAPulse() {
    release();
    arm.next(Direction.OUT, now());
    assertThat(arm.active()).isEmpty();
  }

  @Test
  void twoPulsesHaveAGapBetweenThem() {
    admits(ArmPosition.RELEASED_IN);
    waits(50);
    arm.next(Direction.IN, now());
    assertThat(arm.active()).isEmpty();
    waits(149);
    assertThat(arm.active()).isEmpty();
    waits(1);
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_IN);
  }

  @Test
  void aPulseComesAgainWhenTheBoardGaveUpTheLaneStillWaitsAndALockEndsIt() {
    arm = contacts(PULSED, WITH_LOCK);
    admits(ArmPosition.RELEASED_IN);
    waits(5_249);
    assertThat(arm.active()).isEmpty();
    waits(1);
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_IN);
  }

  @Test
  void whereNoLockWouldEndItNobodyGetsASecondPulse() {
    release();
    assertThat(arm.dueNanos(now())).isEmpty();
    waits(5_250);
    assertThat(arm.active()).isEmpty();
    arm.beam(Beam.OUTER, true, now());
    arm.beam(Beam.OUTER, false, now());
    assertThat(arm.dueNanos(now())).as("he came near and turned back").isEmpty();
  }

  @Test
  void whoComesInAgainstAFreeExitGetsNoSecondPulseForTheLaneDoesNotLockAfterHim() {
    arm =
        contacts(
            new ArmSettings(BoardProfile.ALVARADO, 250, 5_000, true),
            EnumSet.allOf(OutputPin.class));
    arm.ask(ArmPosition.RELEASED_BOTH, ArmPosition.RELEASED_OUT, now());
    waits(400);
    assertThat(arm.dueNanos(now())).isEmpty();
  }

  @Test
  void alwaysOpenAndTheWayOutStayOpenByPulsesWithoutALock() {
    everybody(ArmPosition.RELEASED_BOTH);
    waits(5_250);
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_IN, OutputPin.RELEASE_OUT);
    everybody(ArmPosition.RELEASED_OUT);
    waits(5_250);
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_OUT);
  }

  @Test
  void nobodyGetsASecondPulseWhileHeIsOnHisWayThrough() {
    arm = contacts(PULSED, WITH_LOCK);
    admits(ArmPosition.RELEASED_IN);
    waits(4_900);
    arm.beam(Beam.OUTER, true, now());
    waits(300);
    arm.beam(Beam.INNER, true, now());
    waits(20_000);
    assertThat(arm.active()).as("he stands between the beams").isEmpty();
    arm.beam(Beam.OUTER, false, now());
    arm.beam(Beam.INNER, false, now());
    waits(999);
    assertThat(arm.active()).as("the lane may be about to lock").isEmpty();
    waits(1);
    assertThat(arm.active()).as("it did not: he turned back").isNotEmpty();
  }

  @Test
  void whoStandsBeforeAnArmThatLockedGetsAnotherPulse() {
    arm = contacts(PULSED, WITH_LOCK);
    admits(ArmPosition.RELEASED_IN);
    waits(4_900);
    arm.beam(Beam.OUTER, true, now());
    waits(999);
    assertThat(arm.active()).isEmpty();
    waits(1);
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_IN);
  }

  @Test
  void aPulseEndsAtOnceWhenTheBoardCountsOrTheFarBeamBreaks() {
    admits(ArmPosition.RELEASED_IN);
    waits(20);
    arm.counted(Direction.IN, now());
    assertThat(arm.active()).isEmpty();

    arm = contacts(PULSED, PLAIN);
    admits(ArmPosition.RELEASED_IN);
    arm.beam(Beam.OUTER, true, now());
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_IN);
    arm.beam(Beam.INNER, true, now());
    assertThat(arm.active()).isEmpty();
  }

  @Test
  void aPulseEndsAtOnceWhenTheLaneLocksOrDrops() {
    admits(ArmPosition.RELEASED_IN);
    admits(ArmPosition.LOCKED);
    assertThat(arm.active()).isEmpty();
    admits(ArmPosition.RELEASED_OUT);
    everybody(ArmPosition.DROPPED);
    assertThat(arm.active()).containsExactly(OutputPin.DROP);
  }

  @Test
  void alwaysOpenIsHeldOnTheInputsForIt() {
    arm = contacts(PULSED, EnumSet.allOf(OutputPin.class));
    everybody(ArmPosition.RELEASED_BOTH);
    waits(100_000);
    assertThat(arm.active()).containsExactly(OutputPin.FREE_IN, OutputPin.FREE_OUT);
  }

  @Test
  void withoutSuchInputsAlwaysOpenIsAPulseForEach() {
    everybody(ArmPosition.RELEASED_BOTH);
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_IN, OutputPin.RELEASE_OUT);
    waits(PULSE_MILLIS);
    assertThat(arm.active()).isEmpty();
    waits(150);
    arm.next(Direction.OUT, now());
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_OUT);
  }

  @Test
  void aFreeExitIsHeldAndWhoComesInAgainstItIsPulsed() {
    arm =
        contacts(
            new ArmSettings(BoardProfile.ALVARADO, 250, 5_000, true),
            EnumSet.allOf(OutputPin.class));
    everybody(ArmPosition.RELEASED_OUT);
    waits(100_000);
    assertThat(arm.active()).containsExactly(OutputPin.FREE_OUT);
    arm.ask(ArmPosition.RELEASED_BOTH, ArmPosition.RELEASED_OUT, now());
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_IN, OutputPin.FREE_OUT);
    waits(250);
    assertThat(arm.active()).containsExactly(OutputPin.FREE_OUT);
  }

  @Test
  void lockIsHeldWhileNobodyMayPass() {
    arm = contacts(PULSED, EnumSet.of(OutputPin.RELEASE_IN, OutputPin.LOCK, OutputPin.DROP));
    assertThat(arm.active()).as("before the lane asks").isEmpty();
    admits(ArmPosition.LOCKED);
    assertThat(arm.active()).containsExactly(OutputPin.LOCK);
    admits(ArmPosition.RELEASED_IN);
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_IN);
    everybody(ArmPosition.DROPPED);
    assertThat(arm.active()).containsExactly(OutputPin.DROP);
  }

  @Test
  void potentialModeHoldsAndLetsGo() {
    arm = contacts(ArmSettings.HELD, PLAIN);
    admits(ArmPosition.RELEASED_IN);
    waits(100_000);
    arm.next(Direction.IN, now());
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_IN);
    everybody(ArmPosition.RELEASED_BOTH);
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_IN, OutputPin.RELEASE_OUT);
  }

  @Test
  void anArmIsRaisedByACommandAndOverAClearLaneOnly() {
    arm = contacts(PULSED, EnumSet.of(OutputPin.RAISE));
    admits(ArmPosition.LOCKED);
    waits(500);
    assertThat(arm.active()).as("a start is no command").isEmpty();

    arm.beam(Beam.INNER, true, now());
    admits(ArmPosition.LOCKED);
    waits(60_000);
    assertThat(arm.active()).as("somebody stands there").isEmpty();
    arm.beam(Beam.INNER, false, now());
    waits(499);
    assertThat(arm.active()).isEmpty();
    waits(1);
    assertThat(arm.active()).containsExactly(OutputPin.RAISE);
    waits(PULSE_MILLIS);
    assertThat(arm.active()).isEmpty();
  }

  @Test
  void theEndOfAFireRaisesTheArmAndAnotherOneDoesNot() {
    arm = contacts(PULSED, EnumSet.of(OutputPin.RAISE, OutputPin.DROP));
    everybody(ArmPosition.DROPPED);
    admits(ArmPosition.LOCKED);
    everybody(ArmPosition.DROPPED);
    waits(60_000);
    assertThat(arm.active()).containsExactly(OutputPin.DROP);
    admits(ArmPosition.LOCKED);
    waits(500);
    assertThat(arm.active()).containsExactly(OutputPin.RAISE);
  }

  @Test
  void whoIsLetOutGetsNoSecondPulseEitherWhereNoLockWouldEndIt() {
    admits(ArmPosition.RELEASED_OUT);
    waits(400);
    assertThat(arm.dueNanos(now())).isEmpty();

    arm = contacts(PULSED, WITH_LOCK);
    admits(ArmPosition.RELEASED_OUT);
    waits(5_250);
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_OUT);
  }

  @Test
  void twoWhoAreAdmittedInBothDirectionsAreNoReasonToHoldTheWayFree() {
    arm = contacts(PULSED, EnumSet.allOf(OutputPin.class));
    admits(ArmPosition.RELEASED_BOTH);
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_IN, OutputPin.RELEASE_OUT);

    everybody(ArmPosition.RELEASED_BOTH);
    assertThat(arm.active()).containsExactly(OutputPin.FREE_IN, OutputPin.FREE_OUT);
  }

  @Test
  void aBoardThatComesBackHearsOfNobodyASecondTime() {
    arm.opened(now());
    release();
    arm.lost();
    arm.opened(now());
    assertThat(arm.active()).isEmpty();
    waits(60_000);
    assertThat(arm.active()).isEmpty();
  }

  @Test
  void notEvenWhereALockWouldEndIt() {
    arm = contacts(PULSED, WITH_LOCK);
    arm.opened(now());
    release();
    arm.lost();
    arm.opened(now());
    assertThat(arm.dueNanos(now())).isEmpty();

    admits(ArmPosition.LOCKED);
    release();
    assertThat(arm.dueNanos(now())).as("the next visitor's comes again").isPresent();
  }

  @Test
  void aBoardThatComesBackHearsOfWhomItWasNotToldAndOfWhatStandsForEverybody() {
    arm.opened(now());
    arm.lost();
    release();
    arm.opened(now());
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_IN);
    admits(ArmPosition.LOCKED);
    arm.lost();
    arm.opened(now());
    waits(60_000);
    assertThat(arm.active()).isEmpty();

    everybody(ArmPosition.RELEASED_OUT);
    waits(400);
    arm.lost();
    arm.opened(now());
    assertThat(arm.active()).containsExactly(OutputPin.RELEASE_OUT);
  }

  /** For somebody with a right. */
  private void admits(ArmPosition position) {
    arm.ask(position, ArmPosition.LOCKED, now());
  }

  private void everybody(ArmPosition position) {
    arm.ask(position, position, now());
  }

  private void release() {
    admits(ArmPosition.RELEASED_IN);
    waits(400);
  }

  private void walksThrough() {
    arm.beam(Beam.OUTER, true, now());
    waits(300);
    arm.beam(Beam.INNER, true, now());
    waits(300);
    arm.beam(Beam.OUTER, false, now());
    waits(300);
    arm.beam(Beam.INNER, false, now());
  }

  private ArmContacts contacts(ArmSettings settings, Set<OutputPin> wired) {
    return new ArmContacts(settings, wired, ArmPosition.LOCKED, now());
  }

  /** Time goes by as it does on the wires: something happens when it is due, not before. */
  private void waits(long millis) {
    long until = nowMillis + millis;
    while (true) {
      var due = arm.dueNanos(now());
      if (due.isEmpty() || due.getAsLong() > TimeUnit.MILLISECONDS.toNanos(until)) {
        break;
      }
      nowMillis = Math.max(nowMillis, TimeUnit.NANOSECONDS.toMillis(due.getAsLong()));
      arm.advance(now());
    }
    nowMillis = until;
    arm.advance(now());
  }

  private long now() {
    return TimeUnit.MILLISECONDS.toNanos(nowMillis);
  }
}
