package org.shanmen.sim.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.shanmen.gate.lane.Posture;
import org.shanmen.protocol.wire.LaneMode;
import org.shanmen.protocol.wire.Reason;

/** Which refusals, modes, postures and alarms the scenarios show, and where. */
final class Coverage {
  private static final String REFUSE = "REFUSE ";
  private static final String MODE = "MODE ";
  private static final String POSTURE = "POSTURE ";
  private static final String ALARM = "ALARM ";

  /** All that a gate can raise; a device's name, where there is one, stands behind a colon. */
  static final List<String> ALARMS =
      List.of(
          "FIRE",
          "TAILGATING",
          "WRONG_DIRECTION",
          "CRAWLING_BACK",
          "CLIMBING",
          "FORCED_PASS",
          "ARM_PUSHED",
          "LOITERING",
          "BEAM_STUCK",
          "NOT_SENSING",
          "COLLECTOR_FULL",
          "COLLECTOR_FAULT",
          "OTHER_LANE_OPEN",
          "TESTING",
          "DEVICE_FAULT",
          "NOT_RECORDING",
          "GUESSING",
          "JOURNAL_FILLING",
          "CLOCK_OFF",
          "CLOCK_UNKNOWN");

  /** Alarms that no scenario can show, and why not. */
  static final Map<String, String> NOT_PLAYED =
      Map.of(
          "DISK_LOW", "the disk that scenarios are played on has room",
          "JOURNAL_DAMAGED", "bits do not rot in a scenario: ./shanmen soak bit-rot",
          "LIST_DAMAGED", "bits do not rot in a scenario: ./shanmen soak bit-rot",
          "LIST_NOT_SAVED", "no disk fails in a scenario: ./shanmen soak disk-fault",
          "STATE_LOST", "bits do not rot in a scenario: ./shanmen soak bit-rot",
          "STATE_NOT_SAVED", "no disk fails in a scenario: ./shanmen soak disk-fault");

  private final Map<String, List<String>> places = new LinkedHashMap<>();

  Coverage() {
    for (Reason reason : Reason.values()) {
      if (reason != Reason.REASON_UNSPECIFIED && reason != Reason.UNRECOGNIZED) {
        places.put(REFUSE + reason.name(), new ArrayList<>());
      }
    }
    for (LaneMode mode : LaneMode.values()) {
      if (mode != LaneMode.LANE_MODE_UNSPECIFIED && mode != LaneMode.UNRECOGNIZED) {
        places.put(MODE + Words.spelled(mode), new ArrayList<>());
      }
    }
    for (Posture posture : Posture.values()) {
      places.put(POSTURE + Words.spelled(posture), new ArrayList<>());
    }
    ALARMS.forEach(alarm -> places.put(ALARM + alarm, new ArrayList<>()));
  }

  void add(Performance performance) {
    String where = performance.script().file() + ": " + performance.script().title();
    for (var seen : performance.seen()) {
      var outcome = seen.outcome();
      if (!outcome.words.isEmpty()) {
        note(outcome.name + " " + outcome.words.get(0), where);
      }
    }
    var conditions = performance.conditions();
    conditions.postures().forEach(each -> note(POSTURE + Words.spelled(each), where));
    conditions.alarms().forEach(each -> note(ALARM + each.split(":", 2)[0], where));
  }

  private void note(String what, String where) {
    var known = places.get(what);
    if (known != null && !known.contains(where)) {
      known.add(where);
    }
  }

  /** What no scenario shows and one could. */
  List<String> missing() {
    return places.entrySet().stream()
        .filter(each -> each.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  List<String> report() {
    var lines = new ArrayList<String>();
    places.forEach(
        (what, where) -> {
          lines.add("%-28s %d".formatted(what, where.size()));
          where.forEach(place -> lines.add("    " + place));
        });
    NOT_PLAYED.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            each -> lines.add("%-28s - (%s)".formatted(ALARM + each.getKey(), each.getValue())));
    return lines;
  }
}
