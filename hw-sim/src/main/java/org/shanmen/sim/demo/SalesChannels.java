package org.shanmen.sim.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.shanmen.sim.park.CentreClient;

/**
 * The ways on which visitors buy: the window, the web shop, a kiosk and a partner, in turns.
 * Thread-safe.
 */
final class SalesChannels {
  private static final int CHANNELS = 4;

  private final CentreClient clerk;
  private final CentreClient web;
  private final CentreClient kiosk;
  private final CentreClient partner;
  private final AtomicInteger orders = new AtomicInteger();

  private SalesChannels(
      CentreClient clerk, CentreClient web, CentreClient kiosk, CentreClient partner) {
    this.clerk = clerk;
    this.web = web;
    this.kiosk = kiosk;
    this.partner = partner;
  }

  /**
   * @param administrator gives each machine its token
   * @param clerk sells at the window, and hands out what was ordered in the web shop
   */
  static SalesChannels open(CentreClient administrator, CentreClient clerk, URI root) {
    return new SalesChannels(
        clerk,
        machine(administrator, root, "WEBSHOP", "网上商店 Web shop", "WEB"),
        machine(administrator, root, "KIOSK1", "1 号自助机 Kiosk 1", "KIOSK"),
        machine(administrator, root, "AGENCY", "旅行社 Travel agency", "PARTNER"));
  }

  private static CentreClient machine(
      CentreClient administrator, URI root, String code, String name, String channel) {
    var made =
        administrator.post(
            "/channel-clients",
            new JsonObject().put("code", code).put("name", name).put("channel", channel));
    return CentreClient.machine(root, made.getString("token"));
  }

  /** A paid order of one line, with its tickets. */
  JsonObject buy(JsonObject line) {
    int number = orders.getAndIncrement();
    var order = new JsonObject().put("lines", new JsonArray().add(line));
    return switch (number % CHANNELS) {
      case 0 -> atWindow(line);
      case 1 -> {
        order.put("contact", new JsonObject().put("phone", "138%08d".formatted(number)));
        String held = web.post("/orders", order).getString("number");
        clerk.post("/orders/" + held + "/payment", new JsonObject().put("payment", "CASH"));
        yield clerk.post("/orders/" + held + "/collection", new JsonObject());
      }
      case 2 -> {
        String paid = kiosk.post("/orders", order.put("payment", "CARD")).getString("number");
        yield kiosk.post("/orders/" + paid + "/collection", new JsonObject());
      }
      default ->
          partner.post(
              "/orders", order.put("payment", "PARTNER").put("partner_number", "A" + number));
    };
  }

  /** What needs more than an order can say, such as a card that its holder brings along. */
  JsonObject atWindow(JsonObject line) {
    return clerk.post(
        "/sales", new JsonObject().put("payment", "QR").put("lines", new JsonArray().add(line)));
  }
}
