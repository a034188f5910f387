package org.shanmen.central;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Sales as a window makes them over HTTP: what it sends, and the tickets in the answer. */
public final class Sales {
  private Sales() {}

  public static JsonObject line(String type, int quantity) {
    return new JsonObject().put("ticket_type", type).put("quantity", quantity);
  }

  /** Paid in cash. */
  public static JsonObject order(JsonObject... lines) {
    var all = new JsonArray();
    List.of(lines).forEach(all::add);
    return new JsonObject().put("payment", "CASH").put("lines", all);
  }

  /** The first ticket of a line that is sold for cash. */
  public static JsonObject ticket(Browser seller, JsonObject line) {
    return tickets(seller.post("/sales", order(line)).expect(201).json()).get(0);
  }

  /** Of a sale, or of an order that is paid for. */
  public static List<JsonObject> tickets(JsonObject sale) {
    return sale.getJsonArray("tickets").stream().map(JsonObject.class::cast).toList();
  }

  public static List<String> numbers(JsonObject sale) {
    return tickets(sale).stream().map(ticket -> ticket.getString("number")).toList();
  }
}
