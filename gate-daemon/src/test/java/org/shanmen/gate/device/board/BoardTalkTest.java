package org.shanmen.gate.device.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.Direction;

/** The talk on virtual time. */
class BoardTalkTest {
  private static final long MILLI = 1_000_000;
  private static final String LOCK = "14 [48, 48]";
  private static final String RELEASE_IN = "14 [49, 48]";
  private static final String BOTH = "14 [49, 49]";
  private static final String DROP = "24 [48]";
  private static final String RAISE = "24 [49]";
  private static final String ENTRIES = "28 [48]";
  private static final String EXITS = "28 [49]";
  private static final String CONNECT = "FF []";

  private BoardTalk talk = ofALaneThatAskedForLocked(true);
  private long now = Long.MAX_VALUE - 2_000 * MILLI;

  @Test
  void aBoardIsCalledUntilItAnswersAndThenToldWhereTheArmIs() {
    talk.opened(now);
    assertThat(next()).isEqualTo(CONNECT);
    assertThat(next()).isEmpty();
    wait(500);
    assertThat(next()).isEqualTo(CONNECT);
    var heard = talk.heard(BoardFrame.of(BoardFrame.CONNECT), now);
    assertThat(heard.answer().orElseThrow().type()).isEqualTo(BoardFrame.CONNECT);
    assertThat(next()).isEqualTo(LOCK);
    assertThat(next()).as("one question at a time").isEmpty();
  }

  /** The lane has first to see whether somebody stands below the arm. */
  @Test
  void aBoardKeepsTheModeThatItHasUntilTheLaneAsks() {
    talk = new BoardTalk(true, ArmPosition.LOCKED);
    called();
    assertThat(next()).isEqualTo(ENTRIES);
    count(BoardFrame.ENTRIES, 0);
    talk.ask(ArmPosition.LOCKED);
    assertThat(next()).isEqualTo(LOCK);
  }

  @Test
  void anArmThatWasLeftDroppedIsDroppedBeforeTheLaneAsks() {
    talk = new BoardTalk(true, ArmPosition.DROPPED);
    called();
    assertThat(next()).isEqualTo(DROP);
  }

  @Test
  void itsParametersAreAcknowledged() {
    talk.opened(now);
    var heard = talk.heard(BoardFrame.of(0xF1, 'T'), now);
    assertThat(heard.answer().orElseThrow().type()).isEqualTo(BoardFrame.OK);
  }

  @Test
  void countersAreAskedInTurnAndBecomePeople() {
    connect();
    assertThat(next()).isEqualTo(ENTRIES);
    assertThat(count(BoardFrame.ENTRIES, 40).people()).as("the first is where it stands").isZero();
    wait(300);
    assertThat(next()).isEqualTo(EXITS);
    count(BoardFrame.EXITS, 7);
    wait(300);
    assertThat(next()).isEqualTo(ENTRIES);
    var heard = count(BoardFrame.ENTRIES, 42);
    assertThat(heard.people()).isEqualTo(2);
    assertThat(heard.counted()).isEqualTo(Direction.IN);
    assertThat(count(BoardFrame.EXITS, 8).counted()).isEqualTo(Direction.OUT);
    assertThat(count(BoardFrame.ENTRIES, 0).people()).as("it was reset").isZero();
    assertThat(count(BoardFrame.ENTRIES, 1).people()).isEqualTo(1);
  }

  @Test
  void onlyTheNewestPositionIsSaid() {
    connect();
    talk.ask(ArmPosition.RELEASED_IN);
    assertThat(next()).isEqualTo(RELEASE_IN);
    talk.ask(ArmPosition.RELEASED_BOTH);
    talk.ask(ArmPosition.LOCKED);
    understood();
    assertThat(next()).isEqualTo(LOCK);
    understood();
    assertThat(talk.isSettled()).isTrue();
  }

  @Test
  void anArmIsDroppedThenFreedThenRaisedAfterItIsLocked() {
    connect();
    talk.ask(ArmPosition.DROPPED);
    assertThat(said()).containsExactly(DROP, BOTH);
    talk.ask(ArmPosition.LOCKED);
    assertThat(said()).containsExactly(LOCK, RAISE);
  }

  @Test
  void aStartRaisesNothingAndACommandDoes() {
    connect();
    assertThat(said()).isEmpty();
    talk.ask(ArmPosition.LOCKED);
    assertThat(said()).containsExactly(RAISE);
  }

  @Test
  void twoMissingAnswersAreALostBoardWithinTwoSeconds() {
    connect();
    long silent = now;
    var said = new ArrayList<String>();
    while (talk.isConnected()) {
      said.add(next());
      wait(1);
    }
    assertThat((now - silent) / MILLI).isLessThan(2_000 - 500);
    wait(500);
    assertThat(next()).isEqualTo(CONNECT);
  }

