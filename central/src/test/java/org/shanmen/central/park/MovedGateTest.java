package org.shanmen.central.park;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.central.gatelink.TestCentre;
import org.shanmen.central.gatelink.TestGate;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Refusal;

/** Real links: the gate N1 stands at the garden's north entry, and is moved to the lake's. */
class MovedGateTest {
  @TempDir Path temp;
  private TestCentre centre;

  @BeforeEach
  void start() throws Exception {
    centre = new TestCentre(temp);
    centre.database.transact(
        tx ->
            tx.execute(
                """
                insert into area (code, name_zh, name_en) values ('lake', '湖', 'Lake');
                insert into check_point (code, name_zh, name_en, area_id) values ('shore', '湖边', 'Shore', 2);
                """));
  }

  @AfterEach
  void stop() {
    centre.close();
  }

  @Test
  void aConnectedGateIsGreetedAnewAndLearnsWhereItStandsNow() throws Exception {
    var identity = centre.enrol("N1");
    try (var gate = TestGate.connect(centre, identity).hello("N1");
        var other = centre.gate("N2")) {
      change(new JsonObject().put("check_point", "shore").put("kind", "EXIT"));
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.CAUSE_UNSPECIFIED);
      other.heartbeat();
      other.await(Envelope.BodyCase.HEARTBEAT_REPLY);
    }
    var told = told(identity);
    assertThat(told.getCheckPoint()).isEqualTo(2);
    assertThat(told.getArea()).isEqualTo(2);
    assertThat(told.getKind()).isEqualTo(LaneKind.EXIT);
    assertThat(told.getFingerprintKey().size()).isEqualTo(16);
  }

  @Test
  void aNewNameReachesTheGateToo() throws Exception {
    var identity = centre.enrol("N1");
    try (var gate = TestGate.connect(centre, identity).hello("N1")) {
      change(new JsonObject().put("name_zh", "新门"));
      assertThat(gate.refused()).isEqualTo(Refusal.Cause.CAUSE_UNSPECIFIED);
    }
    assertThat(told(identity).getGateName()).isEqualTo("新门");
  }

  @Test
  void whatHappenedBeforeTheMoveStaysWhereItHappenedHoweverLateItIsTold() throws Exception {
    var identity = centre.enrol("N1");
    try (var gate = TestGate.connect(centre, identity).hello("N1")) {
      gate.sendEvents(passed(1, 0));
      gate.await(Envelope.BodyCase.EVENTS_ACK);
    }
    centre.clock.advance(Duration.ofMinutes(10));
    long meanwhile = centre.clock.millis();
    centre.clock.advance(Duration.ofMinutes(10));
    change(new JsonObject().put("check_point", "shore"));
    centre.clock.advance(Duration.ofMinutes(10));
    try (var gate = TestGate.connect(centre, identity).hello("N1")) {
      gate.sendEvents(passed(2, meanwhile), passed(3, 0));
      gate.await(Envelope.BodyCase.EVENTS_ACK);
    }
    assertThat(passes(1)).as("at the north entry").isEqualTo(2);
    assertThat(passes(2)).as("at the shore").isEqualTo(1);
    var totals =
        TestCentre.await(centre.board.current()).board().getJsonArray("gates").getJsonObject(0);
    assertThat(totals.getLong("passed_in")).as("its own count goes on").isEqualTo(3);
  }

  private void change(JsonObject body) {
    centre.database.transact(tx -> new GateStore().change(tx, "N1", body, centre.clock.instant()));
  }

  private LaneSettings told(TestGate.Identity identity) throws Exception {
    try (var gate = TestGate.connect(centre, identity)) {
      return gate.hello("N1", 0, 0).getWelcome().getLane();
    }
  }

  private long passes(int checkPoint) {
    return centre.database.query(
        sql ->
            sql.fetchOne(
                    "select coalesce(sum(people), 0) from gate_count where what = 'PASSED:IN' and"
                        + " check_point_id = "
                        + checkPoint)
                .get(0, Long.class));
  }

  private Event passed(long sequence, long atMillis) {
    return Event.newBuilder()
        .setEpoch(1)
        .setSequence(sequence)
        .setAtMillis(atMillis == 0 ? centre.clock.millis() : atMillis)
        .setKind(EventKind.PASSED)
        .setDirection(Direction.IN)
        .setPeople(1)
        .build();
  }
}
