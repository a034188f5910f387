package org.shanmen.sim.bench;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What came of one benchmark.
 *
 * @param unit of every figure that does not name its own
 * @param against peers and limits by name, measured in the same run
 */
record Result(String name, String unit, Figures ours, Map<String, Figures> against, Goal goal) {
  Result {
    against = new LinkedHashMap<>(against);
  }

  boolean isMet() {
    return goal.isMet(ours, against);
  }

  /** Ours by theirs, of the figure that stands for all of theirs, or of ours if we have no such. */
  Map<String, Double> ratios() {
    var ratios = new LinkedHashMap<String, Double>();
    against.forEach(
        (who, figures) -> {
          String name = figures.headlineName();
          double same = ours.has(name) ? ours.get(name) : ours.headline();
          ratios.put(who, same / figures.headline());
        });
    return ratios;
  }

  JsonObject toJson() {
    var others = new JsonObject();
    against.forEach((who, figures) -> others.put(who, figures.toJson()));
    var ratio = new JsonObject();
    ratios().forEach((who, value) -> ratio.put(who, Figures.rounded(value)));
    return new JsonObject()
        .put("name", name)
        .put("unit", unit)
        .put("ours", ours.toJson())
        .put("against", others)
        .put("ratio", ratio)
        .put("goal", goal.text(unit))
        .put("met", isMet());
  }

  /** Some lines for people. */
  String text() {
    var text = new StringBuilder();
    text.append(
        "%s (%s): goal %s: %s%n"
            .formatted(name, unit, goal.text(unit), isMet() ? "met" : "MISSED"));
    text.append("  %-24s %s%n".formatted("ours", ours.text()));
    var ratios = ratios();
    against.forEach(
        (who, figures) ->
            text.append(
                "  %-24s %s; ours is %s times that%n"
                    .formatted(who, figures.text(), Figures.rounded(ratios.get(who)))));
    return text.toString();
  }
}
