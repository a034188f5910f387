package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;
import static org.shanmen.central.gatelink.TestCentre.right;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.central.credit.Balance;
import org.shanmen.central.credit.CreditBook;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Events;
import org.shanmen.protocol.wire.EventsAck;
import org.shanmen.protocol.wire.Reason;
import org.shanmen.protocol.wire.Refusal;
import org.shanmen.protocol.wire.Use;

class EventIngestTest {
  @TempDir Path temp;
  private TestCentre centre;

  @BeforeEach
  void start() throws Exception {
    centre = new TestCentre(temp);
  }

  @AfterEach
  void stop() {
    centre.close();
  }

  @Test
  void eventsThatComeTwiceAreStoredAndCountedOnce() throws Exception {
    var identity = centre.enrol("N1");
    for (int connection = 0; connection < 2; connection++) {
      try (var gate = TestGate.connect(centre, identity)) {
        var welcome = gate.hello("N1", 0, 0).getWelcome();
        assertThat(welcome.getAcknowledged()).isEqualTo(connection * 3L);
        gate.sendEvents(admitted(1), passed(2, 7), refused(3));
        assertThat(ack(gate).getSequence()).isEqualTo(3);
        gate.sendEvents(passed(2, 7), refused(3));
        assertThat(ack(gate).getSequence()).isEqualTo(3);
      }
    }
    assertThat(centre.count("gate_event")).isEqualTo(3);
    var stats = centre.database.query(Statistics::gates).getJsonObject(0);
    assertThat(stats.getString("code")).isEqualTo("N1");
    assertThat(stats.getLong("admitted")).isEqualTo(1);
    assertThat(stats.getLong("passed_in")).isEqualTo(1);
    assertThat(stats.getJsonObject("refused").getLong("USED_UP")).isEqualTo(1);
    assertThat(stats.getLong("events")).isEqualTo(3);
    assertThat(stats.getJsonObject("acknowledged").getLong("sequence")).isEqualTo(3);
    var today = LocalDate.ofInstant(centre.clock.instant(), TestCentre.ZONE);
    var hours = centre.database.query(sql -> Statistics.hours(sql, today));
    assertThat(hours.getJsonObject(0).getLong("in")).isEqualTo(1);
  }

  @Test
  void whatIsStoredIsNotBookedAgainEvenIfTheLedgerHasForgottenIt() throws Exception {
    centre.publish(right(7));
    try (var gate = centre.gate("N1")) {
      gate.sendEvents(admitted(1), passed(2, 7));
      ack(gate);
      centre.database.transact(tx -> tx.execute("update gate_ledger set sequence = 0"));
      gate.sendEvents(admitted(1), passed(2, 7), refused(3));
      assertThat(ack(gate).getSequence()).isEqualTo(3);
    }
    assertThat(centre.count("gate_event")).isEqualTo(3);
    assertThat(centre.count("whitelist_element where kind = 'U'")).isEqualTo(1);
    var stats = centre.database.query(Statistics::gates).getJsonObject(0);
    assertThat(stats.getLong("passed_in")).isEqualTo(1);
    assertThat(stats.getJsonObject("acknowledged").getLong("sequence")).isEqualTo(3);
  }

  @Test
  void whatIsMissingIsAskedForOnceAndThenStored() throws Exception {
    var identity = centre.enrol("N1");
    try (var gate = TestGate.connect(centre, identity).helloOfVersion(2, "N1")) {
      gate.sendEvents(admitted(1));
      assertThat(ack(gate).getSequence()).isEqualTo(1);
      gate.sendEvents(refused(4));
      gate.sendEvents(refused(5), refused(6));
      var wanted = gate.await(Envelope.BodyCase.EVENTS_WANTED).getEventsWanted();
      assertThat(wanted.getEpoch()).isEqualTo(1);
      assertThat(wanted.getSequence()).isEqualTo(2);
      gate.sendEvents(passed(2, 7), refused(3), refused(4), refused(5), refused(6));
      // Nothing was asked for in between.
      assertThat(gate.next().getEventsAck().getSequence()).isEqualTo(6);
    }
    assertThat(centre.count("gate_event")).isEqualTo(6);
  }

