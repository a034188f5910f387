package org.shanmen.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.protocol.wire.ClaimState.CLAIM_GRANTED;
import static org.shanmen.protocol.wire.ClaimState.CLAIM_HELD_ELSEWHERE;
import static org.shanmen.protocol.wire.ClaimState.CLAIM_NOT_NEEDED;
import static org.shanmen.protocol.wire.ClaimState.CLAIM_UNANSWERED;
import static org.shanmen.protocol.wire.OfflinePolicy.OFFLINE_CLAIM;
import static org.shanmen.protocol.wire.OfflinePolicy.OFFLINE_OPEN;
import static org.shanmen.protocol.wire.OfflinePolicy.OFFLINE_STRICT;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Question;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Use;

class OfflinePolicyTest {
  @TempDir Path directory;
  private Gate gate;

  @BeforeEach
  void open() {
    gate = Gate.in(directory);
  }

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void openAsksNobody() {
    gate.asking(OFFLINE_OPEN).selling(1, 1).started().link(true).scan(1);
    assertThat(gate.asked).isEmpty();
    assertThat(gate.arm).isEqualTo(ArmPosition.RELEASED_IN);
  }

  @Test
  void strictLetsNobodyInWithoutTheCentre() {
    gate.asking(OFFLINE_STRICT).selling(1, 1).started().scan(1);
    assertThat(gate.arm).isEqualTo(ArmPosition.LOCKED);
    assertThat(gate.lastRefusal()).isEqualTo(Reason.STALE);
  }

  @Test
  void claimDecidesByItselfWithoutTheCentre() {
    gate.asking(OFFLINE_CLAIM).selling(1, 1).started().scan(1);
    assertThat(gate.arm).isEqualTo(ArmPosition.RELEASED_IN);
  }

  @Test
  void theArmWaitsForTheCentresWord() throws Exception {
    gate.asking(OFFLINE_STRICT).selling(1, 1).started().link(true).scan(1);
    assertThat(gate.arm).isEqualTo(ArmPosition.LOCKED);
    assertThat(gate.asked).hasSize(1);
    assertThat(gate.asked.get(0).getRight()).isEqualTo(1);
    gate.reply(CLAIM_GRANTED);
    assertThat(gate.arm).isEqualTo(ArmPosition.RELEASED_IN);
    var events = gate.events();
    var question = Question.parseFrom(events.get(events.size() - 1).getQuestion());
    assertThat(question.getClaim()).isEqualTo(CLAIM_GRANTED);
    // The admission lies before where the gate says that it does.
    var settled = gate.asked.get(1);
    assertThat(settled.getSettled()).isTrue();
    assertThat(settled.getId()).isEqualTo(gate.asked.get(0).getId());
    assertThat(settled.getEpoch()).isEqualTo(events.get(events.size() - 1).getEpoch());
    assertThat(settled.getSequence()).isEqualTo(events.get(events.size() - 1).getSequence());
    assertThat(gate.asked.get(0).getSequence()).isLessThan(settled.getSequence());
  }

  @Test
  void withoutAnAnswerInTimeStrictRefusesAndClaimDecidesByItself() {
    gate.asking(OFFLINE_STRICT).selling(1, 1).started().link(true).scan(1);
    gate.after(Limits.CLAIM_MILLIS - 1);
    assertThat(gate.events()).noneMatch(event -> event.getRight() == 1);
    gate.after(1);
    assertThat(gate.lastRefusal()).isEqualTo(Reason.STALE);
    // The centre may have granted it: it hears that nobody goes in.
    assertThat(gate.asked.get(1).getSettled()).isTrue();
    gate.replyTo(0, CLAIM_GRANTED);
    assertThat(gate.arm).isEqualTo(ArmPosition.LOCKED);
  }

  @Test
  void claimGoesInWhenTheTimeIsOver() {
    gate.asking(OFFLINE_CLAIM).selling(1, 1).started().link(true).scan(1);
    assertThat(gate.arm).isEqualTo(ArmPosition.LOCKED);
    gate.after(Limits.CLAIM_MILLIS);
    assertThat(gate.arm).isEqualTo(ArmPosition.RELEASED_IN);
  }

  @Test
  void whoIsBeingLetInElsewhereIsNotLetInHere() {
    gate.asking(OFFLINE_CLAIM).selling(1, 1).started().link(true).scan(1);
    gate.reply(CLAIM_HELD_ELSEWHERE);
    assertThat(gate.lastRefusal()).isEqualTo(Reason.BUSY);
    assertThat(gate.arm).isEqualTo(ArmPosition.LOCKED);
  }

  @Test
  void aUseThatOnlyTheCentreKnowsCounts() {
    gate.asking(OFFLINE_CLAIM).selling(1, 1).started().link(true).scan(1);
    gate.reply(CLAIM_GRANTED, use(1));
    assertThat(gate.lastRefusal()).isEqualTo(Reason.USED_UP);
    assertThat(gate.asked.get(1).getSettled()).isTrue();
    assertThat(gate.asked.get(1).getRight()).isEqualTo(1);
  }

