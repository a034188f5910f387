package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;
import org.shanmen.central.credit.Balance;
import org.shanmen.protocol.wire.RightState;

class ServiceTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser clerk = centre.with("clerk");
  private final Browser control = centre.with("control");
  private final WhitelistReader gates = new WhitelistReader(centre);

  @Test
  void aLostTicketIsFrozenAtOnceAndWorksAgainWhenItIsFound() throws Exception {
    var ticket = sell(centre.newTicketType(new JsonObject()), null);
    state(clerk, ticket, "LOST").expect(200);
    assertThat(gates.right(ticket).getState()).isEqualTo(RightState.RIGHT_LOST);
    clerk.post("/tickets/" + number(ticket) + "/refund", new JsonObject()).expect(409);
    state(clerk, ticket, "LOST").expect(200);
    state(clerk, ticket, "ACTIVE").expect(200);
    assertThat(gates.right(ticket).getState()).isEqualTo(RightState.ACTIVE);
  }

  @Test
  void onlyTheControlRoomBlocksAndUnblocks() throws Exception {
    var ticket = sell(centre.newTicketType(new JsonObject()), null);
    state(clerk, ticket, "BLOCKED").expect(403);
    state(control, ticket, "BLOCKED").expect(200);
    assertThat(gates.right(ticket).getState()).isEqualTo(RightState.RIGHT_BLOCKED);
    state(clerk, ticket, "ACTIVE").expect(403);
    state(clerk, ticket, "LOST").expect(403);
    state(control, ticket, "ACTIVE").expect(200);
    clerk.post("/tickets/" + number(ticket) + "/refund", new JsonObject()).expect(200);
    state(control, ticket, "ACTIVE").expect(409);
  }

  @Test
  void moneyPaidInIsCreditAtTheGates() throws Exception {
    var ticket = sell(storedValue(), credit(100_00, 20_00));
    assertThat(ticket.getLong("price_fen")).as("deposit and principal").isEqualTo(220_00);
    assertThat(gates.right(ticket).getCreditFen()).isEqualTo(120_00);
    var topped = topUp(ticket, credit(50_00, 0), WholeCentre.newName("key")).expect(200).json();
    assertThat(topped.getJsonObject("credit"))
        .isEqualTo(
            new JsonObject()
                .put("principal_fen", 150_00)
                .put("bonus_fen", 20_00)
                .put("paid_in_fen", 170_00));
    assertThat(gates.right(ticket).getCreditFen()).isEqualTo(170_00);
    assertThat(clerk.post("/tickets/" + number(ticket) + "/refund", new JsonObject()).expect(409))
        .isNotNull();
  }

  @Test
  void aRepeatedTopUpPaysInOnce() throws Exception {
    var ticket = sell(storedValue(), null);
    String key = WholeCentre.newName("key");
    topUp(ticket, credit(10_00, 0), key).expect(200);
    topUp(ticket, credit(10_00, 0), key).expect(200);
    assertThat(gates.right(ticket).getCreditFen()).isEqualTo(10_00);
    topUp(ticket, credit(11_00, 0), key).expect(409);
    topUp(sell(storedValue(), null), credit(10_00, 0), key).expect(409);
  }

  @Test
  void aRepeatedTopUpIsAnsweredWhateverBecameOfTheTicket() throws Exception {
    var ticket = sell(storedValue(), null);
    String key = WholeCentre.newName("key");
    var fifth = credit((int) (Balance.MOST / 10), (int) (Balance.MOST / 10));
    for (int i = 1; i < 5; i++) {
      topUp(ticket, fifth, WholeCentre.newName("key")).expect(200);
    }
    topUp(ticket, fifth, key).expect(200);
    topUp(ticket, fifth, key).expect(200);
    topUp(ticket, fifth, WholeCentre.newName("key")).expect(422);
    state(clerk, ticket, "LOST").expect(200);
    topUp(ticket, fifth, key).expect(200);
    assertThat(gates.right(ticket).getCreditFen()).isEqualTo(Balance.MOST);
  }

  @Test
  void aClerkAddsNoMoreThanTheTicketTypeAllows() {
    String type =
        centre.newTicketType(
            new JsonObject()
                .put("kind", "STORED_VALUE")
                .put("bonus_percent", 20)
                .put("fees", new JsonArray().add(fee())));
    assertThat(
            clerk
                .post("/sales", Sales.order(Sales.line(type, 1).put("credit", credit(1000, 201))))
                .expect(422)
                .error())
        .isEqualTo("UNPROCESSABLE");
    var ticket = sell(type, credit(1000, 200));
    var error =
        topUp(ticket, credit(99, 20), WholeCentre.newName("key"))
            .expect(422)
            .json()
            .getJsonObject("error");
    assertThat(error.getString("message_zh")).contains("赠送过多", "20%", "19 分");
    assertThat(error.getString("message_en")).contains("at most 20 %", "19 fen");
    topUp(ticket, credit(0, 1), WholeCentre.newName("key")).expect(422);
    topUp(ticket, credit(99, 19), WholeCentre.newName("key")).expect(200);
    centre
        .admin()
        .patch("/ticket-types/" + type, new JsonObject().put("bonus_percent", 0))
        .expect(200);
    topUp(ticket, credit(99, 19), WholeCentre.newName("key")).expect(422);
  }

  @Test
  void everyMovementSaysWhatWasPaidByWhichMeansAndToWhom() {
    var ticket = sell(storedValue(), credit(100, 0));
    String key = WholeCentre.newName("key");
    String topUps = "/tickets/" + number(ticket) + "/top-ups";
    var byCard = new JsonObject().put("payment", "CARD").put("credit", credit(300, 60));
    clerk.post(topUps, byCard, "Idempotency-Key", key).expect(200);
    clerk.post(topUps, byCard.copy().put("payment", "QR"), "Idempotency-Key", key).expect(409);

    var entries =
        clerk
            .get("/tickets/" + number(ticket) + "/credit-entries")
            .expect(200)
            .json()
            .getJsonArray("entries");
    assertThat(entries.stream().map(ServiceTest::told))
        .containsExactly("SALE 100+0 CASH", "TOP_UP 300+60 CARD");
    assertThat(entries.getJsonObject(1).getString("taken_by"))
        .isEqualTo(entries.getJsonObject(0).getString("taken_by"))
        .startsWith("user");
    clerk.get("/tickets/none/credit-entries").expect(404);
  }

  private static String told(Object entry) {
    var json = (JsonObject) entry;
    return "%s %d+%d %s"
        .formatted(
            json.getString("kind"),
            json.getLong("principal_fen"),
            json.getLong("bonus_fen"),
            json.getString("payment"));
  }

  @Test
  void aTicketThatIsOverTakesNoMoney() {
    var yesterday = LocalDate.now(WholeCentre.ZONE).minusDays(1);
    var line = Sales.line(storedValue(1), 1).put("valid_on", yesterday.toString());
    var ticket = sell(line);
    topUp(ticket, credit(1, 0), WholeCentre.newName("key")).expect(409);
  }

  @Test
  void onlyAnActiveTicketThatHoldsMoneyTakesMore() {
    var plain = sell(centre.newTicketType(new JsonObject()), null);
    topUp(plain, credit(1, 0), WholeCentre.newName("key")).expect(409);
    var card = sell(storedValue(), null);
    state(clerk, card, "LOST").expect(200);
    topUp(card, credit(1, 0), WholeCentre.newName("key")).expect(409);
    clerk
        .post(
            "/sales",
            Sales.order(
                Sales.line(centre.newTicketType(new JsonObject()), 1).put("credit", credit(1, 0))))
        .expect(422);
  }

  private String storedValue() {
    return storedValue(30);
  }

  private String storedValue(int days) {
    return centre.newTicketType(
        new JsonObject()
            .put("kind", "STORED_VALUE")
            .put("entries", 0)
            .put("valid_days", days)
            .put("fees", new JsonArray().add(fee())));
  }

  private JsonObject fee() {
    return new JsonObject().put("area", centre.newGate()).put("fen", 500);
  }

  private JsonObject sell(String type, JsonObject credit) {
    var line = Sales.line(type, 1);
    return sell(credit == null ? line : line.put("credit", credit));
  }

  private JsonObject sell(JsonObject line) {
    return Sales.ticket(clerk, line);
  }

  private Browser.Answer topUp(JsonObject ticket, JsonObject credit, String key) {
    return clerk.post(
        "/tickets/" + number(ticket) + "/top-ups",
        new JsonObject().put("payment", "CASH").put("credit", credit),
        "Idempotency-Key",
        key);
  }

  private static Browser.Answer state(Browser who, JsonObject ticket, String state) {
    return who.post("/tickets/" + number(ticket) + "/state", new JsonObject().put("state", state));
  }

  private static JsonObject credit(int principal, int bonus) {
    return new JsonObject().put("principal_fen", principal).put("bonus_fen", bonus);
  }

  private static String number(JsonObject ticket) {
    return ticket.getString("number");
  }
}