  @Test
  void aBoardThatNeverAnswersIsMuteWithinTwoSeconds() {
    talk.opened(now);
    long opened = now;
    while (!talk.isMute()) {
      next();
      wait(1);
      assertThat((now - opened) / MILLI).isLessThan(2_000 - 500);
    }
  }

  @Test
  void aBoardThatHangsWhileItIsToldSomethingIsLostWithinTwoSeconds() {
    connect();
    talk.ask(ArmPosition.RELEASED_IN);
    long asked = now;
    while (talk.isConnected()) {
      next();
      wait(1);
      assertThat((now - asked) / MILLI).isLessThan(2_000 - 500);
    }
  }

  @Test
  void aBoardThatComesBackIsToldAnewWhatIsAskedNow() {
    connect();
    talk.ask(ArmPosition.DROPPED);
    said();
    talk.lost();
    talk.opened(now);
    next();
    talk.heard(BoardFrame.of(BoardFrame.CONNECT), now);
    assertThat(said()).containsExactly(DROP, BOTH);
  }

  @Test
  void whatIsAskedIsSaidAgainNowAndThen() {
    connect();
    wait(5_000);
    assertThat(next()).isEqualTo(LOCK);
  }

  @Test
  void aRefusalIsTriedAgainAfterAWhileAndTold() {
    connect();
    talk.ask(ArmPosition.RELEASED_IN);
    for (int i = 0; i < 3; i++) {
      assertThat(talk.isRefusing()).isFalse();
      assertThat(next()).isEqualTo(RELEASE_IN);
      talk.heard(BoardFrame.of(BoardFrame.FAILED), now);
      assertThat(next()).isEqualTo(i % 2 == 0 ? ENTRIES : EXITS);
      count(i % 2 == 0 ? BoardFrame.ENTRIES : BoardFrame.EXITS, 1);
      wait(300);
    }
    assertThat(talk.isRefusing()).isTrue();
    assertThat(next()).isEqualTo(RELEASE_IN);
    understood();
    assertThat(talk.isRefusing()).isFalse();
  }

  @Test
  void anArmThatTheBoardWillNotRaiseIsGivenUpAndIsNoFault() {
    connect();
    talk.ask(ArmPosition.LOCKED);
    talk.ask(ArmPosition.LOCKED);
    int raised = 0;
    for (int i = 0; i < 40; i++) {
      String said = next();
      if (said.equals(RAISE)) {
        raised++;
        talk.heard(BoardFrame.of(BoardFrame.FAILED), now);
      } else if (said.equals(LOCK)) {
        understood();
      } else if (!said.isEmpty()) {
        count(said.equals(ENTRIES) ? BoardFrame.ENTRIES : BoardFrame.EXITS, 1);
      }
      assertThat(talk.isRefusing()).isFalse();
      wait(300);
    }
    assertThat(raised).isEqualTo(3);
    talk.ask(ArmPosition.LOCKED);
    assertThat(said()).as("another order is another try").contains(RAISE);
  }

  @Test
  void aRefusedRaiseIsNotTriedAgainInAnEmergency() {
    connect();
    talk.ask(ArmPosition.LOCKED);
    talk.ask(ArmPosition.LOCKED);
    assertThat(next()).isEqualTo(RAISE);
    talk.ask(ArmPosition.DROPPED);
    talk.heard(BoardFrame.of(BoardFrame.FAILED), now);
    wait(300);
    assertThat(said()).containsExactly(DROP, BOTH);
  }

  @Test
  void aRaiseThatIsRefusedHoldsUpNoRelease() {
    connect();
    talk.ask(ArmPosition.LOCKED);
    talk.ask(ArmPosition.LOCKED);
    assertThat(next()).isEqualTo(RAISE);
    talk.heard(BoardFrame.of(BoardFrame.FAILED), now);
    talk.ask(ArmPosition.RELEASED_IN);
    assertThat(next()).isEqualTo(RELEASE_IN);
  }

  @Test
  void whoPassedInAGapIsToldWhenTheBoardAnswersAgain() {
    connect();
    assertThat(talk.knowsCounters()).isFalse();
    readCounters(40, 7);
    assertThat(talk.knowsCounters()).isTrue();
    talk.lost();
    assertThat(talk.knowsCounters()).isFalse();

    connect();
    next();
    assertThat(count(BoardFrame.ENTRIES, 41).people()).isEqualTo(1);
    assertThat(talk.knowsCounters()).as("who left is not known yet").isFalse();
    wait(300);
    next();
    assertThat(count(BoardFrame.EXITS, 7).people()).isZero();
    assertThat(talk.knowsCounters()).isTrue();
  }

