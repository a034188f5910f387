package org.shanmen.central.gatelink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.ClockQuality;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Reentry;
import org.shanmen.protocol.wire.Right;
import org.shanmen.protocol.wire.TicketTemplate;
import org.shanmen.protocol.wire.Use;

class DuplicatesTest {
  private static final long NINE = Instant.parse("2026-05-01T01:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  @TempDir Path temp;
  private TestCentre centre;
  private TestGate n1;
  private TestGate n2;

  @BeforeEach
  void start() throws Exception {
    centre = new TestCentre(temp);
    n1 = centre.gate("N1");
    n2 = centre.gate("N2");
  }

  @AfterEach
  void stop() throws Exception {
    n1.close();
    n2.close();
    centre.close();
  }

  @Test
  void oneTicketAtTwoGatesIsReportedWithPlacesTimesAndClocks() throws Exception {
    sold(TicketTemplate.newBuilder(), 1);
    report(n1, passed(1, NINE + MINUTE, Direction.IN).setClock(ClockQuality.LINKED));
    assertThat(duplicates()).isEmpty();
    // The other gate was cut off, and its people went in before.
    report(n2, passed(1, NINE, Direction.IN).setClock(ClockQuality.LOCAL));

    var found = duplicates();
    assertThat(found).hasSize(1);
    var first = found.getJsonObject(0).getJsonObject("first");
    var second = found.getJsonObject(0).getJsonObject("second");
    assertThat(first.getString("gate")).isEqualTo("N2");
    assertThat(first.getString("at")).isEqualTo("2026-05-01T01:00:00Z");
    assertThat(first.getString("clock")).isEqualTo("LOCAL");
    assertThat(second.getString("gate")).isEqualTo("N1");
    assertThat(second.getString("at")).isEqualTo("2026-05-01T01:01:00Z");
    assertThat(second.getString("clock")).isEqualTo("LINKED");
  }

  @Test
  void theAlarmStandsAtBothGatesUntilSomebodyHasSeenIt() throws Exception {
    sold(TicketTemplate.newBuilder(), 1);
    report(n1, passed(1, NINE, Direction.IN));
    assertThat(alarms("N1")).isEmpty();
    report(n2, passed(1, NINE + MINUTE, Direction.IN));
    assertThat(alarms("N1")).containsExactly("DUPLICATE_ADMISSION");
    assertThat(alarms("N2")).containsExactly("DUPLICATE_ADMISSION");

    long id = duplicates().getJsonObject(0).getLong("id");
    assertThat(unseen()).isEqualTo(duplicates());
    assertThat(seen(id)).isTrue();
    assertThat(seen(id)).isFalse();
    assertThat(unseen()).isEmpty();
    assertThat(alarms("N1")).isEmpty();
    assertThat(duplicates().getJsonObject(0).getString("seen_by")).isEqualTo("chen");
  }

  @Test
  void whatMakesNoSenseRaisesAnAlarmAtItsGate() throws Exception {
    report(n1, passed(1, NINE, Direction.IN).setPeople(-1));
    assertThat(alarms("N1")).isEmpty();
    report(n1, passed(2, centre.clock.instant().toEpochMilli(), Direction.IN).setPeople(-1));
    assertThat(alarms("N1")).containsExactly("EVENT_QUARANTINED");
    assertThat(alarms("N2")).isEmpty();
  }

  @Test
  void aGroupThatEntersAtTwoGatesIsNoDuplicateUntilItIsTooMany() throws Exception {
    sold(TicketTemplate.newBuilder(), 3);
    report(n1, passed(1, NINE, Direction.IN), passed(2, NINE + 1, Direction.IN));
    report(n2, passed(1, NINE + 2, Direction.IN));
    assertThat(duplicates()).isEmpty();
    report(n2, passed(2, NINE + 3, Direction.IN));
    assertThat(duplicates()).hasSize(1);
  }

  @Test
  void theDailyLimitCountsByDay() throws Exception {
    sold(TicketTemplate.newBuilder().setEntriesPerDay(1), 0);
    report(n1, passed(1, NINE, Direction.IN), passed(2, NINE + 24 * 60 * MINUTE, Direction.IN));
    assertThat(duplicates()).isEmpty();
    report(n2, passed(1, NINE + MINUTE, Direction.IN));
    assertThat(duplicates()).hasSize(1);
  }

  @Test
  void goingOutAndComingBackForNothingAreNoDuplicates() throws Exception {
    sold(TicketTemplate.newBuilder().setReentry(Reentry.REENTRY_AFTER_EXIT), 1);
    report(n1, passed(1, NINE, Direction.IN));
    report(n2, passed(1, NINE + 1, Direction.OUT), passed(2, NINE + 2, Direction.IN));
    assertThat(duplicates()).isEmpty();
  }

  @Test
  void oneThatIsReportedTwiceIsNotedOnce() throws Exception {
    sold(TicketTemplate.newBuilder(), 1);
    report(n1, passed(1, NINE, Direction.IN));
    report(n2, passed(1, NINE + 1, Direction.IN));
    report(n2, passed(1, NINE + 1, Direction.IN), passed(2, NINE + 2, Direction.OUT));
    assertThat(duplicates()).hasSize(1);
  }

  @Test
  void whatWasTooMuchIsNotNotedAgainWhenALateReportComesBetween() throws Exception {
    sold(TicketTemplate.newBuilder(), 1);
    report(n1, passed(1, NINE, Direction.IN));
    report(n2, passed(1, NINE + 2 * MINUTE, Direction.IN));
    report(n1, passed(2, NINE + MINUTE, Direction.IN));
    assertThat(duplicates()).hasSize(2);
  }

  @Test
  void aDayHundredsOfDaysLaterIsJudgedByItsOwnEntriesInAFewQueries() throws Exception {
    sold(TicketTemplate.newBuilder().setEntriesPerDay(1), 0);
    var daily = new Event.Builder[300];
    for (int day = 0; day < daily.length; day++) {
      daily[day] = passed(day + 1, NINE + day * 24 * 60 * MINUTE, Direction.IN);
    }
    report(n1, daily);
    long last = NINE + (daily.length - 1) * 24 * 60 * MINUTE;
    var again = new ArrayList<Duplicates.Entry>();
    for (int i = 1; i <= 20; i++) {
      var use =
          Use.newBuilder().setRight(7).setGateNumber(2).setPeople(1).setDirection(Direction.IN);
      again.add(new Duplicates.Entry(-i, use.setAtMillis(last + i).build()));
    }
    var watch = new Statements();
    var watched = centre.database.<DSLContext>query(sql -> sql.configuration().derive(watch).dsl());
    assertThatThrownBy(
            () -> Duplicates.note(watched, again, TestCentre.ZONE, centre.clock.instant()))
        .as("their events are not stored")
        .isInstanceOf(IntegrityConstraintViolationException.class);
    assertThat(watch.rows).as("right, template, the day's one entry").hasValue(3);
    assertThat(watch.statements).as("three, what is known, and the insert").hasValueLessThan(6);
  }

  /** Counts statements, and the rows that they bring. */
  private static final class Statements implements ExecuteListener {
    private final AtomicInteger statements = new AtomicInteger();
    private final AtomicInteger rows = new AtomicInteger();

    @Override
    public void executeStart(ExecuteContext context) {
      statements.incrementAndGet();
    }

    @Override
    public void recordEnd(ExecuteContext context) {
      rows.incrementAndGet();
    }
  }

  private void sold(TicketTemplate.Builder template, int entries) {
    centre.publish(
        Change.newBuilder()
            .setPutTemplate(template.setId(1).setNameZh("票").build().toByteString())
            .build(),
        Change.newBuilder()
            .setPutRight(
                Right.newBuilder()
                    .setId(7)
                    .setTemplate(1)
                    .setEntries(entries)
                    .setPeople(1)
                    .build()
                    .toByteString())
            .build());
  }

  private static Event.Builder passed(long sequence, long atMillis, Direction direction) {
    return Event.newBuilder()
        .setEpoch(1)
        .setSequence(sequence)
        .setAtMillis(atMillis)
        .setKind(EventKind.PASSED)
        .setDirection(direction)
        .setRight(7)
        .setPeople(1);
  }

  private static void report(TestGate gate, Event.Builder... events) throws Exception {
    var built = new Event[events.length];
    for (int i = 0; i < events.length; i++) {
      built[i] = events[i].build();
    }
    gate.sendEvents(built);
    gate.await(Envelope.BodyCase.EVENTS_ACK);
  }

  private JsonArray duplicates() {
    return centre.database.query(sql -> Duplicates.list(sql, 10));
  }

  private JsonArray unseen() {
    return centre.database.query(sql -> Duplicates.unseen(sql, 10));
  }

  private boolean seen(long id) {
    return centre.database.transact(tx -> Duplicates.seen(tx, id, "chen", centre.clock.instant()));
  }

  private JsonArray alarms(String gate) {
    var board = TestCentre.await(centre.board.current()).board();
    return board.getJsonArray("gates").stream()
        .map(JsonObject.class::cast)
        .filter(g -> g.getString("code").equals(gate))
        .findFirst()
        .orElseThrow()
        .getJsonArray("alarms");
  }
}
