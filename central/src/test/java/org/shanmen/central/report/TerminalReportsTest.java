package org.shanmen.central.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_COUNT;
import static org.shanmen.central.db.tables.Tables.GATE_EVENT;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;

/** What gates reported, and passes by tickets; on days that no other test uses. */
class TerminalReportsTest {
  private static final AtomicLong sequence = new AtomicLong();

  private final WholeCentre centre = WholeCentre.shared();
  private final Browser viewer = centre.with("viewer");
  private final String gate = centre.newGate();
  private final int gateId =
      centre
          .database()
          .query(sql -> sql.select(GATE.ID).from(GATE).where(GATE.CODE.eq(gate)).fetchSingle())
          .value1();

  @Test
  void refusalsAreToldByReasonAndAlarmsByName() {
    event("2012-05-01T09:00:00+08:00", "REFUSED", "USED_UP", "", null);
    count("REFUSED:USED_UP", 1);
    event("2012-05-01T09:01:00+08:00", "ALARM_RAISED", null, "FIRE", null);
    count("ALARM_RAISED", 1);
    event("2012-05-01T09:02:00+08:00", "MODE_CHANGED", null, "ALWAYS_OPEN", null);
    count("MODE_CHANGED", 1);
    // At midnight in the park it is the day before in Greenwich.
    event("2012-05-01T00:00:00+08:00", "ALARM_RAISED", null, "FIRE", null);
    event("2012-05-02T00:00:00+08:00", "ALARM_RAISED", null, "FIRE", null);
    String of = "from=2012-05-01&until=2012-05-01&gate=" + gate;
    assertThat(rows("terminals?" + of))
        .containsExactlyInAnyOrder(
            message("REFUSED", "USED_UP", 1),
            message("ALARM_RAISED", "FIRE", 2),
            message("MODE_CHANGED", "ALWAYS_OPEN", 1));

    var first = rows("terminal-messages?limit=2&" + of);
    assertThat(first).hasSize(2);
    var refused = (JsonObject) first.getValue(0);
    assertThat(refused.getString("at")).isEqualTo("2012-05-01 09:00:00");
    assertThat(refused.getString("reason")).isEqualTo("USED_UP");
    var rest = rows("terminal-messages?" + of + "&after=" + first.getJsonObject(1).getLong("id"));
    assertThat(rest.stream().map(row -> ((JsonObject) row).getString("message")))
        .containsExactly("MODE_CHANGED", "ALARM_RAISED");
    assertThat(rows("terminal-messages?kind=MODE_CHANGED&" + of)).hasSize(1);
    assertThat(viewer.get("/reports/terminals?from=2012-05-01&until=2012-05-01&gate=x9").status())
        .isEqualTo(404);
  }

  @Test
  void passesAreToldApartByTheKindOfTheTicket() {
    String type = centre.newTicketType(new JsonObject().put("kind", "CONCESSION"));
    String number = Sales.ticket(centre.admin(), Sales.line(type, 1)).getString("number");
    event("2012-06-01T09:00:00+08:00", "PASSED", null, "", number);
    event("2012-06-01T10:30:00+08:00", "FREE_PASS", null, "", null);
    event("2012-06-01T10:40:00+08:00", "ADMITTED", null, "", number);
    assertThat(rows("passes?from=2012-06-01&until=2012-06-01&by=gate,kind,ticket_type,hour"))
        .containsExactlyInAnyOrder(passed("CONCESSION", type, 9), passed("", "", 10));
  }

  private JsonObject passed(String kind, String type, int hour) {
    return new JsonObject()
        .put("gate", gate)
        .put("hour", hour)
        .put("kind", kind)
        .put("ticket_type", type)
        .put("in", 1)
        .put("out", 0);
  }

  private JsonObject message(String message, String detail, int count) {
    return new JsonObject()
        .put("gate", gate)
        .put("message", message)
        .put("detail", detail)
        .put("count", count);
  }

  private JsonArray rows(String report) {
    return viewer.get("/reports/" + report).expect(200).json().getJsonArray("rows");
  }

  private void event(String at, String kind, String reason, String detail, String ticket) {
    centre
        .database()
        .transact(
            tx ->
                tx.insertInto(GATE_EVENT)
                    .set(GATE_EVENT.GATE_ID, gateId)
                    .set(GATE_EVENT.EPOCH, 1L)
                    .set(GATE_EVENT.SEQUENCE, sequence.incrementAndGet())
                    .set(GATE_EVENT.AT, OffsetDateTime.parse(at))
                    .set(GATE_EVENT.STORED_AT, OffsetDateTime.parse(at))
                    .set(GATE_EVENT.KIND, kind)
                    .set(GATE_EVENT.DIRECTION, "IN")
                    .set(GATE_EVENT.REASON, reason)
                    .set(GATE_EVENT.PEOPLE, 1)
                    .set(GATE_EVENT.REFERENCE, 0L)
                    .set(GATE_EVENT.REFERENCE_EPOCH, 0L)
                    .set(GATE_EVENT.DETAIL, detail)
                    .set(GATE_EVENT.RIGHT_ID, ticket == null ? null : idOf(tx, ticket))
                    .execute());
  }

  private static Long idOf(org.jooq.DSLContext tx, String number) {
    var ticket = org.shanmen.central.db.tables.Tables.TICKET;
    return tx.select(ticket.ID).from(ticket).where(ticket.NUMBER.eq(number)).fetchSingle().value1();
  }

  private void count(String what, long people) {
    centre
        .database()
        .transact(
            tx ->
                tx.insertInto(GATE_COUNT)
                    .set(GATE_COUNT.GATE_ID, gateId)
                    .set(
                        GATE_COUNT.CHECK_POINT_ID,
                        tx.select(GATE.CHECK_POINT_ID).from(GATE).where(GATE.ID.eq(gateId)))
                    .set(GATE_COUNT.DAY, java.time.LocalDate.of(2012, 5, 1))
                    .set(GATE_COUNT.HOUR, 9)
                    .set(GATE_COUNT.WHAT, what)
                    .set(GATE_COUNT.PEOPLE, people)
                    .execute());
  }
}
