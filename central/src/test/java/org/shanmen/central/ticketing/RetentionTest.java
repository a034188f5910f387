package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.CREDENTIAL;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.people.Audit;

class RetentionTest {
  private static final String ID_NUMBER = "11010519491231002X";

  private final WholeCentre centre = WholeCentre.shared();
  private final Browser admin = centre.admin();
  private final WhitelistReader gates = new WhitelistReader(centre);
  private final String phone = "139" + WholeCentre.newName("0000");

  @Test
  void whoAsksForItIsForgottenButWhatHePaidIsNot() {
    var ticket = sell();
    String number = ticket.getString("number");
    var kept = erase(false).getJsonArray("kept").getJsonObject(0);
    assertThat(kept.getString("what")).isEqualTo("NOT_OVER");
    assertThat(kept.getString("reason_zh")).isNotBlank();
    assertThat(contact(number)).isEqualTo(phone);

    admin.post("/tickets/" + number + "/refund", new JsonObject()).expect(200);
    var books = books();
    assertThat(erased(erase(true))).as("told").isEqualTo(1);
    assertThat(contact(number)).as("only told").isEqualTo(phone);
    assertThat(erased(erase(false))).isEqualTo(1);
    assertThat(contact(number)).isNull();
    assertThat(erased(erase(false))).as("a second time").isZero();
    assertThat(books()).isEqualTo(books);
    var log = admin.get("/audit").json().encode();
    assertThat(log).contains("personal-data.erase").doesNotContain(phone);
    admin.post("/personal-data/erasure", request(false).putNull("phone")).expect(400);
    centre.with("clerk").post("/personal-data/erasure", request(false)).expect(403);
  }

  @Test
  void whatIsPersonalIsForgottenSoManyDaysAfterTheVisit() throws Exception {
    var ticket = sell();
    String number = ticket.getString("number");
    assertThat(gates.right(ticket).getFingerprintsCount()).isEqualTo(2);
    var terms = new JsonObject().put("contact_days", 30).put("credential_days", 30);
    admin.patch("/retention", terms.copy().put("event_days", 30)).expect(200);
    var vertx = Vertx.vertx();
    try {
      assertThat(watchAfter(vertx, 10).look()).isNotNull();
      assertThat(contact(number)).isEqualTo(phone);
      var later = watchAfter(vertx, 40);
      assertThat(later.look()).isPositive();
      assertThat(contact(number)).isNull();
      assertThat(shown(number)).isZero();
      assertThat(gates.right(ticket).getFingerprintsCount()).isEqualTo(1);
      assertThat(later.look()).as("once a day").isZero();
    } finally {
      admin
          .patch(
              "/retention",
              new JsonObject()
                  .putNull("contact_days")
                  .putNull("credential_days")
                  .putNull("event_days"))
          .expect(200);
      vertx.close().await();
    }
    assertThat(admin.get("/tickets/" + number).json().getLong("price_fen")).isEqualTo(12000);
  }

  private RetentionWatch watchAfter(Vertx vertx, int days) {
    Instant then =
        ZonedDateTime.now(WholeCentre.ZONE).plusDays(days).with(LocalTime.of(4, 0)).toInstant();
    return new RetentionWatch(
        vertx,
        centre.database(),
        new ChangeLog(() -> then),
        new Audit(() -> then),
        () -> then,
        WholeCentre.ZONE);
  }

  /** A ticket for today with an ID card, of an order with this telephone number. */
  private JsonObject sell() {
    var card = new JsonObject().put("kind", "ID_CARD").put("value", ID_NUMBER);
    var line =
        Sales.line(centre.newTicketType(new JsonObject()), 1)
            .put("credentials", new JsonArray().add(card));
    var ticket = Sales.ticket(admin, line);
    centre
        .database()
        .transact(
            tx ->
                tx.update(TICKET_ORDER)
                    .set(TICKET_ORDER.CONTACT_PHONE, phone)
                    .where(TICKET_ORDER.ID.eq(order(ticket.getString("number"))))
                    .execute());
    return ticket;
  }

  private long order(String number) {
    return centre
        .database()
        .query(
            sql ->
                sql.select(TICKET.ORDER_ID)
                    .from(TICKET)
                    .where(TICKET.NUMBER.eq(number))
                    .fetchSingle(TICKET.ORDER_ID));
  }

  private String contact(String number) {
    return centre
        .database()
        .query(
            sql ->
                sql.select(TICKET_ORDER.CONTACT_PHONE)
                    .from(TICKET_ORDER)
                    .where(TICKET_ORDER.ID.eq(order(number)))
                    .fetchSingle(TICKET_ORDER.CONTACT_PHONE));
  }

  private int shown(String number) {
    return centre
        .database()
        .query(
            sql ->
                sql.fetchCount(
                    CREDENTIAL
                        .join(TICKET)
                        .on(TICKET.ID.eq(CREDENTIAL.TICKET_ID))
                        .where(TICKET.NUMBER.eq(number).and(CREDENTIAL.KIND.eq("ID_CARD")))));
  }

  private JsonObject books() {
    return admin.get("/statement?from=2025-01-01&until=2030-01-01").expect(200).json();
  }

  private JsonObject request(boolean dry) {
    return new JsonObject()
        .put("phone", phone)
        .put("reason", "asked by letter")
        .put("dry_run", dry);
  }

  private JsonObject erase(boolean dry) {
    return admin.post("/personal-data/erasure", request(dry)).expect(200).json();
  }

  private static int erased(JsonObject answer) {
    return answer.getJsonObject("erased").getInteger("orders");
  }
}
