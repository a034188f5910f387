package org.shanmen.central.report;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;

/** What is read out of a report's answer. */
final class Reported {
  private Reported() {}

  static long total(JsonObject report, String key) {
    return report.getJsonObject("total").getLong(key);
  }

  static List<JsonObject> rows(JsonObject report) {
    return report.getJsonArray("rows").stream().map(JsonObject.class::cast).toList();
  }

  static JsonObject row(JsonObject report, String key, String value) {
    return rows(report).stream()
        .filter(each -> each.getString(key).equals(value))
        .findAny()
        .orElseThrow();
  }

  /** Of the row of a ticket type. */
  static List<Long> row(JsonObject report, String type, String... keys) {
    var row = row(report, "ticket_type", type);
    return Arrays.stream(keys).map(row::getLong).toList();
  }
}
