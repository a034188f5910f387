package org.shanmen.central.gatelink;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * People whom the beams saw through in one day, by hour and direction, however they came to pass.
 * Not thread-safe.
 */
public final class Passes {
  private static final List<String> KINDS = List.of("PASSED", "FREE_PASS", "UNAUTHORISED_PASS");

  private final long[] in = new long[24];
  private final long[] out = new long[24];

  /**
   * The counts of the table gate_count that count passes.
   *
   * @param direction IN or OUT
   */
  public static List<String> countedAs(String direction) {
    return KINDS.stream().map(kind -> kind + ':' + direction).toList();
  }

  /**
   * The direction in which a count of the table gate_count counts passes: IN or OUT.
   *
   * @return empty if it counts something else
   */
  public static Optional<String> direction(String what) {
    int colon = what.indexOf(':');
    return colon > 0 && KINDS.contains(what.substring(0, colon))
        ? Optional.of(what.substring(colon + 1))
        : Optional.empty();
  }

  /** Adds a count of the table gate_count, if it is one of passes. */
  public void add(int hour, String what, long people) {
    direction(what).ifPresent(direction -> (direction.equals("IN") ? in : out)[hour] += people);
  }

  public long totalIn() {
    return java.util.Arrays.stream(in).sum();
  }

  public long totalOut() {
    return java.util.Arrays.stream(out).sum();
  }

  /** All hours in which somebody passed. */
  public JsonArray hours() {
    var hours = new JsonArray();
    for (int hour = 0; hour < in.length; hour++) {
      if (in[hour] + out[hour] > 0) {
        hours.add(new JsonObject().put("hour", hour).put("in", in[hour]).put("out", out[hour]));
      }
    }
    return hours;
  }
}
