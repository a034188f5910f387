package org.shanmen.central.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.AUDIT;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.shanmen.central.WholeCentre;

class ParkTest {
  private final WholeCentre centre = WholeCentre.shared();

  @Test
  void gatesStandAtCheckPointsThatAdmitToAreas() {
    String code = centre.newGate();
    var gates = centre.admin().get("/gates").expect(200).json().getJsonArray("gates");
    assertThat(gates)
        .contains(
            new JsonObject()
                .put("code", code)
                .put("name_zh", "东门")
                .put("name_en", "East")
                .put("check_point", code)
                .put("kind", "ENTRY")
                .put("enrolled", false)
                .put("revoked", false));
  }

  @Test
  void aCodeIsTakenOnceAndMustPointSomewhere() {
    String code = centre.newGate();
    var named = new JsonObject().put("code", code).put("name_zh", "门").put("name_en", "x");
    centre.admin().post("/areas", named).expect(409);
    centre.admin().post("/check-points", named.copy().put("area", code)).expect(409);
    var gate = named.copy().put("check_point", code).put("kind", "EXIT");
    centre.admin().post("/gates", gate).expect(409);
    centre.admin().post("/gates", gate.put("code", "Z").put("check_point", "none")).expect(422);
    centre
        .admin()
        .post("/check-points", named.copy().put("code", "Z").put("area", "none"))
        .expect(422);
    centre.admin().post("/areas", named.copy().put("code", "no spaces")).expect(400);
  }

  @Test
  void anAreaHasACapacityIfSomebodyGivesItOne() {
    String code = centre.newGate();
    assertThat(area(code).getInteger("capacity")).isNull();
    var control = centre.with("control");
    var path = "/areas/" + code;
    assertThat(
            control
                .patch(path, new JsonObject().put("capacity", 500))
                .expect(200)
                .json()
                .getInteger("capacity"))
        .isEqualTo(500);
    assertThat(area(code).getInteger("capacity")).isEqualTo(500);
    control.patch(path, new JsonObject().put("name_en", "South")).expect(200);
    assertThat(area(code).getInteger("capacity")).isEqualTo(500);
    control.patch(path, new JsonObject().putNull("capacity")).expect(200);
    assertThat(area(code).getInteger("capacity")).isNull();
    control.patch(path, new JsonObject().put("capacity", 0)).expect(400);
    control.patch("/areas/none", new JsonObject()).expect(404);
    centre.with("clerk").patch(path, new JsonObject().put("capacity", 5)).expect(403);
  }

  @Test
  void peopleInsideCanBeCountedByHand() {
    String code = centre.newGate();
    var control = centre.with("control");
    var inside = new JsonObject().put("inside", 42);
    control.post("/areas/" + code + "/inside", inside).expect(200);
    control.post("/areas/none/inside", inside).expect(404);
    centre.with("viewer").post("/areas/" + code + "/inside", inside).expect(403);
    assertThat(
            centre
                .database()
                .<Integer>query(
                    sql ->
                        sql.fetchCount(
                            AUDIT, AUDIT.ACTION.eq("area.inside"), AUDIT.SUBJECT.eq(code))))
        .isEqualTo(1);
  }

  @Test
  void whatIsAboutOneVisitorIsForOneGateOnly() {
    String gate = centre.newGate();
    var control = centre.with("control");
    for (String action : new String[] {"confirm-accept", "confirm-reject", "run-test"}) {
      var one = new JsonObject().put("kind", "gate").put("code", gate);
      var command = new JsonObject().put("scope", one).put("action", action);
      if (!action.equals("run-test")) {
        command.put("holding_id", "000000000000002a-5001");
      }
      var park = new JsonObject().put("kind", "park");
      control.post("/commands", command.copy().put("scope", park)).expect(422);
      control.post("/commands", command).expect(202);
      centre.with("clerk").post("/commands", command).expect(403);
    }
  }

  @Test
  void whoConfirmsSaysWhomHeSaw() {
    var one = new JsonObject().put("kind", "gate").put("code", centre.newGate());
    var confirm = new JsonObject().put("scope", one).put("action", "confirm-accept");
    var control = centre.with("control");

    var refused = control.post("/commands", confirm).expect(422).json();
    assertThat(refused.encode()).contains("holding_id");
    control.post("/commands", confirm.copy().put("holding_id", "42")).expect(400);
    control
        .post(
            "/commands", confirm.copy().put("holding_id", "000000000000002a-99999999999999999999"))
        .expect(422);
    var open = confirm.copy().put("action", "open-once");
    control.post("/commands", open.put("holding_id", "000000000000002a-5001")).expect(422);
  }