  @Test
  void aUseReachesTheOtherGateAndTheAckNamesTheVersionThatHoldsIt() throws Exception {
    centre.publish(right(7));
    try (var n1 = centre.gate("N1");
        var n2 = centre.gate("N2")) {
      n1.takeDelta();
      n2.takeDelta();
      n1.sendEvents(passed(1, 7));
      var change = n2.takeDelta().get(0);
      var use = Use.parseFrom(change.getAddUse());
      assertThat(use.getRight()).isEqualTo(7);
      assertThat(use.getGateNumber()).isEqualTo(1);
      assertThat(use.getSequence()).isEqualTo(1);
      assertThat(use.getDirection()).isEqualTo(Direction.IN);
      assertThat(ack(n1).getWhitelistVersion()).isEqualTo(2);
    }
  }

  @Test
  void aUseTellsTheOtherGatesWhereItWasAndWhatItCost() throws Exception {
    try (var n1 = centre.gate("N1");
        var n2 = centre.gate("N2")) {
      n1.sendEvents(
          passed(1, 7).toBuilder().setFeeFen(1500).build(),
          passed(2, 7).toBuilder().setDirection(Direction.OUT).build());
      var changes = new ArrayList<>(n2.takeDelta());
      while (changes.size() < 2) {
        changes.addAll(n2.takeDelta());
      }
      var in = Use.parseFrom(changes.get(0).getAddUse());
      assertThat(in.getArea()).isEqualTo(1);
      assertThat(in.getCheckPoint()).isEqualTo(1);
      assertThat(in.getFeeFen()).isEqualTo(1500);
      var out = Use.parseFrom(changes.get(1).getAddUse());
      assertThat(out.getDirection()).isEqualTo(Direction.OUT);
      assertThat(out.getRight()).isEqualTo(7);
    }
  }

  @Test
  void whatGatesDeductIsSplitAndBookedOnce() throws Exception {
    long ticket = aTicket();
    centre.database.transact(
        tx -> {
          CreditBook.open(tx, ticket, 1000_00, 200_00, centre.clock.instant());
          return null;
        });
    var first = passed(1, ticket).toBuilder().setFeeFen(100_00).build();
    var second = event(2, EventKind.USE_ASSUMED).setRight(ticket).setPeople(2).setFeeFen(1).build();
    try (var gate = centre.gate("N1")) {
      gate.sendEvents(first, second);
      ack(gate);
      gate.sendEvents(first, second, admitted(3).toBuilder().setFeeFen(77).build());
      ack(gate);
    }
    var account = centre.database.query(sql -> CreditBook.of(sql, List.of(ticket))).get(ticket);
    assertThat(account.balance().left()).isEqualTo(new Balance.Parts(916_66, 183_33));
    assertThat(account.paidIn()).isEqualTo(1200_00);
    assertThat(centre.count("credit_entry where kind = 'FEE'")).isEqualTo(2);
    assertThat(
            centre.count(
                "(select sum(principal_fen) p, sum(bonus_fen) b from credit_entry) s"
                    + " where p = 91666 and b = 18333"))
        .isEqualTo(1);
  }

  @Test
  void aSwallowedCardIsStoredAndWhatIsNotKnownYetHoldsNothingUp() throws Exception {
    try (var gate = centre.gate("N1")) {
      gate.sendEvents(
          event(1, EventKind.CARD_COLLECTED).setRight(7).setPeople(1).build(),
          event(2, EventKind.STARTED)
              .setKindValue(99)
              .setQuestion(ByteString.copyFromUtf8("not for the centre"))
              .build(),
          event(3, EventKind.REFUSED).setReasonValue(99).setCredentialValue(99).build(),
          passed(4, 7).toBuilder().setFeeFen(-1).build(),
          passed(5, 7));
      assertThat(ack(gate).getSequence()).isEqualTo(5);
    }
    assertThat(centre.count("gate_event where kind = 'CARD_COLLECTED' and right_id = 7"))
        .isEqualTo(1);
    assertThat(centre.count("gate_event where kind = 'QUARANTINED'")).isEqualTo(2);
    assertThat(centre.count("gate_event where detail like '%not for the centre%'")).isZero();
    assertThat(centre.count("gate_event where kind = 'REFUSED' and reason = 'REASON_99'"))
        .isEqualTo(1);
    assertThat(centre.count("whitelist_element where kind = 'U'")).isEqualTo(1);
  }

