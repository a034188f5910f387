package org.shanmen.central.catalogue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Refused;

/**
 * What a ticket costs whose first day is one of these: a season, a holiday, weekends.
 *
 * @param from first day; empty: ever since
 * @param until last day, inclusive; empty: for ever
 * @param weekdays bits, see {@link Weekdays}; 0: every day
 */
public record PriceRule(
    Optional<LocalDate> from, Optional<LocalDate> until, int weekdays, long priceFen) {
  /**
   * @param rules as in openapi.yaml
   * @throws Refused if one ends before it begins
   */
  static List<PriceRule> of(JsonArray rules) {
    return rules.stream().map(rule -> of((JsonObject) rule)).toList();
  }

  private static PriceRule of(JsonObject body) {
    var rule =
        new PriceRule(
            Optional.ofNullable(body.getString("from")).map(Days::of),
            Optional.ofNullable(body.getString("until")).map(Days::of),
            Weekdays.bits(body.getJsonArray("weekdays", new JsonArray())),
            body.getLong("price_fen"));
    if (rule.from.isPresent()
        && rule.until.isPresent()
        && rule.until.get().isBefore(rule.from.get())) {
      throw Refused.unprocessable(
          "价格日历的结束早于开始：%s 至 %s".formatted(rule.from.get(), rule.until.get()),
          "a price ends before it begins: %s to %s".formatted(rule.from.get(), rule.until.get()));
    }
    return rule;
  }

  boolean holds(LocalDate day) {
    return from.map(first -> !day.isBefore(first)).orElse(true)
        && until.map(last -> !day.isAfter(last)).orElse(true)
        && Weekdays.hold(weekdays, day.getDayOfWeek());
  }

  JsonObject json() {
    return new JsonObject()
        .put("from", from.map(LocalDate::toString).orElse(null))
        .put("until", until.map(LocalDate::toString).orElse(null))
        .put("weekdays", Weekdays.json(weekdays))
        .put("price_fen", priceFen);
  }
}
