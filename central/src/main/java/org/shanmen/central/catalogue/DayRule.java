package org.shanmen.central.catalogue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Refused;

/**
 * Dates with rules of their own: closed, or with other hours.
 *
 * @param from first day
 * @param until last day, inclusive
 */
public record DayRule(
    LocalDate from, LocalDate until, boolean closed, int openFromMinute, int openUntilMinute) {

  /**
   * @param rules as in openapi.yaml
   * @throws Refused if one ends before it begins, or is closed at certain hours
   */
  static List<DayRule> of(JsonArray rules) {
    return rules.stream().map(rule -> of((JsonObject) rule)).toList();
  }

  private static DayRule of(JsonObject body) {
    var rule =
        new DayRule(
            Days.of(body.getString("from")),
            Days.of(body.getString("until")),
            body.getBoolean("closed", false),
            body.getInteger("open_from_minute", 0),
            body.getInteger("open_until_minute", 0));
    if (rule.until.isBefore(rule.from)) {
      throw Refused.unprocessable(
          "日期规则的结束早于开始：%s 至 %s".formatted(rule.from, rule.until),
          "a day rule ends before it begins: %s to %s".formatted(rule.from, rule.until));
    }
    if (rule.closed && (rule.openFromMinute != 0 || rule.openUntilMinute != 0)) {
      throw Refused.unprocessable(
          "关闭的日期（closed）不能有时段：" + rule.from, "days that are closed have no hours: " + rule.from);
    }
    return rule;
  }

  org.shanmen.protocol.wire.DayRule wire() {
    return org.shanmen.protocol.wire.DayRule.newBuilder()
        .setFromDay((int) from.toEpochDay())
        .setUntilDay((int) until.toEpochDay())
        .setClosed(closed)
        .setOpenFromMinute(openFromMinute)
        .setOpenUntilMinute(openUntilMinute)
        .build();
  }

  JsonObject json() {
    return new JsonObject()
        .put("from", from.toString())
        .put("until", until.toString())
        .put("closed", closed)
        .put("open_from_minute", openFromMinute)
        .put("open_until_minute", openUntilMinute);
  }
}
