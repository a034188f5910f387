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
   * @param passed people who passed before the next decision
   * @param givenBack people who did not
   */
  record Decided(String at, String reason, int passed, int givenBack) {
    static Decided admission(String at) {
      return new Decided(at, "", 0, 0);
    }

    static Decided refusal(String at, String reason) {
      return new Decided(at, reason, 0, 0);
    }

    Decided and(int morePassed, int moreGivenBack) {
      return new Decided(at, reason, passed + morePassed, givenBack + moreGivenBack);
    }

    @Override
    public String toString() {
      return (reason.isEmpty() ? "admission" : reason)
          + " at "
          + at
          + " with "
          + passed
          + " passes and "
          + givenBack
          + " given back";
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
      Decided other = stored.get(i);
      boolean toldAlike = one.reason().orElse("").equals(other.reason());
      if (!toldAlike || one.passed() != other.passed()) {
        found.add(
            one.visit().description()
                + ": met with "
                + one.reason().orElse("admission")
                + ", and "
                + one.passed()
                + " passed; the centre has stored "
                + other);
      }
      if (!toldAlike) {
        return found; // all that follow may only be shifted
      }
    }
    return found;
  }

  private static void add(JsonObject event, List<Decided> decisions) {
    String kind = event.getString("kind");
    boolean presented = event.getString("credential") != null;
    if (presented && kind.equals("ADMITTED")) {
      decisions.add(Decided.admission(event.getString("at")));
    } else if (presented && kind.equals("REFUSED")) {
      decisions.add(Decided.refusal(event.getString("at"), event.getString("reason")));
    } else if (kind.equals("PASSED")) {
      addToLast(decisions, event.getInteger("people"), 0);
    } else if (kind.equals("GIVEN_BACK")) {
      addToLast(decisions, 0, event.getInteger("people"));
    }
  }

  private static void addToLast(List<Decided> decisions, int passed, int givenBack) {
    if (!decisions.isEmpty()) {
      int last = decisions.size() - 1;
      decisions.set(last, decisions.get(last).and(passed, givenBack));
    }
  }
}
