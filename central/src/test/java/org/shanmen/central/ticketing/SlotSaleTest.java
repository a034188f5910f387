package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;

/** Parts of the day that are sold apart, and what a calendar shows of them. */
class SlotSaleTest {
  private static final int NINE = 9 * 60;
  private static final int THIRTEEN = 13 * 60;

  private final WholeCentre centre = WholeCentre.shared();
  private final Browser clerk = centre.with("clerk");
  private final WhitelistReader gates = new WhitelistReader(centre);
  private final LocalDate tomorrow = LocalDate.now(WholeCentre.ZONE).plusDays(1);

  @Test
  void aTicketOfASlotOpensGatesWithinItOnly() throws Exception {
    String type = centre.newTicketType(slots(5));
    var ticket = sell(line(type, NINE, 1));
    assertThat(ticket.getInteger("slot")).isEqualTo(NINE);
    assertThat(gates.right(ticket).getValidFrom()).isEqualTo(at(LocalTime.of(9, 0)));
    assertThat(gates.right(ticket).getValidUntil()).isEqualTo(at(LocalTime.of(11, 0)));

    assertThat(refusal(line(type, NINE + 1, 1)).encode()).contains("09:01");
    assertThat(refusal(line(type, NINE, 1).putNull("slot"))).isNotNull();
    var whole = Sales.line(centre.newTicketType(new JsonObject()), 1).put("slot", NINE);
    assertThat(clerk.post("/sales", Sales.order(whole)).expect(422).json()).isNotNull();
  }

  @Test
  void aSlotIsSoldByItsOwnQuotaWithinThatOfTheDay() {
    String type = centre.newTicketType(slots(3).put("daily_quota", 4));
    String first = sell(line(type, NINE, 2)).getString("number");
    assertThat(left(type)).containsExactly(1, 2);
    clerk.post("/sales", Sales.order(line(type, NINE, 2))).expect(409);
    sell(line(type, THIRTEEN, 2));
    assertThat(left(type)).as("the day is sold out").containsExactly(0, 0);
    clerk.post("/tickets/" + first + "/refund", new JsonObject()).expect(200);
    assertThat(left(type)).containsExactly(1, 1);
  }

  @Test
  void aSlotThatAnOrderHeldIsGivenBackOnceWithWhatItDoesNotWantAnyMore() {
    String type = centre.newTicketType(slots(3));
    var wanted = unpaid(line(type, NINE, 3));
    String order = clerk.post("/orders", wanted).expect(201).json().getString("number");
    assertThat(left(type)).containsExactly(0, 3);
    var less = unpaid(line(type, NINE, 1));
    clerk.patch("/orders/" + order, less).expect(200);
    assertThat(left(type)).containsExactly(2, 3);
    clerk.patch("/orders/" + order, unpaid(line(type, THIRTEEN, 2))).expect(200);
    assertThat(left(type)).containsExactly(3, 1);
    for (int twice = 0; twice < 2; twice++) {
      clerk.post("/orders/" + order + "/cancellation", new JsonObject()).expect(200);
      assertThat(left(type)).containsExactly(3, 3);
    }
  }

  private static JsonObject unpaid(JsonObject line) {
    var order = Sales.order(line);
    order.remove("payment");
    return order;
  }

  @Test
  void anExchangeGivesTheOldSlotBack() throws Exception {
    String type = centre.newTicketType(slots(2));
    var ticket = sell(line(type, NINE, 1));
    String path = "/tickets/" + ticket.getString("number") + "/exchange";
    var exchanged = clerk.post(path, new JsonObject().put("slot", THIRTEEN)).expect(200).json();
    assertThat(exchanged.getInteger("slot")).isEqualTo(THIRTEEN);
    assertThat(gates.right(ticket).getValidFrom()).isEqualTo(at(LocalTime.of(13, 0)));
    assertThat(left(type)).containsExactly(2, 1);
    clerk.post(path, new JsonObject().put("slot", THIRTEEN)).expect(422);
    String whole = centre.newTicketType(new JsonObject());
    clerk.post(path, new JsonObject().put("ticket_type", whole)).expect(200);
    assertThat(left(type)).as("a ticket for the whole day is in no slot").containsExactly(2, 2);
  }