  @Test
  void aRightThatTheCentreDoesNotKnowIsLikeNoAnswer() {
    gate.asking(OFFLINE_STRICT).selling(1, 1).started().link(true).scan(1);
    gate.reply(CLAIM_UNANSWERED);
    assertThat(gate.lastRefusal()).isEqualTo(Reason.STALE);
  }

  @Test
  void whoWouldBeRefusedAnywayIsNotAskedFor() {
    gate.asking(OFFLINE_STRICT).selling(1, 1).started().link(true).scan(1).reply(CLAIM_GRANTED);
    gate.walkIn().after(60_000).scan(1);
    assertThat(gate.lastRefusal()).isEqualTo(Reason.USED_UP);
    assertThat(gate.asked).filteredOn(claim -> !claim.getSettled()).hasSize(1);
  }

  @Test
  void theNextVisitorIsServedAfterTheOneWhoWaitsForTheCentre() {
    gate.asking(OFFLINE_CLAIM).selling(1, 1).selling(2, 1).started().link(true).scan(1).scan(2);
    assertThat(gate.asked).hasSize(1);
    gate.reply(CLAIM_HELD_ELSEWHERE);
    // What another gate has is not this one's to end.
    assertThat(gate.asked).hasSize(2).noneMatch(Claim::getSettled);
    gate.reply(CLAIM_GRANTED);
    assertThat(gate.arm).isEqualTo(ArmPosition.RELEASED_IN);
  }

  @Test
  void whatCameOfAClaimIsSaidAgainUntilTheCentreConfirmsIt() {
    gate.asking(OFFLINE_STRICT).selling(1, 1).started().link(true).scan(1).link(false);
    gate.after(Limits.CLAIM_MILLIS);
    assertThat(gate.asked).noneMatch(Claim::getSettled);
    gate.link(true);
    assertThat(gate.asked).hasSize(2);
    var settled = gate.asked.get(1);
    assertThat(settled.getSettled()).isTrue();
    gate.link(false).link(true);
    assertThat(gate.asked).hasSize(3).endsWith(settled);
    gate.reply(CLAIM_NOT_NEEDED).link(false).link(true);
    assertThat(gate.asked).hasSize(3);
  }

  /** It crossed the word of what came of it, which may be lost with the link. */
  @Test
  void anAnswerThatComesTooLateConfirmsNothing() {
    gate.asking(OFFLINE_STRICT).selling(1, 1).started().link(true).scan(1);
    gate.after(Limits.CLAIM_MILLIS);
    var settled = gate.asked.get(1);
    gate.replyTo(0, CLAIM_GRANTED).link(false).link(true);
    assertThat(gate.asked).hasSize(3).endsWith(settled);
  }

  @Test
  void noQuestionHasTheIdOfAnEarlierRuns() {
    gate.asking(OFFLINE_STRICT).selling(1, 1).started().link(true).scan(1);
    long before = gate.asked.get(0).getId();
    gate.close();
    gate = Gate.in(directory).started().link(true).scan(1);
    assertThat(gate.asked.get(0).getId()).isGreaterThan(before);
  }

  @Test
  void aRevokedGateJudgesNothingAnyMore() {
    gate.selling(1, 1).started().link(true);
    gate.inputs.onRevoked();
    gate.turn().scan(1);
    assertThat(gate.arm).isEqualTo(ArmPosition.LOCKED);
    assertThat(gate.lastRefusal()).isEqualTo(Reason.DEVICE_FAULT);
  }

  @Test
  void whatARevokedGateWasToldBeforeIsForgottenWithTheRest() {
    gate.unenrolled().started().link(true);
    // The loop was busy meanwhile: it finds both.
    gate.inputs.onWelcome(Gate.LANE, gate.wallMillis());
    gate.inputs.onRevoked();
    gate.turn();
    assertThat(gate.forgotten).isTrue();
    assertThat(gate.worthRemembering).isEmpty();
  }

  @Test
  void aRevocationIsHeardBehindAnyNumberOfNotices() {
    gate.started();
    for (int told = 0; told < 2 * Limits.LINK_NOTICES; told++) {
      gate.inputs.onWelcome(Gate.LANE, gate.wallMillis());
    }
    gate.inputs.onRevoked();
    for (int turn = 0; turn <= Limits.LINK_NOTICES / Limits.PRESENTATIONS; turn++) {
      gate.turn();
    }
    assertThat(gate.forgotten).isTrue();
    assertThat(gate.worthRemembering).isEmpty();
  }

  private static Use use(long right) {
    return Use.newBuilder()
        .setRight(right)
        .setGateNumber(99)
        .setEpoch(1)
        .setSequence(1)
        .setPeople(1)
        .setDirection(Direction.IN)
        .build();
  }
}
