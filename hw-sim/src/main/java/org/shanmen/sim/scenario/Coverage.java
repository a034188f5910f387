package org.shanmen.sim.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

/** Which refusals and modes the scenarios show, and where. */
final class Coverage {
  private final Map<String, List<String>> byReason = new LinkedHashMap<>();
  private final Map<String, List<String>> byMode = new LinkedHashMap<>();

  Coverage() {
    for (Reason reason : Reason.values()) {
      if (reason != Reason.REASON_UNSPECIFIED && reason != Reason.UNRECOGNIZED) {
        byReason.put(reason.name(), new ArrayList<>());
      }
    }
    for (LaneMode mode : LaneMode.values()) {
      if (mode != LaneMode.LANE_MODE_UNSPECIFIED && mode != LaneMode.UNRECOGNIZED) {
        byMode.put(Words.spelled(mode), new ArrayList<>());
      }
    }
  }

  void add(Performance performance) {
    String where = performance.script().file() + ": " + performance.script().title();
    for (var seen : performance.seen()) {
      note("REFUSE", byReason, seen.outcome(), where);
      note("MODE", byMode, seen.outcome(), where);
    }
  }

  private static void note(
      String name, Map<String, List<String>> places, Outcome outcome, String where) {
    if (outcome.name.equals(name)) {
      var known = places.get(outcome.words.get(0));
      if (known != null && !known.contains(where)) {
        known.add(where);
      }
    }
  }

  /** Reasons and modes that no scenario shows. */
  List<String> missing() {
    var missing = new ArrayList<String>();
    byReason.forEach(
        (reason, places) -> {
          if (places.isEmpty()) {
            missing.add("REFUSE " + reason);
          }
        });
    byMode.forEach(
        (mode, places) -> {
          if (places.isEmpty()) {
            missing.add("MODE " + mode);
          }
        });
    return missing;
  }

  List<String> report() {
    var lines = new ArrayList<String>();
    byReason.forEach((reason, places) -> lines.addAll(section("REFUSE " + reason, places)));
    byMode.forEach((mode, places) -> lines.addAll(section("MODE " + mode, places)));
    return lines;
  }

  private static List<String> section(String what, List<String> places) {
    var lines = new ArrayList<String>();
    lines.add("%-28s %d".formatted(what, places.size()));
    places.forEach(place -> lines.add("    " + place));
    return lines;
  }
}