  @Test
  void twelveSellersAtOnceNeverSellASlotBeyondItsQuota() {
    String type = centre.newTicketType(slots(5));
    var sales =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> clerk.post("/sales", Sales.order(line(type, NINE, 1)))))
            .toList();
    var statuses = sales.stream().map(sale -> sale.join().status()).toList();
    assertThat(statuses.stream().filter(status -> status == 201)).hasSize(5);
    assertThat(statuses.stream().filter(status -> status == 409)).hasSize(7);
    assertThat(left(type)).containsExactly(0, 5);
  }

  @Test
  void slotsThatGatesCouldNotHonourAreRefused() {
    String type = centre.newTicketType(slots(5));
    for (var change :
        List.of(
            new JsonObject().put("valid_days", 2),
            new JsonObject().put("open_from_minute", 600).put("open_until_minute", 1000),
            new JsonObject().put("slots", new JsonArray().add(slot(60, 60, 1))),
            new JsonObject()
                .put("slots", new JsonArray().add(slot(60, 90, 1)).add(slot(60, 120, 1))))) {
      assertThat(centre.admin().patch("/ticket-types/" + type, change).expect(422)).isNotNull();
    }
    var signed = slots(5).put("code_form", "SIGNED").put("code", WholeCentre.newName("T"));
    var body =
        signed
            .put("name_zh", "票")
            .put("name_en", "Ticket")
            .put("kind", "SINGLE")
            .put("price_fen", 1);
    centre.admin().post("/ticket-types", body).expect(422);
    centre
        .admin()
        .patch("/ticket-types/" + type, new JsonObject().put("slots", new JsonArray()))
        .expect(200);
    clerk.post("/sales", Sales.order(Sales.line(type, 1))).expect(201);
  }

  @Test
  void aCalendarTellsPricesAndStockDayByDay() {
    var rules =
        new JsonArray()
            .add(
                new JsonObject()
                    .put("from", tomorrow.plusDays(1).toString())
                    .put("until", tomorrow.plusDays(2).toString())
                    .put("price_fen", 150_00));
    var closed =
        new JsonObject()
            .put("from", tomorrow.plusDays(3).toString())
            .put("until", tomorrow.plusDays(3).toString())
            .put("closed", true);
    String type =
        centre.newTicketType(
            slots(5)
                .put("prices", rules)
                .put("daily_quota", 8)
                .put("day_rules", new JsonArray().add(closed)));
    sell(line(type, NINE, 2));
    var days = calendar(type, tomorrow, tomorrow.plusDays(3));
    assertThat(days.stream().map(day -> day.getLong("price_fen")))
        .containsExactly(120_00L, 150_00L, 150_00L, 120_00L);
    assertThat(days.stream().map(day -> day.getInteger("left"))).containsExactly(6, 8, 8, 8);
    assertThat(days.stream().map(day -> day.getBoolean("open")))
        .containsExactly(true, true, true, false);
    assertThat(days.get(0).getJsonArray("slots").getJsonObject(0).getInteger("left")).isEqualTo(3);
    String path = "/ticket-types/" + type + "/calendar?from=" + tomorrow;
    clerk.get(path + "&until=" + tomorrow.minusDays(1)).expect(422);
    clerk.get(path + "&until=" + tomorrow.plusDays(Offers.DAYS)).expect(422);
    clerk.get(path.replace(type, "none") + "&until=" + tomorrow).expect(404);
  }

  @Test
  void aSeasonCostsWhatTheDayOfItsSaleSays() {
    var today = LocalDate.now(WholeCentre.ZONE);
    var early =
        new JsonObject().put("until", today.minusDays(1).toString()).put("price_fen", 80_00);
    var season =
        new JsonObject()
            .put("from", today.minusDays(5).toString())
            .put("until", today.plusDays(5).toString());
    String type =
        centre.newTicketType(
            new JsonObject()
                .put("season", season)
                .put("daily_quota", 10)
                .put("prices", new JsonArray().add(early)));
    var sale = clerk.post("/sales", Sales.order(Sales.line(type, 3))).expect(201).json();
    assertThat(sale.getLong("total_fen")).as("not the early price").isEqualTo(360_00);
    var days = calendar(type, today.minusDays(6), today.plusDays(1));
    assertThat(days.stream().map(day -> day.getInteger("left"))).containsOnly(7);
    assertThat(days.get(0).getBoolean("open")).isFalse();
    assertThat(days.get(1).getBoolean("open")).isTrue();
  }

  private static JsonObject slots(int quota) {
    return new JsonObject()
        .put(
            "slots",
            new JsonArray()
                .add(slot(NINE, NINE + 120, quota))
                .add(slot(THIRTEEN, THIRTEEN + 120, quota)));
  }

  private static JsonObject slot(int from, int until, int quota) {
    return new JsonObject().put("from_minute", from).put("until_minute", until).put("quota", quota);
  }

  private JsonObject line(String type, int slot, int quantity) {
    return Sales.line(type, quantity).put("valid_on", tomorrow.toString()).put("slot", slot);
  }

  private JsonObject sell(JsonObject line) {
    return Sales.ticket(clerk, line);
  }

  private JsonObject refusal(JsonObject line) {
    if (line.getValue("slot") == null) {
      line.remove("slot");
    }
    return clerk.post("/sales", Sales.order(line)).expect(422).json();
  }

  private long at(LocalTime time) {
    return tomorrow.atTime(time).atZone(WholeCentre.ZONE).toEpochSecond();
  }

  /** Of the slots of tomorrow. */
  private List<Integer> left(String type) {
    var offers = clerk.get("/offers?day=" + tomorrow).expect(200).json().getJsonArray("offers");
    return offers.stream()
        .map(JsonObject.class::cast)
        .filter(offer -> offer.getString("ticket_type").equals(type))
        .flatMap(offer -> offer.getJsonArray("slots").stream())
        .map(slot -> ((JsonObject) slot).getInteger("left"))
        .toList();
  }

  private List<JsonObject> calendar(String type, LocalDate from, LocalDate until) {
    return clerk
        .get("/ticket-types/" + type + "/calendar?from=" + from + "&until=" + until)
        .expect(200)
        .json()
        .getJsonArray("days")
        .stream()
        .map(JsonObject.class::cast)
        .toList();
  }
}
