package org.shanmen.sim.e2e;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.CentreClient;

/** A web shop that sells day tickets of the park, and its visitors. */
final class WebShop {
  private static final String FREE = "FREE";

  private final TestPark park;
  private final CentreClient shop;

  /**
   * @param code of a machine that the park does not have yet
   */
  WebShop(TestPark park, String code) {
    this.park = park;
    var made = new JsonObject().put("code", code).put("name", "网上商店").put("channel", "WEB");
    String token = park.as("admin").post("/channel-clients", made).getString("token");
    this.shop = CentreClient.machine(park.park().centre().root(), token);
  }

  /** An order that is held. */
  JsonObject order(int quantity, String phone) {
    return order(ModelPark.DAY, quantity, phone);
  }

  private JsonObject order(String type, int quantity, String phone) {
    var line = new JsonObject().put("ticket_type", type).put("quantity", quantity);
    return shop.post(
        "/orders",
        new JsonObject()
            .put("lines", new JsonArray().add(line))
            .put("contact", new JsonObject().put("phone", phone)));
  }

  /** An order of a type that costs nothing, and that the park does not have yet. */
  JsonObject freeOrder(int quantity) {
    park.as("admin")
        .post(
            "/ticket-types",
            new JsonObject()
                .put("code", FREE)
                .put("name_zh", "免费票")
                .put("name_en", "Free ticket")
                .put("kind", "SINGLE")
                .put("price_fen", 0));
    return order(FREE, quantity, "13800009012");
  }

  /** An order that was paid for through the payment provider, where the park has one. */
  JsonObject paidOrder(int quantity) {
    String path = "/orders/" + order(quantity, "13800009012").getString("number");
    var provider = new JsonObject().put("provider", "SANDBOX");
    var charge =
        Await.until(
            "a code to pay by",
            TestPark.SOON,
            () -> shop.post(path + "/charges", provider),
            asked -> asked.getString("code_url") != null);
    park.park().sandbox().orElseThrow().pay(charge.getString("code_url"));
    return Await.until(
        "the order to be paid",
        TestPark.SOON,
        () -> shop.get(path),
        order -> order.getString("state").equals("PAID"));
  }
}
