package org.shanmen.central.ticketing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** What can be sold for a day, at which price, and how much of it is left. Pure. */
final class Offers {
  private Offers() {}

  /**
   * @param taken for how many people tickets are sold already, by type
   * @return as openapi.yaml shows it
   */
  static JsonObject on(LocalDate day, List<TicketType> types, Map<Integer, Integer> taken) {
    var offers = new JsonArray();
    types.stream()
        .filter(type -> type.row().getOnSale())
        .forEach(type -> offers.add(offer(day, type, taken.getOrDefault(type.row().getId(), 0))));
    return new JsonObject().put("day", day.toString()).put("offers", offers);
  }

  private static JsonObject offer(LocalDate day, TicketType type, int taken) {
    var row = type.row();
    return new JsonObject()
        .put("ticket_type", row.getCode())
        .put("name_zh", row.getNameZh())
        .put("name_en", row.getNameEn())
        .put("kind", row.getKind())
        .put("price_fen", type.priceFen(day))
        .put("left", row.getDailyQuota() == 0 ? null : Math.max(0, row.getDailyQuota() - taken))
        .put("max_people", row.getMaxPeople())
        .put("needs_check", row.getNeedsCheck())
        .put("holds_money", type.holdsMoney());
  }
}
