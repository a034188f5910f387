package org.shanmen.central.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_COUNT;
import static org.shanmen.central.db.tables.Tables.GATE_EVENT;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;

/** Gates that are renamed, moved and taken out; on a day that no other test uses. */
class GateChangesTest {
  private static final String DAY = "2010-03-04";

  private final WholeCentre centre = WholeCentre.shared();
  private final Browser admin = centre.admin();
  private final String gate = centre.newGate();
  private final String path = "/gates/" + gate;

  @Test
  void aGateIsRenamedAndLeadsAnotherWay() {
    var change = new JsonObject().put("name_en", "Side").put("kind", "TWO_WAY");
    var changed = admin.patch(path, change).expect(200).json();
    assertThat(changed).isEqualTo(listed().orElseThrow());
    assertThat(changed.getString("name_en")).isEqualTo("Side");
    assertThat(changed.getString("name_zh")).isEqualTo("东门");
    assertThat(changed.getString("kind")).isEqualTo("TWO_WAY");
    assertThat(changed.getString("check_point")).isEqualTo(gate);
    assertThat(admin.get("/audit?action=gate.change").expect(200).json().encode()).contains(gate);
    admin.patch(path, new JsonObject().put("check_point", "none")).expect(422);
    admin.patch(path, new JsonObject().put("code", "other")).expect(400);
    admin.patch("/gates/none", change).expect(404);
    centre.with("control").patch(path, change).expect(403);
  }

  @Test
  void whatAGateCountedStaysAtItsOldCheckPointInEveryReport() {
    count(7);
    event(DAY + "T09:00:00+08:00");
    String elsewhere = centre.newGate();
    admin.patch(path, new JsonObject().put("check_point", elsewhere)).expect(200);
    assertThat(listed().orElseThrow().getString("check_point")).isEqualTo(elsewhere);
    for (String by : new String[] {"gate,check_point,area", "gate,check_point,area,kind"}) {
      assertThat(passes(by))
          .as(by)
          .anyMatch(
              row ->
                  row.getString("gate").equals(gate)
                      && row.getString("check_point").equals(gate)
                      && row.getString("area").equals(gate))
          .noneMatch(row -> row.getString("check_point").equals(elsewhere));
    }
    assertThat(admin.delete("/check-points/" + gate).expect(409).response().body())
        .contains("records of former gates, passes that reports tell of");
    admin.patch(path, new JsonObject().put("check_point", gate)).expect(200);
    admin.delete("/check-points/" + elsewhere).expect(409);
  }

  @Test
  void ofAGateThatNeverDidAnythingNothingIsLeft() {
    assertThat(admin.post(path + "/enrolment", new JsonObject()).expect(201).json()).isNotEmpty();
    var removed = admin.delete(path).expect(200).json();
    assertThat(removed).isEqualTo(new JsonObject().put("code", gate).put("records_kept", false));
    assertThat(listed()).isEmpty();
    assertThat(rows()).isZero();
    admin.delete(path).expect(404);
    admin.delete("/check-points/" + gate).expect(204);
    assertThat(admin.get("/audit?action=gate.remove").expect(200).json().encode()).contains(gate);
  }

  @Test
  void aGateThatCountedIsTakenOffAllListsAndItsRecordsStay() {
    count(3);
    assertThat(admin.delete(path).expect(200).json().getBoolean("records_kept")).isTrue();
    assertThat(listed()).isEmpty();
    assertThat(admin.get("/board").expect(200).json().getJsonArray("gates").encode())
        .doesNotContain(gate);
    var command = new JsonObject().put("kind", "gate").put("code", gate);
    admin
        .post("/commands", new JsonObject().put("scope", command).put("action", "open-once"))
        .expect(404);
    admin.post(path + "/enrolment", new JsonObject()).expect(404);
    admin.patch(path, new JsonObject().put("name_en", "x")).expect(404);
    admin.delete(path).expect(404);
    assertThat(passes("gate")).anyMatch(row -> row.getString("gate").equals(gate));
    assertThat(admin.delete("/check-points/" + gate).expect(409).response().body())
        .contains("records of former gates")
        .doesNotContain("gates or handhelds");
  }