  @Test
  void aMissingAnswerIsAnUnknownCounter() {
    connect();
    readCounters(40, 7);
    wait(300);
    next();
    wait(500);
    next();
    assertThat(talk.isConnected()).isTrue();
    assertThat(talk.knowsCounters()).isFalse();

    count(BoardFrame.ENTRIES, 40);
    assertThat(talk.knowsCounters()).isTrue();
  }

  @Test
  void aCounterThatWasSetIsToldToBeLost() {
    connect();
    readCounters(40, 7);
    wait(300);
    next();
    assertThat(count(BoardFrame.ENTRIES, 0).countLost()).isTrue();
    assertThat(count(BoardFrame.ENTRIES, 8).countLost()).isFalse();
    var leap = count(BoardFrame.ENTRIES, 17);
    assertThat(leap.countLost()).isTrue();
    assertThat(leap.people()).isZero();
  }

  @Test
  void aWayIsSetFreeForSomebodyAfterAGapOnlyWhenItIsKnownThatHeDidNotPass() {
    connect();
    readCounters(40, 7);
    talk.ask(ArmPosition.RELEASED_IN);
    assertThat(said()).containsExactly(RELEASE_IN);
    talk.lost();

    called();
    assertThat(next()).isEqualTo(ENTRIES);
    count(BoardFrame.ENTRIES, 40);
    assertThat(next()).as("at once").isEqualTo(EXITS);
    count(BoardFrame.EXITS, 7);
    assertThat(next()).isEqualTo(RELEASE_IN);
  }

  @Test
  void afterOneWhoPassedInAGapTheLaneHasTimeToLock() {
    connect();
    readCounters(40, 7);
    talk.ask(ArmPosition.RELEASED_IN);
    said();
    talk.lost();
    called();
    next();
    count(BoardFrame.ENTRIES, 41);
    next();
    count(BoardFrame.EXITS, 7);
    wait(299);
    assertThat(next()).doesNotContain("14 ");
    talk.ask(ArmPosition.LOCKED);
    count(BoardFrame.ENTRIES, 41);
    assertThat(next()).isEqualTo(LOCK);
  }

  @Test
  void aGroupGoesOnThoughOneOfItPassedInAGap() {
    connect();
    readCounters(40, 7);
    talk.ask(ArmPosition.RELEASED_IN);
    said();
    talk.lost();
    called();
    next();
    count(BoardFrame.ENTRIES, 41);
    next();
    count(BoardFrame.EXITS, 7);
    wait(300);
    assertThat(next()).isEqualTo(RELEASE_IN);
  }

  @Test
  void anArmIsDroppedAfterAGapWhateverWasCounted() {
    connect();
    readCounters(40, 7);
    talk.ask(ArmPosition.DROPPED);
    said();
    talk.lost();
    called();
    assertThat(next()).isEqualTo(DROP);
  }

  @Test
  void whatOnlyWeSayIsNeverAnswered() {
    connect();
    for (int type : new int[] {BoardFrame.MODE, BoardFrame.ARM, BoardFrame.COUNTERS}) {
      assertThat(talk.heard(BoardFrame.of(type, '0'), now).answer()).isEmpty();
    }
  }

  @Test
  void whereContactsReleaseTheLineTellsOnlyWhoIsFree() {
    talk = ofALaneThatAskedForLocked(false);
    connect();
    talk.ask(ArmPosition.RELEASED_IN);
    assertThat(said()).containsExactly(LOCK);
    talk.ask(ArmPosition.RELEASED_BOTH);
    assertThat(said()).containsExactly(BOTH);
  }

  private static BoardTalk ofALaneThatAskedForLocked(boolean releasesByMode) {
    var talk = new BoardTalk(releasesByMode, ArmPosition.LOCKED);
    talk.ask(ArmPosition.LOCKED);
    return talk;
  }

  private void readCounters(int entries, int exits) {
    next();
    count(BoardFrame.ENTRIES, entries);
    wait(300);
    next();
    count(BoardFrame.EXITS, exits);
  }

  private void called() {
    talk.opened(now);
    next();
    talk.heard(BoardFrame.of(BoardFrame.CONNECT), now);
  }

  private void connect() {
    called();
    assertThat(next()).isEqualTo(LOCK);
    understood();
  }

  /** Everything that it says about the arm, each understood at once. */
  private List<String> said() {
    var said = new ArrayList<String>();
    while (!talk.isSettled()) {
      said.add(next());
      understood();
    }
    return said;
  }

  private String next() {
    return talk.next(now).map(BoardFrame::toString).orElse("");
  }

  private void understood() {
    talk.heard(BoardFrame.of(BoardFrame.OK), now);
  }

  private BoardTalk.Heard count(int type, int value) {
    return talk.heard(
        new BoardFrame(type, String.format("%03d", value).getBytes(StandardCharsets.US_ASCII)),
        now);
  }

  private void wait(int millis) {
    now += millis * MILLI;
  }
}
