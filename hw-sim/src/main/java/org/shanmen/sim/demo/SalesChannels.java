package org.shanmen.sim.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.shanmen.sim.park.CentreClient;

/**
 * The ways on which visitors buy: the window, the web shop, a kiosk and a partner, in turns. In the
 * web shop all pay by scanning a code, at the window every second who buys in turn. Thread-safe.
 */
final class SalesChannels {
  private static final int CHANNELS = 4;

  private final CentreClient clerk;
  private final CentreClient web;
  private final CentreClient kiosk;
  private final CentreClient partner;
  private final CodePayment codes;
  private final AtomicInteger orders = new AtomicInteger();

  private SalesChannels(
      CentreClient clerk,
      CentreClient web,
      CentreClient kiosk,
      CentreClient partner,
      CodePayment codes) {
    this.clerk = clerk;
    this.web = web;
    this.kiosk = kiosk;
    this.partner = partner;
    this.codes = codes;
  }

  /**
   * @param administrator gives each machine its token
   * @param clerk sells at the window, and hands out what was ordered in the web shop
   * @param codes by which visitors pay with their phones
   */
  static SalesChannels open(
      CentreClient administrator, CentreClient clerk, URI root, CodePayment codes) {
    return new SalesChannels(
        clerk,
        machine(administrator, root, "WEBSHOP", "网上商店 Web shop", "WEB"),
        machine(administrator, root, "KIOSK1", "1 号自助机 Kiosk 1", "KIOSK"),
        machine(administrator, root, "AGENCY", "旅行社 Travel agency", "PARTNER"),
        codes);
  }

  private static CentreClient machine(
      CentreClient administrator, URI root, String code, String name, String channel) {
    var made =
        administrator.post(
            "/channel-clients",
            new JsonObject().put("code", code).put("name", name).put("channel", channel));
    return CentreClient.machine(root, made.getString("token"));
  }

  /**
   * What was bought.
   *
   * @param sale a paid order with its tickets
   * @param byCode whether the payment provider took the money
   */
  record Bought(JsonObject sale, boolean byCode) {}

  /** An order of one line. */
  Bought buy(JsonObject line) {
    int number = orders.getAndIncrement();
    var order = new JsonObject().put("lines", new JsonArray().add(line));
    return switch (number % CHANNELS) {
      case 0 -> number % (2 * CHANNELS) == 0 ? byCode(clerk, order) : atWindow(line);
      case 1 -> inWebShop(line);
      case 2 -> {
        String paid = kiosk.post("/orders", order.put("payment", "CARD")).getString("number");
        yield new Bought(kiosk.post("/orders/" + paid + "/collection", new JsonObject()), false);
      }
      default ->
          new Bought(
              partner.post(
                  "/orders", order.put("payment", "PARTNER").put("partner_number", "A" + number)),
              false);
    };
  }

  /** The visitor pays with his phone at home, and collects at the window. */
  Bought inWebShop(JsonObject line) {
    String phone = "138%08d".formatted(orders.get());
    return byCode(
        web,
        new JsonObject()
            .put("lines", new JsonArray().add(line))
            .put("contact", new JsonObject().put("phone", phone)));
  }

  /** Held until the visitor has paid, then handed out by the clerk. What costs nothing is paid. */
  private Bought byCode(CentreClient seller, JsonObject order) {
    var held = seller.post("/orders", order);
    String number = held.getString("number");
    boolean costs = held.getLong("total_fen") > 0;
    if (costs) {
      codes.pay(seller, number);
    }
    return new Bought(clerk.post("/orders/" + number + "/collection", new JsonObject()), costs);
  }

  /**
   * What needs more than an order can say, such as a card that its holder brings along; paid at a
   * terminal of the clerk's.
   */
  Bought atWindow(JsonObject line) {
    var sale = new JsonObject().put("payment", "QR").put("lines", new JsonArray().add(line));
    return new Bought(clerk.post("/sales", sale), false);
  }
}
