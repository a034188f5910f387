package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.shanmen.central.db.tables.Tables.AREA;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.wire.AreaState;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;

/** An area for two people, with two gates. */
class CapacityTest {
  @TempDir Path temp;
  private TestCentre centre;

  @BeforeEach
  void start() throws Exception {
    centre = new TestCentre(temp);
    centre.database.transact(tx -> tx.update(AREA).set(AREA.CAPACITY, 2).execute());
  }

  @AfterEach
  void stop() {
    centre.close();
  }

  @Test
  void everyGateOfAFullAreaHearsOfItAndThatItIsNotFullAnyMore() throws Exception {
    try (var n1 = centre.gate("N1");
        var n2 = centre.gate("N2")) {
      assertThat(state(n1).getFull()).as("said at the greeting").isFalse();
      assertThat(state(n2).getFull()).isFalse();
      n1.sendEvents(pass(1, EventKind.PASSED, Direction.IN));
      n2.sendEvents(pass(1, EventKind.FREE_PASS, Direction.IN));
      var full = state(n1);
      assertThat(full.getFull()).isTrue();
      assertThat(full.getArea()).isEqualTo(1);
      assertThat(full.getUntilMillis()).isEqualTo(centre.clock.millis() + Limits.AREA_STATE_MILLIS);
      assertThat(state(n2)).isEqualTo(full);
      n2.sendEvents(pass(2, EventKind.UNAUTHORISED_PASS, Direction.OUT));
      assertThat(state(n1).getFull()).isFalse();
      assertThat(state(n2).getFull()).isFalse();
    }
  }

  @Test
  void aFullAreaIsSaidAgainAndToGatesThatComeLater() throws Exception {
    try (var n1 = centre.gate("N1")) {
      state(n1);
      n1.sendEvents(
          pass(1, EventKind.PASSED, Direction.IN), pass(2, EventKind.PASSED, Direction.IN));
      assertThat(state(n1).getFull()).isTrue();
      centre.clock.advance(Duration.ofSeconds(45));
      var again = state(n1);
      assertThat(again.getFull()).isTrue();
      assertThat(again.getUntilMillis())
          .isEqualTo(centre.clock.millis() + Limits.AREA_STATE_MILLIS);
      try (var n2 = centre.gate("N2")) {
        assertThat(state(n2).getFull()).isTrue();
      }
    }
  }

  @Test
  void atMidnightAndByHandTheCountBeginsAnew() throws Exception {
    try (var n1 = centre.gate("N1")) {
      state(n1);
      n1.sendEvents(
          pass(1, EventKind.PASSED, Direction.IN), pass(2, EventKind.PASSED, Direction.IN));
      assertThat(state(n1).getFull()).isTrue();
      centre.clock.advance(Duration.ofDays(1));
      assertThat(state(n1).getFull()).isFalse();
      var today = LocalDate.ofInstant(centre.clock.instant(), TestCentre.ZONE);
      var now = LocalDateTime.ofInstant(centre.clock.instant(), TestCentre.ZONE);
      centre.database.transact(tx -> AreaLoad.correct(tx, "garden", 2, now));
      assertThat(state(n1).getFull()).isTrue();
      n1.sendEvents(pass(3, EventKind.PASSED, Direction.OUT));
      assertThat(state(n1).getFull()).isFalse();
      centre.clock.advance(Duration.ofDays(1));
      assertThat(centre.database.query(sql -> AreaLoad.of(sql, today.plusDays(1))).get(0).inside())
          .as("a correction is good for its day")
          .isZero();
    }
  }

  @Test
  void whoLeavesAfterMidnightMakesNoRoomForMoreThanTheAreaHolds() throws Exception {
    var midnight =
        LocalDate.ofInstant(centre.clock.instant(), TestCentre.ZONE)
            .plusDays(1)
            .atStartOfDay(TestCentre.ZONE)
            .toInstant();
    try (var n1 = centre.gate("N1")) {
      state(n1);
      centre.clock.advance(
          Duration.between(centre.clock.instant(), midnight).plus(Duration.ofMinutes(1)));
      n1.sendEvents(
          pass(1, EventKind.PASSED, Direction.OUT), pass(2, EventKind.PASSED, Direction.OUT));
      centre.clock.advance(Duration.ofHours(9));
      n1.sendEvents(
          pass(3, EventKind.PASSED, Direction.IN), pass(4, EventKind.PASSED, Direction.IN));
      assertThat(state(n1).getFull()).isTrue();
    }
  }

