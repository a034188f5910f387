package org.shanmen.sim.replay;

import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.shanmen.sim.crowd.Footfall;

/**
 * People by place, month, weekday and local hour. Hours without anybody are left out, so that what
 * a sensor did not count and what it counted as nobody are the same.
 */
record HourSums(SortedMap<String, Long> sums) {
  /** What was counted by sensors. */
  static HourSums of(List<Footfall.Row> rows, Map<String, String> checkPointOf, ZoneId zone) {
    var sums = new TreeMap<String, Long>();
    for (var row : rows) {
      if (row.count() > 0) {
        var local = row.hourStart().atZoneSameInstant(zone);
        String key =
            key(
                checkPointOf.get(row.place()),
                "%04d-%02d".formatted(local.getYear(), local.getMonthValue()),
                local.getDayOfWeek().getValue(),
                local.getHour());
        sums.merge(key, row.count(), Long::sum);
      }
    }
    return new HourSums(sums);
  }

  /** What the centre reports, by check_point, month, weekday and hour. */
  static HourSums of(JsonObject report) {
    var sums = new TreeMap<String, Long>();
    report.getJsonArray("rows").stream()
        .map(JsonObject.class::cast)
        .forEach(
            row ->
                sums.put(
                    key(
                        row.getString("check_point"),
                        row.getString("month"),
                        row.getInteger("weekday"),
                        row.getInteger("hour")),
                    row.getLong("in")));
    return new HourSums(sums);
  }

  private static String key(String checkPoint, String month, int weekday, int hour) {
    return "%s %s weekday %d %02d:00".formatted(checkPoint, month, weekday, hour);
  }

  long total() {
    return sums.values().stream().mapToLong(people -> people).sum();
  }

  /** Where these differ from others, in words; empty if nowhere. */
  List<String> differences(HourSums others) {
    var keys = new TreeMap<>(sums);
    keys.putAll(others.sums);
    var differences = new ArrayList<String>();
    for (String key : keys.keySet()) {
      long ours = sums.getOrDefault(key, 0L);
      long theirs = others.sums.getOrDefault(key, 0L);
      if (ours != theirs) {
        differences.add("%s: %d in the file, %d in the report".formatted(key, ours, theirs));
      }
    }
    return differences;
  }
}