  private long aTicket() {
    return centre.database.transact(
        tx -> {
          var type = tx.newRecord(TICKET_TYPE);
          type.setCode("card");
          type.setNameZh("一卡通");
          type.setNameEn("Card");
          type.setKind("STORED_VALUE");
          type.setPriceFen(0L);
          type.setValidDays(1);
          type.setEntries(0);
          type.setEntriesPerDay(0);
          type.setMinutesBetween(0);
          type.setOpenFromMinute(0);
          type.setOpenUntilMinute(0);
          type.setMaxPeople(1);
          type.setCodeForm("OPAQUE");
          type.insert();
          var ticket = tx.newRecord(TICKET);
          ticket.setNumber("S-1");
          ticket.setTicketTypeId(type.getId());
          ticket.setState("ACTIVE");
          ticket.setPriceFen(0L);
          ticket.setPeople(1);
          ticket.setEntries(0);
          ticket.setValidFrom(Times.utc(centre.clock.instant()));
          ticket.setValidUntil(Times.utc(centre.clock.instant()));
          ticket.insert();
          return ticket.getId();
        });
  }

  @Test
  void nothingIsAcknowledgedOverAGap() throws Exception {
    var identity = centre.enrol("N1");
    try (var gate = TestGate.connect(centre, identity)) {
      gate.hello("N1");
      gate.sendEvents(refused(1));
      assertThat(ack(gate).getSequence()).isEqualTo(1);
      gate.sendEvents(refused(3), refused(4));
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.OUT_OF_ORDER);
    }
    assertThat(centre.count("gate_event")).isEqualTo(1);
    try (var gate = TestGate.connect(centre, identity)) {
      assertThat(gate.hello("N1", 0, 0).getWelcome().getAcknowledged()).isEqualTo(1);
      gate.sendEvents(refused(2), refused(3), refused(4));
      assertThat(ack(gate).getSequence()).isEqualTo(4);
    }
  }

  @Test
  void whatAGateSaysToHaveLostIsNotedAndHoldsNothingUp() throws Exception {
    try (var gate = centre.gate("N1")) {
      gate.sendEvents(refused(1));
      ack(gate);
      gate.send(
          Envelope.newBuilder()
              .setEvents(Events.newBuilder().addEvents(refused(5)).setAfterLoss(true)));
      assertThat(ack(gate).getSequence()).isEqualTo(5);
    }
    assertThat(centre.count("gate_event where kind = 'LOST' and detail like 'events 2 to 4 %'"))
        .isEqualTo(1);
  }

  @Test
  void batchesAreStoredInTheOrderOfTheirArrival() throws Exception {
    try (var gate = centre.gate("N1")) {
      for (long sequence = 1; sequence <= 40; sequence += 2) {
        gate.sendEvents(refused(sequence), passed(sequence + 1, 0));
      }
      for (long sequence = 2; sequence <= 40; sequence += 2) {
        // Some may have been stored together.
        assertThat(ack(gate).getSequence()).isBetween(sequence, 40L);
      }
    }
    assertThat(centre.count("gate_event")).isEqualTo(40);
  }

  @Test
  void anEventThatMakesNoSenseIsKeptAsideAndHoldsNothingUp() throws Exception {
    try (var gate = centre.gate("N1")) {
      gate.sendEvents(
          passed(1, 7),
          event(2, EventKind.PASSED).setAtMillis(Long.MAX_VALUE).setRight(7).build(),
          event(3, EventKind.STARTED).setKindValue(99).build(),
          event(4, EventKind.PASSED).setPeople(-1).setDirection(Direction.IN).build(),
          event(5, EventKind.ALARM_RAISED).setDetail("nul \0 " + "火".repeat(5000)).build(),
          passed(6, 7),
          event(7, EventKind.FREE_PASS).setDirection(Direction.IN).build());
      assertThat(ack(gate).getSequence()).isEqualTo(7);
    }
    assertThat(centre.count("gate_event where kind = 'QUARANTINED'")).isEqualTo(4);
    assertThat(centre.count("whitelist_element where kind = 'U'")).isEqualTo(2);
    var stats = centre.database.query(Statistics::gates).getJsonObject(0);
    assertThat(stats.getLong("passed_in")).isEqualTo(2);
    assertThat(stats.getLong("events")).isEqualTo(7);
  }

  @Test
  void aNewEpochBeginsAtOneAndTheOldOneCanStillCatchUp() throws Exception {
    try (var gate = centre.gate("N1")) {
      gate.sendEvents(refused(1));
      ack(gate);
      gate.sendEvents(refused(1).toBuilder().setEpoch(2).build());
      assertThat(ack(gate).getEpoch()).isEqualTo(2);
      gate.sendEvents(refused(2));
      assertThat(ack(gate)).isEqualTo(EventsAck.newBuilder().setEpoch(1).setSequence(2).build());
    }
  }

  @Test
  void aBatchThatIsNotConsecutiveEndsTheConnection() throws Exception {
    try (var gate = centre.gate("N1")) {
      gate.sendEvents(refused(1), refused(3));
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.OUT_OF_ORDER);
    }
    assertThat(centre.count("gate_event")).isZero();
  }

  private static EventsAck ack(TestGate gate) throws Exception {
    return gate.await(Envelope.BodyCase.EVENTS_ACK).getEventsAck();
  }

  private Event admitted(long sequence) {
    return event(sequence, EventKind.ADMITTED).setRight(7).setPeople(1).build();
  }

  private Event passed(long sequence, long right) {
    return event(sequence, EventKind.PASSED)
        .setRight(right)
        .setPeople(1)
        .setDirection(Direction.IN)
        .build();
  }

  private Event refused(long sequence) {
    return event(sequence, EventKind.REFUSED).setReason(Reason.USED_UP).build();
  }

  private Event.Builder event(long sequence, EventKind kind) {
    return Event.newBuilder()
        .setEpoch(1)
        .setSequence(sequence)
        .setKind(kind)
        .setAtMillis(centre.clock.millis());
  }

  @Test
  void whoReadsEventsPageByPageMissesNone() throws Exception {
    var release = new CountDownLatch(1);
    var locked = new CountDownLatch(1);
    var holder =
        CompletableFuture.supplyAsync(
            () ->
                centre.database.transact(
                    tx -> {
                      centre.changeLog.lock(tx);
                      locked.countDown();
                      try {
                        return release.await(30, TimeUnit.SECONDS);
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    }));
    assertThat(locked.await(30, TimeUnit.SECONDS)).isTrue();
    var secondCentre =
        new EventIngest(centre.database, centre.changeLog, centre.clock, TestCentre.ZONE);
    try (var n1 = centre.gate("N1")) {
      n1.sendEvents(passed(1, 7)); // has its number, waits for the change log
      awaitWaiting(1);
      // needs no change log
      var refused = secondCentre.store(number("N2"), List.of(refused(1)), false);
      awaitWaiting(2);
      var firstPage = events(0);
      release.countDown();
      assertThat(holder.get()).as("the change log was held until now").isTrue();
      ack(n1);
      refused.await(30, TimeUnit.SECONDS);
      int read = firstPage.getJsonArray("events").size();
      int more = events(firstPage.getLong("next")).getJsonArray("events").size();
      assertThat(read + more).isEqualTo(2);
    } finally {
      release.countDown();
    }
  }

  private int number(String gate) {
    return centre.database.query(
        sql -> sql.select(GATE.ID).from(GATE).where(GATE.CODE.eq(gate)).fetchSingle(GATE.ID));
  }

  private io.vertx.core.json.JsonObject events(long after) {
    return centre.database.query(
        sql -> Statistics.events(sql, java.util.Optional.empty(), after, 10));
  }

  /** Until so many transactions wait for advisory locks, or something was stored. */
  private void awaitWaiting(int transactions) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (centre.count("pg_locks where locktype = 'advisory' and not granted") < transactions
        && centre.count("gate_event") == 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }
}
