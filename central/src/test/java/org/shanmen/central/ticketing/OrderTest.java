package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;
import org.shanmen.protocol.wire.RightState;

class OrderTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser clerk = centre.with("clerk");
  private final LocalDate today = LocalDate.ofInstant(Instant.now(), WholeCentre.ZONE);

  @Test
  void whatIsHeldIsPaidAndThenItsTicketsOpenGates() throws Exception {
    String type = centre.newTicketType(new JsonObject().put("daily_quota", 5));
    var held = order(type, 2, new JsonObject()).expect(201).json();
    assertThat(held.getString("state")).isEqualTo("HELD");
    assertThat(held.getJsonArray("tickets")).isEmpty();
    assertThat(held.getInstant("held_until")).isAfter(Instant.now());
    assertThat(left(type)).isEqualTo(3);
    var paid = pay(held, new JsonObject().put("payment", "CARD")).expect(200).json();
    assertThat(paid.getString("state")).isEqualTo("PAID");
    assertThat(paid.getJsonArray("tickets")).hasSize(2);
    assertThat(left(type)).isEqualTo(3);
    var right = new WhitelistReader(centre).right(paid.getJsonArray("tickets").getJsonObject(0));
    assertThat(right.getState()).isEqualTo(RightState.ACTIVE);
    pay(held, new JsonObject().put("payment", "CARD")).expect(409);
    clerk.get("/sales/" + number(held)).expect(200);
  }

  @Test
  void aPriceIsThatOfTheMomentWhenItWasHeld() {
    String type = centre.newTicketType(new JsonObject().put("price_fen", 100_00));
    var held = order(type, 1, new JsonObject()).expect(201).json();
    centre.admin().patch("/ticket-types/" + type, new JsonObject().put("price_fen", 150_00));
    pay(held, new JsonObject().put("payment", "CASH").put("amount_fen", 150_00)).expect(422);
    var paid = pay(held, new JsonObject().put("payment", "CASH")).expect(200).json();
    assertThat(paid.getJsonArray("tickets").getJsonObject(0).getLong("price_fen"))
        .isEqualTo(100_00);
  }

  @Test
  void whatCostsNothingIsPaidAtOnceAndSoIsWhatIsPaidAtTheWindow() {
    String free = centre.newTicketType(new JsonObject().put("price_fen", 0));
    assertThat(order(free, 1, new JsonObject()).expect(201).json().getString("state"))
        .isEqualTo("PAID");
    String type = centre.newTicketType(new JsonObject());
    assertThat(
            order(type, 1, new JsonObject().put("payment", "CASH"))
                .expect(201)
                .json()
                .getString("state"))
        .isEqualTo("PAID");
  }

  @Test
  void whatIsGivenUpIsFreeForOthersAndIsNotPaid() {
    String type = centre.newTicketType(new JsonObject().put("daily_quota", 1));
    var held = order(type, 1, new JsonObject()).expect(201).json();
    order(type, 1, new JsonObject()).expect(409);
    cancel(held).expect(200);
    assertThat(cancel(held).expect(200).json().getString("state")).isEqualTo("CANCELLED");
    pay(held, new JsonObject().put("payment", "CASH")).expect(409);
    var paid = order(type, 1, new JsonObject().put("payment", "CASH")).expect(201).json();
    cancel(paid).expect(409);
  }

  @Test
  void aRepeatedRequestOrdersOnce() {
    String type = centre.newTicketType(new JsonObject());
    String key = WholeCentre.newName("key");
    var body = body(type, 1);
    var first = clerk.post("/orders", body, "Idempotency-Key", key).expect(201).json();
    var second = clerk.post("/orders", body, "Idempotency-Key", key).expect(201).json();
    assertThat(number(second)).isEqualTo(number(first));
    clerk.post("/orders", body(type, 2), "Idempotency-Key", key).expect(409);
  }

  @Test
  void anOrderIsFoundByWhatItsPersonKnows() {
    String type = centre.newTicketType(new JsonObject());
    var contact =
        new JsonObject()
            .put("name", "王小明")
            .put("phone", "+86 1380000" + (1000 + Integer.parseInt(WholeCentre.newName(""))))
            .put("id_number", WholeCentre.newName("e1234567"));
    var order =
        order(type, 1, new JsonObject().put("contact", contact).put("payment", "CASH"))
            .expect(201)
            .json();
    assertThat(found("phone=" + contact.getString("phone").substring(4)))
        .containsExactly(number(order));
    assertThat(found("id_number=" + contact.getString("id_number").toUpperCase(Locale.ROOT)))
        .containsExactly(number(order));
    assertThat(found("number=" + number(order) + "-1")).containsExactly(number(order));
    assertThat(found("number=" + number(order) + "&state=HELD")).isEmpty();
    assertThat(found("number=" + number(order) + "&state=PAID&channel=WINDOW&day=" + today))
        .containsExactly(number(order));
    assertThat(order.getJsonObject("contact").getString("id_number")).contains("****");

    var ticket = order.getJsonArray("tickets").getJsonObject(0).getString("number");
    assertThat(ticketsFound("phone=" + contact.getString("phone").substring(4)))
        .containsExactly(ticket);
    assertThat(ticketsFound("id_number=" + contact.getString("id_number"))).containsExactly(ticket);
    assertThat(found("number=" + number(order) + "&ticket_state=LOST")).isEmpty();
    clerk.post("/tickets/" + ticket + "/state", new JsonObject().put("state", "LOST")).expect(200);
    assertThat(found("number=" + number(order) + "&ticket_state=LOST"))
        .containsExactly(number(order));
    clerk.get("/tickets?phone=13800001000&number=" + ticket).expect(422);
    clerk.get("/tickets?phone=13800001000&credential_kind=QR").expect(422);
  }

  private List<String> ticketsFound(String query) {
    return clerk.get("/tickets?" + query).expect(200).json().getJsonArray("tickets").stream()
        .map(ticket -> ((JsonObject) ticket).getString("number"))
        .toList();
  }

  @Test
  void aHolderMayShowTheCardInsteadOfTheCode() {
    String type = centre.newTicketType(new JsonObject());
    realName(type);
    var holders =
        new JsonArray()
            .add(new JsonObject().put("name", "李雷").put("number", "11010519491231002x"))
            .add(
                new JsonObject()
                    .put("name", "Ann")
                    .put("document", "PASSPORT")
                    .put("number", "e 123"));
    var body = body(type, 2).put("payment", "CASH");
    body.getJsonArray("lines").getJsonObject(0).put("holders", holders);
    var order = clerk.post("/orders", body).expect(201).json();
    var tickets = order.getJsonArray("tickets");
    assertThat(tickets.getJsonObject(0).getJsonArray("credentials"))
        .contains(new JsonObject().put("kind", "ID_CARD").put("value", "11010519491231002X"));
    assertThat(tickets.getJsonObject(1).getJsonArray("credentials")).hasSize(1);
    assertThat(order.getJsonArray("lines").getJsonObject(0).getJsonArray("holders"))
        .contains(
            new JsonObject()
                .put("name", "李雷")
                .put("document", "ID_CARD")
                .put("number", "110***********002X"));
    body.getJsonArray("lines").getJsonObject(0).put("quantity", 3);
    clerk.post("/orders", body).expect(422);
  }

  @Test
  void ticketsAreHandedOutOnceWithTheirCodes() {
    String type = centre.newTicketType(new JsonObject());
    var held = order(type, 2, new JsonObject()).expect(201).json();
    assertThat(collect(held).expect(409).response().body()).contains("is not paid");
    pay(held, new JsonObject().put("payment", "CASH")).expect(200);
    var handedOut = collect(held).expect(200).json();
    assertThat(handedOut.getValue("collected_at")).isNotNull();
    assertThat(handedOut.getJsonArray("codes")).hasSize(2);
    collect(held).expect(409);
  }

  private void realName(String type) {
    centre
        .database()
        .query(
            sql ->
                sql.update(TICKET_TYPE)
                    .set(TICKET_TYPE.REAL_NAME, true)
                    .where(TICKET_TYPE.CODE.eq(type))
                    .execute());
  }

  private Browser.Answer order(String type, int quantity, JsonObject more) {
    return clerk.post("/orders", body(type, quantity).mergeIn(more));
  }

  private JsonObject body(String type, int quantity) {
    return new JsonObject()
        .put(
            "lines",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("ticket_type", type)
                        .put("quantity", quantity)
                        .put("valid_on", today.toString())));
  }

  private Browser.Answer pay(JsonObject order, JsonObject body) {
    return clerk.post("/orders/" + number(order) + "/payment", body);
  }

  private Browser.Answer cancel(JsonObject order) {
    return clerk.post("/orders/" + number(order) + "/cancellation", new JsonObject());
  }

  private Browser.Answer collect(JsonObject order) {
    return clerk.post("/orders/" + number(order) + "/collection", new JsonObject());
  }

  private java.util.List<String> found(String query) {
    return clerk.get("/orders?" + query).expect(200).json().getJsonArray("orders").stream()
        .map(order -> number((JsonObject) order))
        .toList();
  }

  private int left(String type) {
    return clerk.get("/offers?day=" + today).json().getJsonArray("offers").stream()
        .map(JsonObject.class::cast)
        .filter(offer -> offer.getString("ticket_type").equals(type))
        .findFirst()
        .orElseThrow()
        .getInteger("left");
  }

  private static String number(JsonObject order) {
    return order.getString("number");
  }
}
