package org.shanmen.central.ticketing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.shanmen.central.catalogue.Channel;
import org.shanmen.central.catalogue.Channels;
import org.shanmen.central.catalogue.TicketType;
import org.shanmen.central.catalogue.Weekdays;
import org.shanmen.central.db.tables.tables.records.PromotionRecord;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Refused;

/**
 * A reason to take less than the price. Pure.
 *
 * @param row as stored
 * @param types by id; empty: all
 * @param typeCodes the same by code, sorted
 */
record Promotion(PromotionRecord row, Set<Integer> types, List<String> typeCodes) {
  /** What is taken off, and from what. */
  enum Kind {
    /** So many percent of each ticket. */
    PERCENT,
    /** So many fen of each ticket, at most its price. */
    AMOUNT,
    /** Each so many tickets for the price of fewer. */
    BUNDLE
  }

  /**
   * Tickets of one order line.
   *
   * @param visit their first day
   * @param unitFen the price of one
   */
  record Line(TicketType type, LocalDate visit, int quantity, long unitFen) {}

  /**
   * How and when they are bought.
   *
   * @param coupons what the visitor said
   */
  record Sale(Channel channel, LocalDate today, Set<String> coupons) {}

  Promotion {
    types = Set.copyOf(types);
    typeCodes = List.copyOf(typeCodes);
  }

  Kind kind() {
    return Kind.valueOf(row.getKind());
  }

  /** Whether only so many orders may use it. */
  boolean isLimited() {
    return row.getTotalUses() > 0;
  }

  boolean isCombinable() {
    return row.getCombinable();
  }

  /** Whether it holds for a line; how often it was used is not asked. */
  boolean holds(Line line, Sale sale) {
    return row.getActive()
        && (row.getCoupon() == null || sale.coupons().contains(row.getCoupon()))
        && Channels.hold(row.getChannels(), sale.channel())
        && within(sale.today(), row.getSoldFrom(), row.getSoldUntil())
        && within(line.visit(), row.getVisitFrom(), row.getVisitUntil())
        && Weekdays.hold(row.getWeekdays(), line.visit().getDayOfWeek())
        && (types.isEmpty() || types.contains(line.type().row().getId()))
        && line.quantity() >= row.getMinQuantity();
  }

  private static boolean within(LocalDate day, LocalDate from, LocalDate until) {
    return (from == null || !day.isBefore(from)) && (until == null || !day.isAfter(until));
  }

  /**
   * What it takes off.
   *
   * @param fen what is left of the line's price, at least 0
   * @return at least 0 and at most fen; parts of a fen stay with the park
   */
  long off(int quantity, long fen) {
    long off =
        switch (kind()) {
          case PERCENT -> fen * row.getAmount() / 100;
          case AMOUNT -> row.getAmount() * quantity;
          case BUNDLE ->
              fen * (quantity / row.getAmount()) * (row.getAmount() - row.getPays()) / quantity;
        };
    return Math.min(fen, off);
  }

  /**
   * @throws Refused if the values do not go together
   */
  void check() {
    if (kind() == Kind.PERCENT && row.getAmount() > 100) {
      throw Refused.unprocessable("折扣不能超过 100%（amount）", "at most 100 percent can be taken off");
    }
    if (kind() == Kind.BUNDLE && (row.getAmount() < 2 || row.getPays() >= row.getAmount())) {
      throw Refused.unprocessable(
          "“买 N 付 M”须 N 至少为 2(amount)且 M 小于 N(pays)",
          "a bundle has at least 2 tickets (amount) and is paid for fewer (pays)");
    }
    if (kind() == Kind.BUNDLE && row.getAmount() > Draft.TICKETS) {
      throw Refused.unprocessable(
          "一次最多售 " + Draft.TICKETS + " 张票", "at most " + Draft.TICKETS + " tickets in one sale");
    }
    if (kind() != Kind.BUNDLE && row.getPays() != 0) {
      throw Refused.unprocessable("只有“买 N 付 M”有 pays", "only a bundle has pays");
    }
    requireOrder(row.getSoldFrom(), row.getSoldUntil(), "sold_from", "sold_until");
    requireOrder(row.getVisitFrom(), row.getVisitUntil(), "visit_from", "visit_until");
  }

  private static void requireOrder(LocalDate from, LocalDate until, String first, String last) {
    if (from != null && until != null && until.isBefore(from)) {
      throw Refused.unprocessable(
          "%s 早于 %s".formatted(last, first), "%s is before %s".formatted(last, first));
    }
  }

  /**
   * Writes into a row what a request says; what it leaves out stays.
   *
   * @param body as in openapi.yaml
   */
  static void fill(PromotionRecord row, JsonObject body) {
    row.setNameZh(body.getString("name_zh", row.getNameZh()));
    row.setNameEn(body.getString("name_en", row.getNameEn()));
    row.setKind(body.getString("kind", row.getKind()));
    row.setAmount(body.getLong("amount", row.getAmount()));
    row.setPays(body.getInteger("pays", row.getPays()));
    if (body.containsKey("coupon")) {
      row.setCoupon(body.getString("coupon"));
    }
    row.setSoldFrom(day(body, "sold_from", row.getSoldFrom()));
    row.setSoldUntil(day(body, "sold_until", row.getSoldUntil()));
    row.setVisitFrom(day(body, "visit_from", row.getVisitFrom()));
    row.setVisitUntil(day(body, "visit_until", row.getVisitUntil()));
    if (body.containsKey("weekdays")) {
      row.setWeekdays(Weekdays.bits(body.getJsonArray("weekdays")));
    }
    if (body.containsKey("channels")) {
      row.setChannels(Channels.bits(body.getJsonArray("channels")));
    }
    row.setMinQuantity(body.getInteger("min_quantity", row.getMinQuantity()));
    row.setTotalUses(body.getInteger("total_uses", row.getTotalUses()));
    row.setCombinable(body.getBoolean("combinable", row.getCombinable()));
    row.setActive(body.getBoolean("active", row.getActive()));
  }

  private static LocalDate day(JsonObject body, String name, LocalDate before) {
    return body.containsKey(name)
        ? Optional.ofNullable(body.getString(name)).map(Days::of).orElse(null)
        : before;
  }

  /**
   * As in openapi.yaml's Promotion.
   *
   * @param used in how many orders
   */
  JsonObject json(int used) {
    return new JsonObject()
        .put("code", row.getCode())
        .put("name_zh", row.getNameZh())
        .put("name_en", row.getNameEn())
        .put("kind", row.getKind())
        .put("amount", row.getAmount())
        .put("pays", row.getPays())
        .put("coupon", row.getCoupon())
        .put("ticket_types", new JsonArray(typeCodes))
        .put("sold_from", text(row.getSoldFrom()))
        .put("sold_until", text(row.getSoldUntil()))
        .put("visit_from", text(row.getVisitFrom()))
        .put("visit_until", text(row.getVisitUntil()))
        .put("weekdays", Weekdays.json(row.getWeekdays()))
        .put("channels", Channels.json(row.getChannels()))
        .put("min_quantity", row.getMinQuantity())
        .put("total_uses", row.getTotalUses())
        .put("used", used)
        .put("combinable", row.getCombinable())
        .put("active", row.getActive());
  }

  private static String text(LocalDate day) {
    return day == null ? null : day.toString();
  }
}
