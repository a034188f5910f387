package org.shanmen.central.catalogue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.shanmen.central.web.Refused;

/**
 * A part of the day for which tickets are sold apart, and in which alone they open gates.
 *
 * @param fromMinute after midnight in the park's zone, 0 to 1439
 * @param untilMinute exclusive, 1 to 1440; smaller than fromMinute: on the next day
 * @param quota for how many people tickets of one day are sold; 0: no limit of its own
 * @param weekdays bits, see {@link Weekdays}; 0: every day
 */
public record Slot(int fromMinute, int untilMinute, int quota, int weekdays) {
  private static final int MINUTES_A_DAY = 24 * 60;

  /**
   * @param slots as in openapi.yaml
   * @throws Refused if one is empty, or two begin at once
   */
  static List<Slot> of(JsonArray slots) {
    var parsed = slots.stream().map(slot -> of((JsonObject) slot)).toList();
    for (int i = 0; i < parsed.size(); i++) {
      for (var later : parsed.subList(i + 1, parsed.size())) {
        if (parsed.get(i).beginsWith(later)) {
          throw Refused.unprocessable(
              "两个时段（slots）在同一天同时开始：" + later.name(), "two slots begin at once: " + later.name());
        }
      }
    }
    return parsed;
  }

  private static Slot of(JsonObject body) {
    var slot =
        new Slot(
            body.getInteger("from_minute"),
            body.getInteger("until_minute"),
            body.getInteger("quota", 0),
            Weekdays.bits(body.getJsonArray("weekdays", new JsonArray())));
    if (slot.fromMinute == slot.untilMinute) {
      throw Refused.unprocessable(
          "时段（slots）的开始与结束相同：" + slot.name(), "a slot ends when it begins: " + slot.name());
    }
    return slot;
  }

  private boolean beginsWith(Slot other) {
    boolean sameDay = weekdays == 0 || other.weekdays == 0 || (weekdays & other.weekdays) != 0;
    return fromMinute == other.fromMinute && sameDay;
  }

  boolean isOn(LocalDate day) {
    return Weekdays.hold(weekdays, day.getDayOfWeek());
  }

  Instant from(LocalDate day, ZoneId zone) {
    return at(day, fromMinute, zone);
  }

  /** Exclusive. */
  public Instant until(LocalDate day, ZoneId zone) {
    return at(untilMinute < fromMinute ? day.plusDays(1) : day, untilMinute, zone);
  }

  /** The moment when clocks in the park show so; within a gap of the clocks, right behind it. */
  private static Instant at(LocalDate day, int minute, ZoneId zone) {
    return minute == 0 || minute == MINUTES_A_DAY
        ? day.plusDays(minute / MINUTES_A_DAY).atStartOfDay(zone).toInstant()
        : day.atTime(LocalTime.ofSecondOfDay(minute * 60L)).atZone(zone).toInstant();
  }

  /** Whether gates with these hours are open all through it; the same minute twice: always. */
  boolean within(int openFromMinute, int openUntilMinute) {
    if (openFromMinute == openUntilMinute) {
      return true;
    }
    int opens = openFromMinute;
    int closes = openUntilMinute > opens ? openUntilMinute : openUntilMinute + MINUTES_A_DAY;
    int ends = untilMinute > fromMinute ? untilMinute : untilMinute + MINUTES_A_DAY;
    return (fromMinute >= opens && ends <= closes)
        || (fromMinute + MINUTES_A_DAY >= opens && ends + MINUTES_A_DAY <= closes);
  }

  /** 09:00–11:00. */
  public String name() {
    return clock(fromMinute) + "–" + clock(untilMinute);
  }

  /** A minute after midnight as clocks show it, such as 09:05. */
  public static String clock(int minute) {
    return "%02d:%02d".formatted(minute / 60, minute % 60);
  }

  /** As in openapi.yaml's TicketType. */
  JsonObject json() {
    return new JsonObject()
        .put("from_minute", fromMinute)
        .put("until_minute", untilMinute)
        .put("quota", quota)
        .put("weekdays", Weekdays.json(weekdays));
  }
}
