package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;
import org.shanmen.protocol.wire.RightState;

class PrePrintedTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser clerk = centre.with("clerk");
  private final WhitelistReader gates = new WhitelistReader(centre);

  @Test
  void aPrintedTicketOpensNothingUntilItIsSold() throws Exception {
    var batch = print(centre.newTicketType(new JsonObject()), 3);
    assertThat(batch.getJsonArray("tickets")).hasSize(3);
    var codes = new HashSet<String>();
    for (int i = 0; i < 3; i++) {
      var ticket = batch.getJsonArray("tickets").getJsonObject(i);
      assertThat(ticket.getString("state")).isEqualTo("NOT_ACTIVATED");
      assertThat(ticket.getString("sale")).isNull();
      assertThat(ticket.getString("batch")).isEqualTo(batch.getString("number"));
      codes.add(ticket.getJsonArray("credentials").getJsonObject(0).getString("value"));
      assertThat(gates.right(ticket).getState()).isEqualTo(RightState.RIGHT_NOT_ACTIVATED);
      assertThat(gates.right(ticket).getFingerprintsCount()).isEqualTo(1);
    }
    assertThat(codes).hasSize(3);

    var inert = batch.getJsonArray("tickets").getJsonObject(1);
    String number = inert.getString("number");
    clerk.post("/tickets/" + number + "/refund", new JsonObject()).expect(409);
    var sold = activate(number).expect(200).json();
    assertThat(sold.getString("state")).isEqualTo("ACTIVE");
    assertThat(sold.getLong("price_fen")).isEqualTo(12000);
    assertThat(
            clerk.get("/sales/" + sold.getString("sale")).expect(200).json().getLong("total_fen"))
        .isEqualTo(12000);
    var order = clerk.get("/orders/" + sold.getString("sale")).expect(200).json();
    assertThat(order.getValue("collected_at")).as("he holds it in his hand").isNotNull();
    assertThat(gates.right(inert).getState()).isEqualTo(RightState.ACTIVE);
    assertThat(gates.right(inert).getValidUntil() - gates.right(inert).getValidFrom())
        .isEqualTo(24 * 3600);
    assertThat(activate(number).expect(409).error()).isEqualTo("CONFLICT");
    clerk.post("/tickets/" + number + "/refund", new JsonObject()).expect(200);
    activate(number).expect(409);
  }

  @Test
  void whatAnOfflineGateCouldNotRefuseIsNotPrintedAhead() {
    String signed = centre.newTicketType(new JsonObject().put("code_form", "SIGNED"));
    String group =
        centre.newTicketType(new JsonObject().put("kind", "GROUP").put("max_people", 30));
    for (String type : new String[] {signed, group, "none"}) {
      centre
          .admin()
          .post("/ticket-batches", new JsonObject().put("ticket_type", type).put("quantity", 1))
          .expect(422);
    }
    clerk
        .post("/ticket-batches", new JsonObject().put("ticket_type", signed).put("quantity", 1))
        .expect(403);
    activate("none").expect(404);
  }

  @Test
  void whatItCostsIsToldByTheOffersOfItsDay() {
    var day = LocalDate.ofInstant(Instant.now(), WholeCentre.ZONE).plusDays(1);
    var morning = new JsonObject().put("from_minute", 540).put("until_minute", 720);
    var dearer = new JsonObject().put("from", day.toString()).put("price_fen", 150_00);
    var rules =
        new JsonObject()
            .put("slots", new JsonArray().add(morning))
            .put("prices", new JsonArray().add(dearer));
    String type = centre.newTicketType(rules);
    var everybody =
        new JsonObject()
            .put("code", WholeCentre.newName("P"))
            .put("name_zh", "开业优惠")
            .put("name_en", "Opening")
            .put("kind", "PERCENT")
            .put("amount", 20)
            .put("ticket_types", new JsonArray().add(type));
    centre.admin().post("/promotions", everybody).expect(201);
    String number = print(type, 1).getJsonArray("tickets").getJsonObject(0).getString("number");
    var wanted = new JsonObject().put("payment", "CARD").put("valid_on", day.toString());
    clerk.post("/tickets/" + number + "/activation", wanted).expect(422);
    var sold =
        clerk.post("/tickets/" + number + "/activation", wanted.put("slot", 540)).expect(200);
    long told =
        clerk.get("/offers?day=" + day).expect(200).json().getJsonArray("offers").stream()
            .map(JsonObject.class::cast)
            .filter(offer -> offer.getString("ticket_type").equals(type))
            .findAny()
            .orElseThrow()
            .getLong("price_fen");
    assertThat(sold.json().getLong("price_fen")).isEqualTo(told).isEqualTo(150_00);
  }

  private JsonObject print(String type, int quantity) {
    return centre
        .admin()
        .post(
            "/ticket-batches", new JsonObject().put("ticket_type", type).put("quantity", quantity))
        .expect(201)
        .json();
  }

  private Browser.Answer activate(String number) {
    return clerk.post(
        "/tickets/" + number + "/activation", new JsonObject().put("payment", "CASH"));
  }
}
