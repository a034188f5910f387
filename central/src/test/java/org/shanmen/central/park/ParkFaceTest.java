package org.shanmen.central.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.PARK;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;

class ParkFaceTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser admin = centre.admin();

  @Test
  void theLogoIsALogo() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0};
    admin.post("/park/logo", logo(png)).expect(200);
    var kept = admin.get("/park/logo").expect(200).json();
    assertThat(kept.getString("type")).isEqualTo("image/png");
    assertThat(Base64.getDecoder().decode(kept.getString("data"))).isEqualTo(png);
    admin
        .post("/park/logo", logo("<svg onload='x'/>".getBytes(StandardCharsets.UTF_8)))
        .expect(422);
    admin.post("/park/logo", new JsonObject().put("data", "?")).expect(422);
    admin.delete("/park/logo").expect(204);
    admin.get("/park/logo").expect(404);
  }

  @Test
  void theParkIsNamedByItsAdministrator() {
    var before = admin.get("/park").expect(200).json();
    var change =
        new JsonObject()
            .put("name_zh", "新园")
            .put("receipt_en", "Thank you")
            .put("languages", new JsonArray().add("zh"));
    try {
      var park = admin.patch("/park", change).expect(200).json();
      assertThat(park.getString("name_zh")).isEqualTo("新园");
      assertThat(park.getJsonArray("languages")).containsExactly("zh");
      assertThat(admin.get("/park").expect(200).json()).isEqualTo(park);
    } finally {
      before.remove("zone");
      before.remove("logo");
      admin.patch("/park", before).expect(200);
      followTheConfiguration();
    }
  }

  /** As before an administrator named it: other tests of this centre rely on it. */
  private void followTheConfiguration() {
    centre.database().transact(tx -> tx.update(PARK).set(PARK.NAMED_HERE, false).execute());
  }

  private static JsonObject logo(byte[] bytes) {
    return new JsonObject().put("data", Base64.getEncoder().encodeToString(bytes));
  }
}