  @Test
  void theCodeOfAGateThatIsGoneBringsItBack() {
    count(3);
    admin.delete(path).expect(200);
    String elsewhere = centre.newGate();
    var back =
        new JsonObject()
            .put("code", gate)
            .put("name_zh", "回来")
            .put("name_en", "Back")
            .put("check_point", elsewhere)
            .put("kind", "EXIT");
    var gateAgain = admin.post("/gates", back).expect(201).json();
    assertThat(gateAgain).isEqualTo(back.put("enrolled", false).put("revoked", false));
    assertThat(listed()).contains(gateAgain);
    assertThat(rows()).isEqualTo(1);
    assertThat(passes("gate,check_point"))
        .anyMatch(row -> row.getString("check_point").equals(gate));
  }

  @Test
  void aGateAtWorkIsRevokedBeforeItIsTakenOut() {
    set("certificate_serial = '2a', enrolled_at = now()");
    assertThat(admin.delete(path).expect(409).response().body()).contains("revoke it first");
    assertThat(listed().orElseThrow().getBoolean("enrolled")).isTrue();
    admin.post(path + "/revocation", new JsonObject()).expect(204);
    assertThat(listed().orElseThrow())
        .isEqualTo(listed().orElseThrow().put("enrolled", false).put("revoked", true));
    assertThat(admin.delete(path).expect(200).json().getBoolean("records_kept"))
        .as("whoever shows its certificate is told for ever")
        .isTrue();
  }

  @Test
  void aHandheldIsNoGateHere() {
    String handheld = WholeCentre.newName("H");
    var body =
        new JsonObject()
            .put("code", handheld)
            .put("name_zh", "手")
            .put("name_en", "Hand")
            .put("check_point", gate)
            .put("kind", "ENTRY");
    admin.post("/handhelds", body).expect(201);
    admin.patch("/gates/" + handheld, new JsonObject().put("name_en", "x")).expect(404);
    admin.delete("/gates/" + handheld).expect(404);
  }

  private Optional<JsonObject> listed() {
    return objects(admin.get("/gates").expect(200).json().getJsonArray("gates"))
        .filter(one -> one.getString("code").equals(gate))
        .findAny();
  }

  private List<JsonObject> passes(String by) {
    String query = "/reports/passes?from=" + DAY + "&until=" + DAY + "&by=" + by;
    return objects(admin.get(query).expect(200).json().getJsonArray("rows")).toList();
  }

  private static Stream<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }

  private int rows() {
    return centre.database().query(sql -> sql.fetchCount(GATE, GATE.CODE.eq(gate)));
  }

  private void set(String what) {
    centre
        .database()
        .transact(tx -> tx.execute("update gate set " + what + " where code = '" + gate + "'"));
  }

  private void count(long people) {
    centre
        .database()
        .transact(
            tx -> {
              var row = tx.selectFrom(GATE).where(GATE.CODE.eq(gate)).fetchSingle();
              return tx.insertInto(GATE_COUNT)
                  .set(GATE_COUNT.GATE_ID, row.getId())
                  .set(GATE_COUNT.CHECK_POINT_ID, row.getCheckPointId())
                  .set(GATE_COUNT.DAY, LocalDate.parse(DAY))
                  .set(GATE_COUNT.HOUR, 9)
                  .set(GATE_COUNT.WHAT, "PASSED:IN")
                  .set(GATE_COUNT.PEOPLE, people)
                  .execute();
            });
  }

  private void event(String at) {
    centre
        .database()
        .transact(
            tx ->
                tx.insertInto(GATE_EVENT)
                    .set(
                        GATE_EVENT.GATE_ID, tx.select(GATE.ID).from(GATE).where(GATE.CODE.eq(gate)))
                    .set(GATE_EVENT.EPOCH, 1L)
                    .set(GATE_EVENT.SEQUENCE, 1L)
                    .set(GATE_EVENT.AT, OffsetDateTime.parse(at))
                    .set(GATE_EVENT.STORED_AT, OffsetDateTime.parse(at))
                    .set(GATE_EVENT.KIND, "PASSED")
                    .set(GATE_EVENT.DIRECTION, "IN")
                    .set(GATE_EVENT.PEOPLE, 1)
                    .set(GATE_EVENT.REFERENCE, 0L)
                    .set(GATE_EVENT.REFERENCE_EPOCH, 0L)
                    .set(GATE_EVENT.DETAIL, "")
                    .execute());
  }
}
