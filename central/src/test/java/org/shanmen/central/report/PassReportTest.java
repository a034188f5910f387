package org.shanmen.central.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_COUNT;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;

class PassReportTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser viewer = centre.with("viewer");

  @Test
  void passesAreSummedByWhateverIsAskedFor() {
    String gate = centre.newGate();
    // Days that no other test uses.
    var friday = LocalDate.of(2011, 9, 30);
    count(gate, friday, 9, "PASSED:IN", 10);
    count(gate, friday, 9, "FREE_PASS:IN", 2);
    count(gate, friday, 9, "UNAUTHORISED_PASS:IN", 1);
    count(gate, friday, 17, "PASSED:OUT", 5);
    count(gate, friday, 9, "ADMITTED", 99);
    count(gate, friday.plusDays(1), 9, "PASSED:IN", 20);
    String days = "from=2011-09-30&until=2011-10-01";

    var all = report(days);
    assertThat(all.getJsonObject("total")).isEqualTo(people(33, 5));
    assertThat(all.getJsonArray("rows")).containsExactly(people(33, 5));
    assertThat(report(days + "&by=month,weekday").getJsonArray("rows"))
        .containsExactly(
            people(13, 5).put("month", "2011-09").put("weekday", 5),
            people(20, 0).put("month", "2011-10").put("weekday", 6));
    assertThat(report(days + "&by=gate,area,check_point,day,hour").getJsonArray("rows"))
        .contains(
            people(13, 0)
                .put("gate", gate)
                .put("area", gate)
                .put("check_point", gate)
                .put("day", "2011-09-30")
                .put("hour", 9))
        .hasSize(3);
    assertThat(report("from=2011-10-01&until=2011-10-01").getJsonArray("rows"))
        .containsExactly(people(20, 0));
  }

  @Test
  void whatMakesNoSenseIsTold() {
    for (String wrong :
        List.of(
            "from=2011-10-02&until=2011-10-01",
            "from=2001-01-01&until=2026-01-01",
            "from=2011-10-01&until=2011-10-01&by=colour",
            "from=2011-10-32&until=2011-10-01")) {
      assertThat(viewer.get("/reports/passes?" + wrong).status()).isIn(400, 422);
    }
    assertThat(centre.stranger().get("/reports/passes?from=2011-10-01&until=2011-10-01").status())
        .isEqualTo(401);
  }

  private JsonObject report(String query) {
    return viewer.get("/reports/passes?" + query).expect(200).json();
  }

  private static JsonObject people(int in, int out) {
    return new JsonObject().put("in", in).put("out", out);
  }

  private void count(String gate, LocalDate day, int hour, String what, long people) {
    centre
        .database()
        .transact(
            tx ->
                tx.insertInto(GATE_COUNT)
                    .set(
                        GATE_COUNT.GATE_ID, tx.select(GATE.ID).from(GATE).where(GATE.CODE.eq(gate)))
                    .set(
                        GATE_COUNT.CHECK_POINT_ID,
                        tx.select(GATE.CHECK_POINT_ID).from(GATE).where(GATE.CODE.eq(gate)))
                    .set(GATE_COUNT.DAY, day)
                    .set(GATE_COUNT.HOUR, hour)
                    .set(GATE_COUNT.WHAT, what)
                    .set(GATE_COUNT.PEOPLE, people)
                    .execute());
  }
}
