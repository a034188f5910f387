package org.shanmen.sim.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.shanmen.sim.park.CentreClient;

/**
 * Compares what visitors were told at a gate with what the centre has stored about it, decision by
 * decision.
 */
final class EventAudit {
  private static final int PAGE = 1000;

  /**
   * A decision as the centre stored it.
   *
   * @param reason empty for an admission
   */
  record Decided(String at, String reason) {
    @Override
    public String toString() {
      return (reason.isEmpty() ? "admission" : reason) + " at " + at;
    }
  }

  private EventAudit() {}

  /** All decisions of a gate on something presented, in the order of its journal. */
  static List<Decided> stored(CentreClient viewer, String gate) {
    List<Decided> decisions = new ArrayList<>();
    long after = 0;
    while (true) {
      JsonObject page =
          viewer.get(
              "/events?gate=" + CentreClient.escaped(gate) + "&after=" + after + "&limit=" + PAGE);
      JsonArray events = page.getJsonArray("events");
      events.stream().map(JsonObject.class::cast).forEach(event -> add(event, decisions));
      if (events.size() < PAGE) {
        return decisions;
      }
      after = page.getLong("next");
    }
  }

  /** Where the two differ, in words. Visits that met with trouble are told elsewhere. */
  static List<String> differences(String gate, List<Served> served, List<Decided> stored) {
    List<Served> decided = served.stream().filter(one -> one.trouble().isEmpty()).toList();
    List<String> found = new ArrayList<>();
    if (decided.size() != stored.size()) {
      found.add(
          "gate "
              + gate
              + ": visitors met with "
              + decided.size()
              + " decisions, the centre has stored "
              + stored.size());
    }
    for (int i = 0; i < Math.min(decided.size(), stored.size()); i++) {
      Served one = decided.get(i);
      if (!one.reason().orElse("").equals(stored.get(i).reason())) {
        found.add(
            one.visit().description()
                + ": was told "
                + one.reason().orElse("admission")
                + ", the centre has stored "
                + stored.get(i));
        return found; // all that follow may only be shifted
      }
    }
    return found;
  }

  private static void add(JsonObject event, List<Decided> decisions) {
    String kind = event.getString("kind");
    boolean presented = event.getString("credential") != null;
    if (presented && kind.equals("ADMITTED")) {
      decisions.add(new Decided(event.getString("at"), ""));
    } else if (presented && kind.equals("REFUSED")) {
      decisions.add(new Decided(event.getString("at"), event.getString("reason")));
    }
  }
}
