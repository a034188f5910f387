package org.shanmen.central.ticketing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.shanmen.central.Browser;
import org.shanmen.central.Sales;
import org.shanmen.central.WholeCentre;

/** Whom an order is for is corrected as long as it is held. */
class OrderPeopleTest {
  private final WholeCentre centre = WholeCentre.shared();
  private final Browser clerk = centre.with("clerk");

  @Test
  void whatIsGivenIsChangedAndThePriceThatWasToldStays() {
    String type =
        centre.newTicketType(new JsonObject().put("price_fen", 80_00).put("real_name", true));
    String wrong = passport();
    String right = passport();
    String path = held(type, wrong, passport());
    centre
        .admin()
        .patch("/ticket-types/" + type, new JsonObject().put("price_fen", 99_00))
        .expect(200);
    String phone = "137" + System.nanoTime() % 100_000_000;
    var changed =
        changed(path, people(0, right).put("contact", new JsonObject().put("phone", phone)));
    assertThat(changed.getLong("total_fen")).isEqualTo(160_00);
    assertThat(changed.getJsonObject("contact").getString("phone")).isEqualTo(phone);
    assertThat(changed.getJsonObject("contact").getString("name")).isEqualTo("王小明");
    var holders = changed.getJsonArray("lines").getJsonObject(0).getJsonArray("holders");
    assertThat(holders.getJsonObject(0).getString("name")).isEqualTo("Wang");
    assertThat(found(right)).isEqualTo(1);
    assertThat(found(wrong)).isZero();

    var emptied = changed(path, contact(new JsonObject().put("phone", "").put("name", "Li")));
    assertThat(emptied.getJsonObject("contact").getString("phone")).isNull();
    clerk.post(path + "/payment", new JsonObject().put("payment", "CASH")).expect(200);
    clerk.patch(path + "/people", people(0, wrong)).expect(409);
  }

  @Test
  void nobodyGetsMoreThanTheLimitByAnotherName() {
    String type = centre.newTicketType(new JsonObject().put("limit_per_id", 1));
    String one = passport();
    String other = passport();
    held(type, one);
    String path = held(type, other);
    clerk.patch(path + "/people", people(0, one)).expect(409);
    assertThat(found(other)).isEqualTo(1);
    changed(path, people(0, other));
    changed(path, people(0, passport()));
  }

  @Test
  void whoIsNotThereAndWhatNobodyHasIsRefused() {
    String path = held(centre.newTicketType(new JsonObject()), passport());
    clerk.patch(path + "/people", people(1, passport())).expect(422);
    clerk.patch(path + "/people", people(0, "  ")).expect(422);
    clerk.patch(path + "/people", new JsonObject()).expect(400);
  }

  private JsonObject changed(String path, JsonObject people) {
    return clerk.patch(path + "/people", people).expect(200).json();
  }

  private static JsonObject people(int place, String number) {
    var holder = new JsonObject().put("line", 0).put("place", place).put("number", number);
    return new JsonObject().put("holders", new JsonArray().add(holder));
  }

  private static JsonObject contact(JsonObject contact) {
    return new JsonObject().put("contact", contact);
  }

  /** Where an order of so many tickets is that is held for a caller. */
  private String held(String type, String... passports) {
    var holders = new JsonArray();
    for (String passport : passports) {
      holders.add(
          new JsonObject().put("name", "Wang").put("document", "PASSPORT").put("number", passport));
    }
    var line = Sales.line(type, passports.length).put("holders", holders);
    var order =
        contact(new JsonObject().put("name", "王小明").put("phone", "13800001111"))
            .put("lines", new JsonArray().add(line));
    return "/orders/" + clerk.post("/orders", order).expect(201).json().getString("number");
  }

  private int found(String document) {
    var page = clerk.get("/orders?id_number=" + document).expect(200).json();
    return page.getJsonArray("orders").size();
  }

  private static String passport() {
    return WholeCentre.newName("E").toUpperCase(Locale.ROOT);
  }
}
