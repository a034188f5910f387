package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;
import org.shanmen.protocol.wire.RightState;

/** What a visitor sees of his order on his phone, and how he gives it back. */
class AfterSaleTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser clerk = centre.with("clerk");
  private final Browser finance = centre.with("finance", "clerk");
  private final WhitelistReader gates = new WhitelistReader(centre);
  private final LocalDate tomorrow =
      LocalDate.ofInstant(Instant.now(), WholeCentre.ZONE).plusDays(1);

  @AfterEach
  void withoutReview() {
    review(false);
  }

  @Test
  void whoeverHasTheLinkSeesTheCodesAndNotWhoBought() {
    var order = webOrder(centre.newTicketType(new JsonObject().put("price_fen", 0)), 2);
    var answer = centre.stranger().get(page(order)).expect(200);
    assertThat(answer.response().body()).doesNotContain("13800001111").doesNotContain("王");
    assertThat(answer.response().headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.response().headers().firstValue("X-Robots-Tag")).contains("noindex");
    var tickets = answer.json().getJsonArray("tickets");
    assertThat(tickets).hasSize(2);
    assertThat(tickets.getJsonObject(0).getJsonObject("code").getJsonArray("modules")).isNotEmpty();
    centre.stranger().get("/eticket/AAAAAAAAAAAAAAAAAAAAAA").expect(404);
  }

  @Test
  void aRotatingCodeSaysWhenItMustBeAskedForAgain() {
    String type =
        centre.newTicketType(new JsonObject().put("price_fen", 0).put("code_form", "ROTATING"));
    var shown = centre.stranger().get(page(webOrder(type, 1))).expect(200).json();
    var code = shown.getJsonArray("tickets").getJsonObject(0).getJsonObject("code");
    assertThat(code.getInteger("refresh_seconds")).isEqualTo(15);
    assertThat(code.getJsonArray("modules")).isNotEmpty();
  }

  @Test
  void withoutReviewAVisitorGivesOneTicketBackAtOnce() throws Exception {
    String type = centre.newTicketType(new JsonObject().put("price_fen", 0));
    var order = webOrder(type, 2);
    String first = ticket(order, 0).getString("number");
    var left =
        centre
            .stranger()
            .post(
                page(order) + "/refund",
                new JsonObject().put("tickets", new JsonArray().add(first)))
            .expect(200)
            .json()
            .getJsonArray("tickets");
    assertThat(left.getJsonObject(0).getString("state")).isEqualTo("REVOKED");
    String strange = ticket(webOrder(type, 1), 0).getString("number");
    centre
        .stranger()
        .post(
            page(order) + "/refund", new JsonObject().put("tickets", new JsonArray().add(strange)))
        .expect(422);
    clerk
        .post(
            "/orders/" + order.getString("number") + "/refund",
            new JsonObject().put("tickets", new JsonArray().add(strange)))
        .expect(422);
    assertThat(left.getJsonObject(0).getValue("code")).isNull();
    assertThat(left.getJsonObject(1).getString("state")).isEqualTo("ACTIVE");
    assertThat(gates.right(ticket(order, 0)).getState()).isEqualTo(RightState.RIGHT_REVOKED);
  }

  @Test
  void underReviewTheGatesRefuseUntilSomebodyDecides() throws Exception {
    String type = centre.newTicketType(new JsonObject().put("price_fen", 0).put("daily_quota", 2));
    var order = webOrder(type, 2);
    review(true);
    centre.stranger().post(page(order) + "/refund", new JsonObject()).expect(200);
    assertThat(gates.right(ticket(order, 0)).getState()).isEqualTo(RightState.RIGHT_BLOCKED);
    clerk
        .post("/tickets/" + ticket(order, 0).getString("number") + "/refund", new JsonObject())
        .expect(409);
    centre.stranger().post(page(order) + "/refund", new JsonObject()).expect(409);
    var request = newest();
    assertThat(request.getString("order")).isEqualTo(order.getString("number"));
    assertThat(request.getJsonArray("tickets")).hasSize(2);
    clerk
        .post("/refund-requests/" + request.getLong("id") + "/approval", new JsonObject())
        .expect(403);

    decide(request, "rejection").expect(200);
    assertThat(gates.right(ticket(order, 0)).getState()).isEqualTo(RightState.ACTIVE);
    decide(request, "approval").expect(409);

    centre.stranger().post(page(order) + "/refund", new JsonObject()).expect(200);
    assertThat(decide(newest(), "approval").expect(200).json().getString("state"))
        .isEqualTo("APPROVED");
    assertThat(gates.right(ticket(order, 1)).getState()).isEqualTo(RightState.RIGHT_REVOKED);
    decide(newest("APPROVED"), "rejection").expect(409);
    assertThat(newest("APPROVED").getString("order")).isEqualTo(order.getString("number"));
    webOrder(type, 2); // their places are free again
  }

  @Test
  void aClerkRefundsAWholeOrderAtOnceEvenUnderReview() {
    review(true);
    String type = centre.newTicketType(new JsonObject().put("price_fen", 50_00));
    var order = clerk.post("/orders", body(type, 2).put("payment", "CASH")).expect(201).json();
    var refunded =
        clerk
            .post("/orders/" + order.getString("number") + "/refund", new JsonObject())
            .expect(200)
            .json();
    assertThat(refunded.getJsonArray("tickets"))
        .allSatisfy(
            ticket -> assertThat(((JsonObject) ticket).getLong("refunded_fen")).isEqualTo(50_00));
    centre.stranger().post(page(order) + "/refund", new JsonObject()).expect(409);
  }

  private void review(boolean on) {
    centre
        .admin()
        .patch("/refund-terms", new JsonObject().put("tiers", new JsonArray()).put("review", on))
        .expect(200);
  }

  private JsonObject newest() {
    return newest("REQUESTED");
  }

  private JsonObject newest(String state) {
    return finance
        .get("/refund-requests?state=" + state)
        .expect(200)
        .json()
        .getJsonArray("refund_requests")
        .getJsonObject(0);
  }

  private Browser.Answer decide(JsonObject request, String how) {
    return finance.post(
        "/refund-requests/" + request.getLong("id") + "/" + how,
        new JsonObject().put("reason", "looked at"));
  }

  private JsonObject webOrder(String type, int quantity) {
    var created =
        centre
            .admin()
            .post(
                "/channel-clients",
                new JsonObject()
                    .put("code", WholeCentre.newName("W"))
                    .put("name", "Shop")
                    .put("channel", "WEB"))
            .expect(201)
            .json();
    var contact = new JsonObject().put("name", "王小明").put("phone", "13800001111");
    return centre
        .stranger()
        .bearing(created.getString("token"))
        .post("/orders", body(type, quantity).put("contact", contact))
        .expect(201)
        .json();
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
                        .put("valid_on", tomorrow.toString())));
  }

  private static String page(JsonObject order) {
    return "/eticket/" + order.getString("link").substring("/e/".length());
  }

  private static JsonObject ticket(JsonObject order, int index) {
    return order.getJsonArray("tickets").getJsonObject(index);
  }
}
