package org.shanmen.central.ticketing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.shanmen.central.ticketing.Discounts.Discount;
import org.shanmen.central.web.Refused;

/** What an order costs when its promotions are taken off. Pure. */
final class Pricing {
  private Pricing() {}

  /**
   * The tickets of an order at what is paid for them.
   *
   * @param drafts of the lines, in their order, at their usual prices
   * @param promotions that may be used
   * @throws Refused if the visitor said a coupon that holds for none of the lines
   */
  static List<Draft> discounted(
      List<Order.Line> lines, List<Draft> drafts, Promotion.Sale sale, List<Promotion> promotions) {
    requireCoupons(lines, drafts, sale, promotions);
    var paid = new ArrayList<Draft>();
    int first = 0;
    for (var line : lines) {
      int quantity = line.quantity();
      var discounts = Discounts.of(priced(drafts.get(first), quantity), sale, promotions);
      var each = Discounts.each(discounts, quantity);
      for (int i = 0; i < quantity; i++) {
        paid.add(drafts.get(first + i).less(each.get(i)));
      }
      first += quantity;
    }
    return List.copyOf(paid);
  }

  private static Promotion.Line priced(Draft draft, int quantity) {
    return new Promotion.Line(draft.type(), draft.validity().first(), quantity, draft.listFen());
  }

  private static void requireCoupons(
      List<Order.Line> lines, List<Draft> drafts, Promotion.Sale sale, List<Promotion> promotions) {
    for (var coupon : sale.coupons()) {
      var named =
          promotions.stream()
              .filter(promotion -> coupon.equals(promotion.row().getCoupon()))
              .toList();
      boolean holds = false;
      int first = 0;
      for (var line : lines) {
        var priced = priced(drafts.get(first), line.quantity());
        holds |= named.stream().anyMatch(promotion -> promotion.holds(priced, sale));
        first += line.quantity();
      }
      if (!holds) {
        throw Refused.unprocessable(
            "优惠码无效、已用完或不适用于所选门票：" + coupon,
            "the coupon %s is unknown, used up, or not for these tickets".formatted(coupon));
      }
    }
  }

  /** What is taken off tickets, all together, by promotion. */
  static Map<Integer, Long> byPromotion(List<Draft> drafts) {
    return drafts.stream()
        .flatMap(draft -> draft.discounts().stream())
        .collect(
            Collectors.groupingBy(
                Discount::promotion, LinkedHashMap::new, Collectors.summingLong(Discount::fen)));
  }

  /** As openapi.yaml shows what an order would cost. */
  static JsonObject quote(List<Order.Line> lines, List<Draft> drafts, List<Promotion> promotions) {
    var named = promotions.stream().collect(Collectors.toMap(p -> p.row().getId(), Promotion::row));
    var list = new JsonArray();
    int first = 0;
    for (var line : lines) {
      var tickets = drafts.subList(first, first + line.quantity());
      var discounts = new JsonArray();
      byPromotion(tickets)
          .forEach(
              (promotion, fen) ->
                  discounts.add(
                      new JsonObject()
                          .put("promotion", named.get(promotion).getCode())
                          .put("name_zh", named.get(promotion).getNameZh())
                          .put("name_en", named.get(promotion).getNameEn())
                          .put("fen", fen)));
      list.add(
          new JsonObject()
              .put("ticket_type", line.ticketType())
              .put("quantity", line.quantity())
              .put("total_fen", tickets.stream().mapToLong(Draft::priceFen).sum())
              .put("discounts", discounts));
      first += line.quantity();
    }
    return new JsonObject()
        .put("lines", list)
        .put("total_fen", drafts.stream().mapToLong(Draft::priceFen).sum());
  }
}
