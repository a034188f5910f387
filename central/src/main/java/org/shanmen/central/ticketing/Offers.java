package org.shanmen.central.ticketing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jooq.DSLContext;
import org.shanmen.central.catalogue.Channel;
import org.shanmen.central.catalogue.Channels;
import org.shanmen.central.catalogue.TicketType;
import org.shanmen.central.web.Refused;

/**
 * What can be sold for a day, at which price, and how much of it is left. Methods take the caller's
 * transaction and block.
 */
final class Offers {
  /** Of one calendar. */
  static final int DAYS = 92;

  private final ZoneId zone;

  /**
   * @param zone the park's
   */
  Offers(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * @param types of which those on sale over the channel are offered
   * @return as openapi.yaml shows it
   */
  JsonObject on(
      DSLContext tx, LocalDate day, Channel channel, List<TicketType> types, Instant now) {
    var onSale =
        types.stream()
            .filter(type -> type.row().getOnSale())
            .filter(type -> Channels.hold(type.row().getChannels(), channel))
            .toList();
    var levels = StockLevels.read(tx, onSale, List.of(day), zone);
    var offers = new JsonArray();
    onSale.forEach(type -> offers.add(offer(type, day, levels, now)));
    return new JsonObject().put("day", day.toString()).put("offers", offers);
  }

  private JsonObject offer(TicketType type, LocalDate day, StockLevels levels, Instant now) {
    var row = type.row();
    return onDay(type, day, levels, now)
        .put("ticket_type", row.getCode())
        .put("name_zh", row.getNameZh())
        .put("name_en", row.getNameEn())
        .put("kind", row.getKind())
        .put("max_people", row.getMaxPeople())
        .put("needs_check", row.getNeedsCheck())
        .put("holds_money", type.holdsMoney())
        .put("proof", row.getProof())
        .put("proof_zh", row.getProofZh())
        .put("proof_en", row.getProofEn())
        .put("asks_holders", row.getRealName() || row.getLimitPerId() > 0)
        .put("asks_phone", row.getLimitPerPhone() > 0);
  }

  private JsonObject onDay(TicketType type, LocalDate day, StockLevels levels, Instant now) {
    return new JsonObject()
        .put("price_fen", type.priceFen(day, LocalDate.ofInstant(now, zone)))
        .put("left", StockLevels.boxed(levels.left(type, day)))
        .put("open", type.opens(day))
        .put("slots", levels.slots(type, day, now, zone));
  }

  /**
   * Prices and stock of one type, day by day.
   *
   * @param until inclusive
   * @return as openapi.yaml shows it
   * @throws Refused if it ends before it begins, or has too many days
   */
  JsonObject calendar(
      DSLContext tx, TicketType type, LocalDate from, LocalDate until, Instant now) {
    if (until.isBefore(from) || !until.isBefore(from.plusDays(DAYS))) {
      throw Refused.unprocessable(
          "日历须为 1 至 %d 天：%s 至 %s".formatted(DAYS, from, until),
          "a calendar has 1 to %d days: %s to %s".formatted(DAYS, from, until));
    }
    var days = from.datesUntil(until.plusDays(1)).toList();
    var levels = StockLevels.read(tx, List.of(type), days, zone);
    var list = new JsonArray();
    days.forEach(day -> list.add(onDay(type, day, levels, now).put("day", day.toString())));
    return new JsonObject().put("ticket_type", type.row().getCode()).put("days", list);
  }
}
