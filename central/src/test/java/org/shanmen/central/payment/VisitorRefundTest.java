package org.shanmen.central.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;

/** A visitor gives back by his link what he paid for through a provider. */
class VisitorRefundTest {
  private final PaymentRig rig = new PaymentRig();
  private final Browser visitor = rig.centre.stranger();

  @AfterEach
  void booksAreEqualWhateverHappened() {
    terms(new JsonObject().put("tiers", new JsonArray()).put("review", false));
    rig.requireEqualBooks();
    rig.close();
  }

  @Test
  void heIsToldWhatComesBackAndReadsHowFarItIs() {
    var order = paid(2);
    terms(tenPercent());
    var ticket = new JsonObject().put("tickets", new JsonArray().add(number(order, 0)));
    var told = visitor.post(page(order) + "/refund-quote", ticket).expect(200).json();
    assertThat(told.getLong("refunded_fen")).isEqualTo(72_00);
    assertThat(told.getLong("kept_fen")).isEqualTo(8_00);
    String quoted = "/orders/" + order.getString("number") + "/refund-quote";
    assertThat(told).isEqualTo(rig.clerk.post(quoted, ticket).expect(200).json());
    assertThat(shown(order).getJsonArray("refunds")).isEmpty();
    assertThat(refundable(order)).containsExactly(true, true);

    visitor.post(page(order) + "/refund", ticket).expect(200);
    assertThat(refundable(order)).containsExactly(false, true);
    assertThat(shown(order).getJsonArray("tickets").getJsonObject(0).getLong("refunded_fen"))
        .isEqualTo(72_00);
    assertThat(shown(order).getJsonArray("refunds")).containsExactly(back("REQUESTED"));
    rig.clock.advance(Duration.ofMinutes(1));
    rig.turn();
    assertThat(shown(order).getJsonArray("refunds")).containsExactly(back("DONE"));
  }

  @Test
  void heReadsWhatSomebodyDecidedAndWhy() {
    var order = paid(1);
    terms(tenPercent().put("review", true));
    assertThat(shown(order).getBoolean("reviewed")).isTrue();
    visitor.post(page(order) + "/refund", new JsonObject()).expect(200);
    var asked = shown(order).getJsonArray("refund_requests").getJsonObject(0);
    assertThat(asked.getString("state")).isEqualTo("REQUESTED");
    assertThat(asked.getJsonArray("tickets")).containsExactly(number(order, 0));
    assertThat(asked.getLong("refund_fen")).isEqualTo(72_00);
    assertThat(asked.getString("decision")).isNull();
    assertThat(refundable(order)).containsExactly(false);

    decide("rejection", "It did not rain");
    asked = shown(order).getJsonArray("refund_requests").getJsonObject(0);
    assertThat(asked.getString("state")).isEqualTo("REJECTED");
    assertThat(asked.getString("decision")).isEqualTo("It did not rain");
    assertThat(refundable(order)).containsExactly(true);

    visitor.post(page(order) + "/refund", new JsonObject()).expect(200);
    decide("approval", "A friend of the director");
    var requests = shown(order).getJsonArray("refund_requests");
    assertThat(requests).hasSize(2);
    assertThat(requests.getJsonObject(0).getString("state")).isEqualTo("APPROVED");
    assertThat(requests.getJsonObject(0).getString("decision")).isNull();
    assertThat(shown(order).getJsonArray("refunds")).containsExactly(back("REQUESTED"));
  }

  @Test
  void whatAWindowTookTheMoneyForIsGivenBackThere() {
    var order = ordered(1);
    String path = "/orders/" + order.getString("number");
    rig.clerk.post(path + "/payment", new JsonObject().put("payment", "CASH")).expect(200);
    assertThat(shown(order).getBoolean("refundable")).isFalse();
    assertThat(refundable(order)).containsExactly(false);
    var told = visitor.post(page(order) + "/refund-quote", new JsonObject()).expect(409);
    assertThat(told.json()).asString().contains("a ticket window took the money");
    visitor.post(page(order) + "/refund", new JsonObject()).expect(409);
    assertThat(shown(order).getJsonArray("tickets").getJsonObject(0).getString("state"))
        .isEqualTo("ACTIVE");
  }

  @Test
  void whatItIsTooLateForIsNotOffered() {
    var order = paid(1);
    var tier = new JsonObject().put("hours_before", 100).put("fee_percent", 0);
    terms(new JsonObject().put("tiers", new JsonArray().add(tier)));
    assertThat(refundable(order)).containsExactly(false);
    visitor.post(page(order) + "/refund-quote", new JsonObject()).expect(409);
  }

  private static JsonObject tenPercent() {
    var tier = new JsonObject().put("hours_before", 0).put("fee_percent", 10);
    return new JsonObject().put("tiers", new JsonArray().add(tier));
  }

  private void terms(JsonObject terms) {
    rig.centre.admin().patch("/refund-terms", terms).expect(200);
  }

  private void decide(String how, String reason) {
    var newest =
        rig.clerk
            .get("/refund-requests")
            .expect(200)
            .json()
            .getJsonArray("refund_requests")
            .getJsonObject(0);
    String path = "/refund-requests/" + newest.getLong("id") + "/" + how;
    rig.clerk.post(path, new JsonObject().put("reason", reason)).expect(200);
  }

  private JsonObject back(String state) {
    return new JsonObject().put("provider", rig.provider).put("fen", 72_00).put("state", state);
  }

  private JsonObject paid(int quantity) {
    var order = ordered(quantity);
    assertThat(rig.pay(rig.charge(order.getString("number")))).isEqualTo(200);
    return order;
  }

  private JsonObject ordered(int quantity) {
    var shop =
        new JsonObject()
            .put("code", WholeCentre.newName("W"))
            .put("name", "Shop")
            .put("channel", "WEB");
    var made = rig.centre.admin().post("/channel-clients", shop).expect(201).json();
    var line =
        new JsonObject()
            .put("ticket_type", rig.ticketType)
            .put("quantity", quantity)
            .put("valid_on", tomorrow());
    return rig.centre
        .stranger()
        .bearing(made.getString("token"))
        .post("/orders", new JsonObject().put("lines", new JsonArray().add(line)))
        .expect(201)
        .json();
  }

  private static String tomorrow() {
    return LocalDate.ofInstant(Instant.now(), WholeCentre.ZONE).plusDays(1).toString();
  }

  private String number(JsonObject order, int index) {
    return shown(order).getJsonArray("tickets").getJsonObject(index).getString("number");
  }

  private Iterable<Boolean> refundable(JsonObject order) {
    return shown(order).getJsonArray("tickets").stream()
        .map(ticket -> ((JsonObject) ticket).getBoolean("refundable"))
        .toList();
  }

  private JsonObject shown(JsonObject order) {
    return visitor.get(page(order)).expect(200).json();
  }

  private static String page(JsonObject order) {
    return "/eticket/" + order.getString("link").substring("/e/".length());
  }
}
