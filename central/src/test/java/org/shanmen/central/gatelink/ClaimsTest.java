package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.protocol.wire.ClaimState.CLAIM_GRANTED;
import static org.shanmen.protocol.wire.ClaimState.CLAIM_HELD_ELSEWHERE;
import static org.shanmen.protocol.wire.ClaimState.CLAIM_NOT_NEEDED;
import static org.shanmen.protocol.wire.ClaimState.CLAIM_UNANSWERED;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Claim;
import org.shanmen.protocol.wire.ClaimReply;
import org.shanmen.protocol.wire.ClaimState;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;

class ClaimsTest {
  @TempDir Path temp;
  private TestCentre centre;
  private TestGate n1;
  private TestGate n2;
  private long asked;

  @BeforeEach
  void start() throws Exception {
    centre = new TestCentre(temp);
    n1 = TestGate.connect(centre, centre.enrol("N1")).helloOfVersion(3, "N1");
    n2 = TestGate.connect(centre, centre.enrol("N2")).helloOfVersion(3, "N2");
  }

  @AfterEach
  void stop() throws Exception {
    n1.close();
    n2.close();
    centre.close();
  }

  @Test
  void oneGateAtATimeUntilItHasSaidWhatCameOfIt() throws Exception {
    sold(OfflinePolicy.OFFLINE_STRICT);
    assertThat(ask(n1, 0)).isEqualTo(CLAIM_GRANTED);
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_HELD_ELSEWHERE);
    settled(n1, 1, 1);
    report(n1, event(1, EventKind.ADMITTED).setPeople(2));
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_HELD_ELSEWHERE);
    report(n1, event(2, EventKind.PASSED).setReference(1).setReferenceEpoch(1));
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_HELD_ELSEWHERE);
    report(n1, event(3, EventKind.GIVEN_BACK).setReference(1).setReferenceEpoch(1));
    var reply = asked(n2, 0);
    assertThat(reply.getState()).isEqualTo(CLAIM_GRANTED);
    assertThat(reply.getUsesList()).hasSize(1);
    assertThat(reply.getUses(0).getSequence()).isEqualTo(2);
  }

  @Test
  void nothingOlderThanTheQuestionEndsAClaim() throws Exception {
    sold(OfflinePolicy.OFFLINE_STRICT);
    // A visitor came, was turned away and came again; the journal is still on its way.
    assertThat(ask(n1, 2)).isEqualTo(CLAIM_GRANTED);
    report(n1, event(1, EventKind.REFUSED));
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_HELD_ELSEWHERE);
    report(n1, event(2, EventKind.STARTED).setRight(0));
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_HELD_ELSEWHERE);
    settled(n1, 1, 3);
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_HELD_ELSEWHERE);
    report(n1, event(3, EventKind.REFUSED));
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_GRANTED);
  }

  @Test
  void theWordOnAnEarlierQuestionEndsNothing() throws Exception {
    sold(OfflinePolicy.OFFLINE_STRICT);
    long first = asked + 1;
    send(n1, claim(first, 0));
    send(n1, claim(first, 0).setSettled(true));
    send(n1, claim(first + 1, 0));
    // Said again after a reconnection.
    send(n1, claim(first, 0).setSettled(true));
    asked = first + 1;
    for (int replies = 0; replies < 4; replies++) {
      n1.await(Envelope.BodyCase.CLAIM_REPLY);
    }
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_HELD_ELSEWHERE);
    settled(n1, first + 1, 0);
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_GRANTED);
  }

  @Test
  void whoAsksTwiceMustStillSayWhatCameOfTheFirst() throws Exception {
    sold(OfflinePolicy.OFFLINE_STRICT);
    assertThat(ask(n1, 0)).isEqualTo(CLAIM_GRANTED);
    // A group of which one has gone in; nothing of it has arrived when the next is turned away.
    assertThat(ask(n1, 1)).isEqualTo(CLAIM_GRANTED);
    settled(n1, asked, 2);
    report(n1, event(1, EventKind.ADMITTED), event(2, EventKind.REFUSED));
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_HELD_ELSEWHERE);
    report(n1, event(3, EventKind.PASSED).setReference(1).setReferenceEpoch(1));
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_GRANTED);
  }

  @Test
  void aGateThatStartedAgainHasForgottenItsQuestion() throws Exception {
    sold(OfflinePolicy.OFFLINE_STRICT);
    assertThat(ask(n1, 0)).isEqualTo(CLAIM_GRANTED);
    report(n1, event(1, EventKind.ADMITTED), event(2, EventKind.STARTED).setRight(0));
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_HELD_ELSEWHERE);
    report(n1, event(3, EventKind.USE_ASSUMED).setReference(1).setReferenceEpoch(1));
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_GRANTED);
  }

  @Test
  void whatWasLostIsAskedOfAPersonAndAudited() throws Exception {
    sold(OfflinePolicy.OFFLINE_STRICT);
    assertThat(ask(n1, 0)).isEqualTo(CLAIM_GRANTED);
    settled(n1, asked, 3);
    n1.sendEventsAfterLoss(event(3, EventKind.REFUSED).build());
    n1.await(Envelope.BodyCase.EVENTS_ACK);
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_HELD_ELSEWHERE);
    // With a new journal it cannot be told any more, however often the gate asks.
    send(n1, claim(++asked, 0).setEpoch(2));
    n1.await(Envelope.BodyCase.CLAIM_REPLY);
    send(n1, claim(asked, 0).setEpoch(2).setSettled(true));
    n1.await(Envelope.BodyCase.CLAIM_REPLY);
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_HELD_ELSEWHERE);

    var standing = TestCentre.await(centre.database.read(StandingClaims::list));
    assertThat(standing).hasSize(1);
    assertThat(standing.getJsonObject(0).getString("gate")).isEqualTo("N1");
    assertThat(end("8")).isFalse();
    assertThat(end("7")).isTrue();
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_GRANTED);
    assertThat(centre.count("audit where action = 'claim.ended' and subject = '7'")).isEqualTo(1);
  }

  private boolean end(String right) {
    return TestCentre.await(
        centre.database.inTransaction(
            tx ->
                StandingClaims.end(
                    tx, Long.parseLong(right), centre.clock.instant(), "control", "127.0.0.1")));
  }

  @Test
  void onlyAStrictClaimOutlivesAGateThatWasCutOff() throws Exception {
    sold(OfflinePolicy.OFFLINE_CLAIM);
    assertThat(ask(n1, 0)).isEqualTo(CLAIM_GRANTED);
    centre.clock.advance(Duration.ofMillis(Limits.CLAIM_STANDS_MILLIS - 1));
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_HELD_ELSEWHERE);
    centre.clock.advance(Duration.ofMillis(1));
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_GRANTED);

    sold(OfflinePolicy.OFFLINE_STRICT);
    assertThat(ask(n2, 0)).isEqualTo(CLAIM_GRANTED);
    centre.clock.advance(Duration.ofDays(1));
    assertThat(ask(n1, 0)).isEqualTo(CLAIM_HELD_ELSEWHERE);
  }

  @Test
  void aRightThatNobodyKnowsIsNotGranted() throws Exception {
    assertThat(ask(n1, 0)).isEqualTo(CLAIM_UNANSWERED);
  }

  private ClaimState ask(TestGate gate, long sequence) throws Exception {
    return asked(gate, sequence).getState();
  }

  /** A gate whose journal ends at a sequence asks. */
  private ClaimReply asked(TestGate gate, long sequence) throws Exception {
    asked++;
    send(gate, claim(asked, sequence));
    var reply = gate.await(Envelope.BodyCase.CLAIM_REPLY).getClaimReply();
    assertThat(reply.getId()).isEqualTo(asked);
    assertThat(reply.getRight()).isEqualTo(7);
    return reply;
  }

  private static void settled(TestGate gate, long id, long sequence) throws Exception {
    send(gate, claim(id, sequence).setSettled(true));
    assertThat(gate.await(Envelope.BodyCase.CLAIM_REPLY).getClaimReply().getState())
        .isEqualTo(CLAIM_NOT_NEEDED);
  }

  private static Claim.Builder claim(long id, long sequence) {
    return Claim.newBuilder().setId(id).setRight(7).setEpoch(1).setSequence(sequence);
  }

  private static void send(TestGate gate, Claim.Builder claim) throws Exception {
    gate.send(Envelope.newBuilder().setClaim(claim));
  }

  private static void report(TestGate gate, Event.Builder... events) throws Exception {
    gate.sendEvents(Stream.of(events).map(Event.Builder::build).toArray(Event[]::new));
    gate.await(Envelope.BodyCase.EVENTS_ACK);
  }

  private static Event.Builder event(long sequence, EventKind kind) {
    return Event.newBuilder()
        .setEpoch(1)
        .setSequence(sequence)
        .setAtMillis(1_777_600_000_000L)
        .setKind(kind)
        .setDirection(Direction.IN)
        .setRight(7)
        .setPeople(1);
  }

  private void sold(OfflinePolicy policy) {
    centre.publish(
        Change.newBuilder()
            .setPutTemplate(
                TicketTemplate.newBuilder().setId(1).setOffline(policy).build().toByteString())
            .build(),
        Change.newBuilder()
            .setPutRight(Right.newBuilder().setId(7).setTemplate(1).build().toByteString())
            .build());
  }
}
