package org.shanmen.sim.e2e;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.shanmen.sim.demo.ModelPark;
import org.shanmen.sim.park.CentreClient;

/** Something of everything that administrators keep, so that no page is looked at empty. */
final class FullShelves {
  private final CentreClient administrator;
  private final CentreClient shop;

  private FullShelves(TestPark park) {
    administrator = park.as("admin");
    var client = new JsonObject().put("code", "SHELF").put("name", "官网 Website");
    String token =
        administrator.post("/channel-clients", client.put("channel", "WEB")).getString("token");
    shop = CentreClient.machine(park.park().centre().root(), token);
  }

  /** Once in a park: codes are taken after that. */
  static void fill(TestPark park) {
    var shelves = new FullShelves(park);
    shelves.places();
    shelves.paper();
    shelves.people();
    shelves.promotions();
    shelves.orders();
  }

  private void places() {
    var types = new JsonArray().add(ModelPark.GARDEN_ONLY).add(ModelPark.COUNT_CARD);
    add("/units", "BOATS", "游船公司", "Boat company", new JsonObject().put("ticket_types", types));
    var point = new JsonObject().put("unit", "BOATS");
    add("/sales-points", "PIER", "码头售票处", "Ticket office at the pier", point);
    add("/sales-points", "HALL", "游客中心", "Visitors' hall", new JsonObject());
    var window = new JsonObject().put("sales_point", "HALL");
    add("/windows", "W1", "游客中心 1 号窗口", "Visitors' hall, window 1", window);
    var handheld = new JsonObject().put("check_point", ModelPark.NORTH).put("kind", "TWO_WAY");
    add("/handhelds", "H7", "北门手持机", "Handheld at the north gate", handheld);
  }

  private void paper() {
    administrator.post(
        "/ticket-batches",
        new JsonObject().put("ticket_type", ModelPark.PRINTED).put("quantity", 500));
    administrator.post(
        "/printers",
        new JsonObject().put("code", "P1").put("name", "1 号窗口 Window 1").put("host", "10.0.0.81"));
  }

  private void people() {
    var operations = new JsonArray().add("createSale").add("listShifts");
    add(
        "/roles",
        "evening",
        "夜场售票",
        "Evening sales",
        new JsonObject().put("operations", operations));
    administrator.post(
        "/users",
        new JsonObject()
            .put("name", "chenjing")
            .put("display_name", "陈静 Chen Jing")
            .put("password", "for-the-first-time-only")
            .put("must_change_password", true)
            .put("roles", new JsonArray().add("finance").add("evening"))
            .put("units", new JsonArray().add("BOATS"))
            .put("language", "zh"));
  }

  private void promotions() {
    var percent = new JsonObject().put("kind", "PERCENT").put("amount", 20).put("coupon", "EARLY");
    add("/promotions", "EARLYBIRD", "早鸟八折", "Early bird, 20 % off", percent);
  }

  /** One to be paid, one paid. */
  private void orders() {
    shop.post("/orders", order("李雷", "13900001234", ModelPark.DAY, 2));
    String paid =
        shop.post("/orders", order("Bennett, Charlotte", "13900005678", ModelPark.GROUP, 1))
            .getString("number");
    administrator.post("/orders/" + paid + "/payment", new JsonObject().put("payment", "CASH"));
  }

  private static JsonObject order(String name, String phone, String type, int quantity) {
    var line = new JsonObject().put("ticket_type", type).put("quantity", quantity);
    if (type.equals(ModelPark.GROUP)) {
      line.put("people", 12);
    }
    return new JsonObject()
        .put("lines", new JsonArray().add(line))
        .put("contact", new JsonObject().put("name", name).put("phone", phone));
  }

  private void add(String path, String code, String zh, String en, JsonObject more) {
    administrator.post(path, more.put("code", code).put("name_zh", zh).put("name_en", en));
  }
}
