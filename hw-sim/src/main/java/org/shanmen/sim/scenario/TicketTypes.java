package org.shanmen.sim.scenario;

import java.util.List;
import java.util.Map;
import org.shanmen.protocol.wire.DayRule;
import org.shanmen.protocol.wire.Direction;
import org.shanmen.protocol.wire.Fee;
import org.shanmen.protocol.wire.OfflinePolicy;
import org.shanmen.protocol.wire.Reentry;
import org.shanmen.protocol.wire.TicketKind;
import org.shanmen.protocol.wire.TicketTemplate;

/** Reads ticket types: {@code type NAME KIND ["zh" ["en"]]: rule, rule, ...}. */
final class TicketTypes {
  private static final Map<String, TicketKind> KINDS =
      Words.spelled(
          List.of(
              TicketKind.SINGLE,
              TicketKind.CONCESSION,
              TicketKind.GROUP,
              TicketKind.COUNT_CARD,
              TicketKind.PERIOD_PASS,
              TicketKind.STAFF_CARD,
              TicketKind.STORED_VALUE,
              TicketKind.RESIDENT));
  private static final Map<String, Reentry> REENTRIES =
      Map.of(
          "counts", Reentry.REENTRY_COUNTS,
          "free", Reentry.REENTRY_FREE,
          "after-exit", Reentry.REENTRY_AFTER_EXIT,
          "never", Reentry.REENTRY_NEVER);
  private static final Map<String, OfflinePolicy> POLICIES =
      Map.of(
          "open", OfflinePolicy.OFFLINE_OPEN,
          "claim", OfflinePolicy.OFFLINE_CLAIM,
          "strict", OfflinePolicy.OFFLINE_STRICT);
  static final Map<String, Direction> WAYS = Map.of("in", Direction.IN, "out", Direction.OUT);
  private static final String RULES =
      "entries, people, credit, hours, weekdays, areas, check-points, per-day, per-area, pause,"
          + " first-use, closed, special, re-entry, anti-passback, check, fee, offline, collected,"
          + " beyond-capacity, only or later";

  private final Park park;
  private TicketTemplate.Builder template;
  private int entries;
  private int people = 1;
  private long creditFen;
  private boolean later;

  TicketTypes(Park park) {
    this.park = park;
  }

  void read(Words words) {
    words.need("type");
    String name = words.take("the type's name");
    if (park.types.containsKey(name)) {
      throw words.mistake("there is a type " + name + " already", "票种重名");
    }
    template =
        TicketTemplate.newBuilder()
            .setId(park.types.size() + 1)
            .setKind(words.choose(KINDS))
            .setNameZh(name)
            .setNameEn(name);
    if (isName(words)) {
      template.setNameZh(words.take("the Chinese name"));
    }
    if (isName(words)) {
      template.setNameEn(words.take("the English name"));
    }
    if (words.took(":")) {
      do {
        rule(words, words.take("a rule: " + RULES));
      } while (words.took(","));
    }
    park.types.put(name, new TicketType(name, template.build(), entries, people, creditFen, later));
  }

  private static boolean isName(Words words) {
    return words.peek().filter(word -> word.startsWith("\"")).isPresent();
  }

  private void rule(Words words, String rule) {
    switch (rule) {
      case "entries" -> entries = words.count("entries", 1);
      case "people" -> people = words.count("people", 1);
      case "credit" -> creditFen = Quantities.fen(words, "the credit");
      case "hours" -> {
        var hours = Quantities.hours(words);
        template.setOpenFromMinute(hours.from()).setOpenUntilMinute(hours.until());
      }
      case "weekdays" -> template.setWeekdays(Quantities.weekdays(words));
      case "areas" -> areas(words);
      case "check-points" -> checkPoints(words);
      case "per-day" -> template.setEntriesPerDay(words.count("entries each day", 1));
      case "per-area" -> template.setEntriesPerArea(words.count("entries into each area", 1));
      case "pause" -> template.setMinutesBetween(minutes(words));
      case "first-use" -> {
        template.setDaysFromFirstUse(words.count("days from the first use on", 1));
        words.need("days");
      }
      case "closed" -> template.addDayRules(day(words).setClosed(true));
      case "special" -> {
        var day = day(words);
        var hours = Quantities.hours(words);
        template.addDayRules(day.setOpenFromMinute(hours.from()).setOpenUntilMinute(hours.until()));
      }
      case "re-entry" -> template.setReentry(words.choose(REENTRIES));
      case "anti-passback" -> template.setAntiPassbackMinutes(minutes(words));
      case "check" -> template.setNeedsCheck(true);
      case "fee" ->
          template.addFees(
              Fee.newBuilder().setArea(area(words)).setFen(Quantities.fen(words, "the fee")));
      case "offline" -> offline(words);
      case "later" -> later = true;
      case "collected" -> template.setCollected(true);
      case "beyond-capacity" -> template.setBeyondCapacity(true);
      case "only" -> template.setOnly(words.choose(WAYS));
      default -> throw words.unexpected(rule, RULES);
    }
  }

  /** A policy, or how much of one ticket a gate takes by itself. */
  private void offline(Words words) {
    if (words.peek().filter(POLICIES::containsKey).isPresent()) {
      template.setOffline(words.choose(POLICIES));
    } else {
      template.setOfflineLimitFen(Quantities.fen(words, "open, claim, strict, or the limit"));
    }
  }

  private void areas(Words words) {
    do {
      template.addAreas(area(words));
    } while (!words.atEnd() && !words.isNext(","));
  }

  private void checkPoints(Words words) {
    do {
      template.addCheckPoints(park.checkPoint(words.take("the check point's name")));
    } while (!words.atEnd() && !words.isNext(","));
  }

  private int area(Words words) {
    return words.take("an area that is declared above: " + park.areas.keySet(), park.areas::get);
  }

  private static int minutes(Words words) {
    return Math.toIntExact(Quantities.span(words, "a time").toMinutes());
  }

  private static DayRule.Builder day(Words words) {
    var days = Quantities.days(words);
    return DayRule.newBuilder()
        .setFromDay((int) days.from().toEpochDay())
        .setUntilDay((int) days.until().toEpochDay());
  }
}
