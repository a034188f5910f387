package org.shanmen.central.catalogue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.shanmen.central.web.Refused;

/**
 * What depends on the day for tickets of a type.
 *
 * @param dayRules the first that holds a date counts
 * @param prices the first that holds the day counts
 * @param slots empty: whole days are sold
 */
public record TypeCalendar(List<DayRule> dayRules, List<PriceRule> prices, List<Slot> slots) {
  /** Every day as any other, sold whole. */
  public static final TypeCalendar EMPTY = new TypeCalendar(List.of(), List.of(), List.of());

  public TypeCalendar {
    dayRules = List.copyOf(dayRules);
    prices = List.copyOf(prices);
    slots = List.copyOf(slots);
  }

  /**
   * @param before what holds for what the request leaves out
   * @param body as in openapi.yaml
   * @throws Refused if a rule ends before it begins, or two slots begin at once
   */
  static TypeCalendar of(TypeCalendar before, JsonObject body) {
    return new TypeCalendar(
        rules(body, "day_rules", DayRule::of, before.dayRules),
        rules(body, "prices", PriceRule::of, before.prices),
        rules(body, "slots", Slot::of, before.slots));
  }

  private static <T> List<T> rules(
      JsonObject body, String name, Function<JsonArray, List<T>> parse, List<T> otherwise) {
    return body.containsKey(name) ? parse.apply(body.getJsonArray(name)) : otherwise;
  }

  /** The price of a day, if it is not the usual one. */
  Optional<Long> priceFen(LocalDate day) {
    return prices.stream().filter(rule -> rule.holds(day)).findFirst().map(PriceRule::priceFen);
  }

  /** Whether gates open on a day at all. */
  boolean opens(LocalDate day, int weekdays) {
    return dayRules.stream()
        .filter(rule -> !day.isBefore(rule.from()) && !day.isAfter(rule.until()))
        .findFirst()
        .map(rule -> !rule.closed())
        .orElseGet(() -> Weekdays.hold(weekdays, day.getDayOfWeek()));
  }

  /** The slots of a day, earliest first. */
  public List<Slot> slots(LocalDate day) {
    return slots.stream()
        .filter(slot -> slot.isOn(day))
        .sorted(java.util.Comparator.comparingInt(Slot::fromMinute))
        .toList();
  }

  /** The slot of a day that begins at a minute after midnight. */
  public Optional<Slot> slot(LocalDate day, int fromMinute) {
    return slots(day).stream().filter(slot -> slot.fromMinute() == fromMinute).findAny();
  }

  /** As in openapi.yaml's TicketType. */
  void writeTo(JsonObject type) {
    type.put("day_rules", list(dayRules, DayRule::json))
        .put("prices", list(prices, PriceRule::json))
        .put("slots", list(slots, Slot::json));
  }

  private static <T> JsonArray list(List<T> rules, Function<T, JsonObject> json) {
    return new JsonArray(rules.stream().map(json).toList());
  }
}
