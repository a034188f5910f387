package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.WholeCentre;

/** Machines that sell: each sees and changes its own orders, and pays as its channel does. */
class ChannelTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final LocalDate today = LocalDate.ofInstant(Instant.now(), WholeCentre.ZONE);
  private final String type = centre.newTicketType(new JsonObject().put("price_fen", 80_00));

  @Test
  void aPartnerOrdersChangesPaysAndFindsByItsOwnNumber() {
    var partner = machine("PARTNER");
    String own = WholeCentre.newName("OTA");
    var body = lines(2).put("partner_number", own);
    var held = partner.post("/orders", body).expect(201).json();
    assertThat(held.getString("channel")).isEqualTo("PARTNER");
    assertThat(number(partner.post("/orders", body).expect(201).json())).isEqualTo(number(held));
    partner.post("/orders", lines(1).put("partner_number", own)).expect(409);
    var amended = partner.patch("/orders/" + number(held), lines(3)).expect(200).json();
    assertThat(amended.getLong("total_fen")).isEqualTo(240_00);
    pay(partner, held, "CASH").expect(422);
    assertThat(pay(partner, held, "PARTNER").expect(200).json().getJsonArray("tickets")).hasSize(3);
    partner.patch("/orders/" + number(held), lines(1)).expect(409);
    assertThat(found(partner, "partner_number=" + own)).containsExactly(number(held));
  }

  @Test
  void nobodySeesOrTouchesTheOrdersOfAnotherMachine() {
    var one = machine("PARTNER");
    var other = machine("WEB");
    String number = number(one.post("/orders", lines(1)).expect(201).json());
    other.get("/orders/" + number).expect(404);
    other.patch("/orders/" + number, lines(2)).expect(404);
    other.post("/orders/" + number + "/cancellation", new JsonObject()).expect(404);
    other
        .post("/orders/" + number + "/payment", new JsonObject().put("payment", "CARD"))
        .expect(404);
    other.post("/orders/" + number + "/collection", new JsonObject()).expect(404);
    other.post("/orders/" + number + "/refund", new JsonObject()).expect(404);
    other.post("/orders/" + number + "/refund-quote", new JsonObject()).expect(404);
    assertThat(found(other, "number=" + number)).isEmpty();
    // The same key and the same own number are somebody else's with another machine.
    var shared = lines(1).put("partner_number", "N1");
    String first = number(one.post("/orders", shared, "Idempotency-Key", "k1").expect(201).json());
    String second =
        number(other.post("/orders", shared, "Idempotency-Key", "k1").expect(201).json());
    assertThat(second).isNotEqualTo(first);
    centre.with("clerk").get("/orders/" + number).expect(200);
  }

  @Test
  void aMachineMayDoNothingElseAndNothingWithoutItsToken() {
    var web = machine("WEB");
    web.get("/users").expect(403);
    web.post("/sales", lines(1).put("payment", "CASH")).expect(403);
    web.get("/session").expect(403);
    assertThat(centre.stranger().bearing("nonsense").get("/orders").expect(401).error())
        .isEqualTo("UNAUTHENTICATED");
    centre.with("clerk").get("/channel-clients").expect(403);
  }

  @Test
  void aDisabledMachineAndAnOldTokenAreRefusedAtOnce() {
    String code = WholeCentre.newName("M");
    var machine = centre.stranger().bearing(create(code, "KIOSK").getString("token"));
    machine.get("/orders").expect(200);
    var disabled = new JsonObject().put("disabled", true);
    centre.admin().patch("/channel-clients/" + code, disabled).expect(200);
    machine.get("/orders").expect(401);
    var renewed =
        centre
            .admin()
            .patch(
                "/channel-clients/" + code,
                new JsonObject().put("disabled", false).put("new_token", true))
            .expect(200)
            .json();
    machine.get("/orders").expect(401);
    machine.bearing(renewed.getString("token")).get("/orders").expect(200);
    assertThat(centre.admin().get("/channel-clients").expect(200).response().body())
        .contains(code)
        .doesNotContain(renewed.getString("token"));
  }

  @Test
  void aKioskHandsOutWhatWasOrderedElsewhereToWhomeverShowsTheCard() {
    var web = machine("WEB");
    var kiosk = machine("KIOSK");
    String id = WholeCentre.newName("E77");
    var free = centre.newTicketType(new JsonObject().put("price_fen", 0));
    var body =
        new JsonObject()
            .put("contact", new JsonObject().put("id_number", id))
            .put("lines", new JsonArray().add(line(free, 1)));
    String number = number(web.post("/orders", body).expect(201).json());
    kiosk.post("/orders/" + number + "/collection", new JsonObject()).expect(404);
    assertThat(found(kiosk, "number=" + number)).isEmpty();
    // Only kiosks are asked by the visitor himself.
    assertThat(found(machine("WEB"), "id_number=" + id)).isEmpty();
    assertThat(found(machine("PARTNER"), "id_number=" + id)).isEmpty();
    assertThat(found(kiosk, "id_number=" + id)).containsExactly(number);
    var shown = new JsonObject().put("id_number", id.toLowerCase(Locale.ROOT));
    assertThat(
            kiosk
                .post("/orders/" + number + "/collection", shown)
                .expect(200)
                .json()
                .getJsonArray("codes"))
        .hasSize(1);
    kiosk.post("/orders/" + number + "/collection", shown).expect(409);
  }

  private JsonObject create(String code, String channel) {
    return centre
        .admin()
        .post(
            "/channel-clients",
            new JsonObject().put("code", code).put("name", "Machine").put("channel", channel))
        .expect(201)
        .json();
  }

  private Browser machine(String channel) {
    return centre.stranger().bearing(create(WholeCentre.newName("M"), channel).getString("token"));
  }

  private JsonObject line(String ticketType, int quantity) {
    return new JsonObject()
        .put("ticket_type", ticketType)
        .put("quantity", quantity)
        .put("valid_on", today.toString());
  }

  private JsonObject lines(int quantity) {
    return new JsonObject().put("lines", new JsonArray().add(line(type, quantity)));
  }

  private static Browser.Answer pay(Browser machine, JsonObject order, String means) {
    return machine.post(
        "/orders/" + number(order) + "/payment", new JsonObject().put("payment", means));
  }

  private static List<String> found(Browser machine, String query) {
    return machine.get("/orders?" + query).expect(200).json().getJsonArray("orders").stream()
        .map(order -> number((JsonObject) order))
        .toList();
  }

  private static String number(JsonObject order) {
    return order.getString("number");
  }
}