  @Test
  void anAreaSaysWhenItIsOpenAndWhatItIs() {
    String code = WholeCentre.newName("A");
    centre.admin().post("/areas", named(code).put("open_from_minute", 480)).expect(201);
    var change =
        new JsonObject()
            .put("open_until_minute", 1080)
            .put("introduction_zh", "宋代园林")
            .put("warning_percent", 80);
    var area = centre.admin().patch("/areas/" + code, change).expect(200).json();
    assertThat(area.getInteger("open_from_minute")).isEqualTo(480);
    assertThat(area.getInteger("open_until_minute")).isEqualTo(1080);
    assertThat(area.getString("introduction_zh")).isEqualTo("宋代园林");
    centre
        .admin()
        .patch("/areas/" + code, new JsonObject().putNull("open_from_minute"))
        .expect(200);
    var all = centre.admin().get("/areas").expect(200).json().getJsonArray("areas");
    assertThat(all.stream().map(JsonObject.class::cast))
        .anyMatch(
            one ->
                one.getString("code").equals(code)
                    && one.getValue("open_from_minute") == null
                    && one.getInteger("warning_percent") == 80);
  }

  @Test
  void aCheckPointIsRenamedAndTakenAwayOnceNothingIsThere() {
    String gates = centre.newGate();
    String lonely = WholeCentre.newName("C");
    centre.admin().post("/check-points", named(lonely).put("area", gates)).expect(201);
    var renamed = new JsonObject().put("name_zh", "西口");
    var changed = centre.admin().patch("/check-points/" + lonely, renamed).expect(200).json();
    assertThat(changed).isEqualTo(named(lonely).put("area", gates).mergeIn(renamed));
    assertThat(centre.admin().get("/check-points").json().getJsonArray("check_points"))
        .contains(changed);
    String type =
        centre.newTicketType(
            new JsonObject()
                .put("areas", new JsonArray().add(gates))
                .put("check_points", new JsonArray().add(lonely)));
    assertThat(centre.admin().delete("/check-points/" + lonely).expect(409).response().body())
        .contains("ticket types");
    assertThat(centre.admin().delete("/check-points/" + gates).expect(409).response().body())
        .contains("gates or handhelds");
    centre
        .admin()
        .patch("/ticket-types/" + type, new JsonObject().put("check_points", new JsonArray()))
        .expect(200);
    centre.admin().delete("/check-points/" + lonely).expect(204);
    centre.admin().patch("/check-points/" + lonely, renamed).expect(404);
    assertThat(centre.admin().get("/audit?action=check-point.remove").expect(200).json().encode())
        .contains(lonely);
  }

  @Test
  void anAreaIsTakenAwayOnceNothingNamesIt() {
    String area = WholeCentre.newName("A");
    String spot = WholeCentre.newName("C");
    var admin = centre.admin();
    admin.post("/areas", named(area)).expect(201);
    admin.post("/check-points", named(spot).put("area", area)).expect(201);
    String type = centre.newTicketType(new JsonObject().put("areas", new JsonArray().add(area)));
    var refused = admin.delete("/areas/" + area).expect(409);
    assertThat(refused.response().body())
        .contains(area + " still has check points, ticket types")
        .contains(area + " 仍有：检票点、票种");
    admin.delete("/check-points/" + spot).expect(204);
    admin
        .patch("/ticket-types/" + type, new JsonObject().put("areas", new JsonArray()))
        .expect(200);
    centre.with("control").delete("/areas/" + area).expect(403);
    admin.delete("/areas/" + area).expect(204);
    admin.delete("/areas/" + area).expect(404);
    assertThat(admin.get("/audit?action=area.remove").expect(200).json().encode()).contains(area);
  }

  private JsonObject area(String code) {
    return centre.admin().get("/areas").expect(200).json().getJsonArray("areas").stream()
        .map(JsonObject.class::cast)
        .filter(area -> area.getString("code").equals(code))
        .findAny()
        .orElseThrow();
  }

  @Test
  void theParksKeysStayTheSameAndItsNamesFollowTheConfiguration() {
    var first = ParkKeys.ensure(centre.database(), centre.config().park(), InstantSource.system());
    var before = centre.database().query(ParkKeys::signing);
    // Another test may have named it here.
    centre.database().transact(tx -> tx.execute("update park set named_here = false"));
    var renamed = new Park("新园", "New Park", WholeCentre.ZONE);
    try {
      var second = ParkKeys.ensure(centre.database(), renamed, InstantSource.system());
      assertThat(second.fingerprintKey()).isEqualTo(first.fingerprintKey());
      var after = centre.database().query(ParkKeys::signing);
      assertThat(after.id()).isEqualTo(before.id());
      assertThat(after.key().getEncoded()).isEqualTo(before.key().getEncoded());
      assertThat(
              String.valueOf(
                  centre
                      .database()
                      .<Object>query(sql -> sql.fetchSingle("select name_zh from park").get(0))))
          .isEqualTo("新园");
    } finally {
      ParkKeys.ensure(centre.database(), centre.config().park(), InstantSource.system());
    }
    assertThat(centre.admin().get("/park").expect(200).json().getString("name_zh"))
        .isEqualTo("示范园");
  }

  private static JsonObject named(String code) {
    return new JsonObject().put("code", code).put("name_zh", "名" + code).put("name_en", code);
  }
}
