package org.shanmen.central.park;

import static org.assertj.core.api.Assertions.assertThat;

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
                .put("enrolled", false));
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
  void theParksKeysStayTheSameAndItsNamesFollowTheConfiguration() {
    var first = ParkKeys.ensure(centre.database(), centre.config().park(), InstantSource.system());
    var renamed = new Park("新园", "New Park", WholeCentre.ZONE);
    try {
      var second = ParkKeys.ensure(centre.database(), renamed, InstantSource.system());
      assertThat(second.fingerprintKey()).isEqualTo(first.fingerprintKey());
      assertThat(second.ticketKeys()).isEqualTo(first.ticketKeys()).hasSize(1);
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
}