  @Test
  void aCorrectionCountsFromItsHourOnAndTheNextHoursNeverGoBelowNobody() throws Exception {
    var noon =
        LocalDate.ofInstant(centre.clock.instant(), TestCentre.ZONE).plusDays(1).atTime(12, 0);
    try (var n1 = centre.gate("N1")) {
      centre.clock.advance(
          Duration.between(centre.clock.instant(), noon.atZone(TestCentre.ZONE).toInstant()));
      n1.sendEvents(
          pass(1, EventKind.PASSED, Direction.OUT), pass(2, EventKind.PASSED, Direction.OUT));
      n1.await(Envelope.BodyCase.EVENTS_ACK);
      centre.database.transact(tx -> AreaLoad.correct(tx, "garden", 1, noon));
      assertThat(inside(noon)).isEqualTo(1);
      centre.clock.advance(Duration.ofHours(1));
      n1.sendEvents(
          pass(3, EventKind.PASSED, Direction.OUT), pass(4, EventKind.PASSED, Direction.OUT));
      n1.await(Envelope.BodyCase.EVENTS_ACK);
      assertThat(inside(noon)).isZero();
      centre.clock.advance(Duration.ofHours(1));
      n1.sendEvents(pass(5, EventKind.PASSED, Direction.IN));
      n1.await(Envelope.BodyCase.EVENTS_ACK);
      assertThat(inside(noon)).isEqualTo(1);
    }
  }

  @Test
  void aGateThatIsMovedToAnotherAreaTakesNobodyWithIt() throws Exception {
    var now = LocalDateTime.ofInstant(centre.clock.instant(), TestCentre.ZONE);
    var identity = centre.enrol("N1");
    try (var n1 = centre.gate(identity)) {
      n1.sendEvents(pass(1, EventKind.PASSED, Direction.IN));
      n1.await(Envelope.BodyCase.EVENTS_ACK);
    }
    centre.clock.advance(Duration.ofSeconds(1));
    centre.database.transact(
        tx ->
            tx.execute(
                """
                insert into area (code, name_zh, name_en) values ('lake', '湖', 'Lake');
                insert into check_point (code, name_zh, name_en, area_id) values ('shore', '湖边', 'Shore', 2);
                update gate set check_point_id = 2 where code = 'N1';
                insert into gate_stay (gate_id, until, check_point_id) values (1, {0}, 1);
                """,
                DSL.inline(Times.utc(centre.clock.instant()))));
    try (var n1 = centre.gate(identity)) {
      n1.sendEvents(
          pass(2, EventKind.PASSED, Direction.IN), pass(3, EventKind.PASSED, Direction.IN));
      n1.await(Envelope.BodyCase.EVENTS_ACK);
    }
    var loads = centre.database.query(sql -> AreaLoad.of(sql, now.toLocalDate()));
    assertThat(loads)
        .extracting(AreaLoad::code, AreaLoad::inside)
        .containsExactly(tuple("garden", 1L), tuple("lake", 2L));
  }

  private long inside(LocalDateTime now) {
    return centre.database.query(sql -> AreaLoad.of(sql, now.toLocalDate())).get(0).inside();
  }

  private static AreaState state(TestGate gate) throws Exception {
    return gate.await(Envelope.BodyCase.AREA_STATE).getAreaState();
  }

  private Event pass(long sequence, EventKind kind, Direction direction) {
    return Event.newBuilder()
        .setEpoch(1)
        .setSequence(sequence)
        .setKind(kind)
        .setDirection(direction)
        .setPeople(1)
        .setAtMillis(centre.clock.millis())
        .build();
  }
}
