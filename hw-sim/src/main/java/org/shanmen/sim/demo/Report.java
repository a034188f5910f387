package org.shanmen.sim.demo;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * What a crowd leaves behind in figures.
 *
 * @param arrived people
 * @param admitted people whom a gate let in
 * @param refused people by the reason that they were given
 * @param saleToGateMs p50 and p99 from a sale's commit to a gate's confirmation
 */
record Report(
    int arrived,
    int admitted,
    Map<String, Integer> refused,
    Books books,
    Takings.Money money,
    Decisions decisions,
    SaleToGate saleToGateMs,
    double durationSeconds) {
  /** From a code read to the command for the arm, in microseconds. */
  public record Decisions(long p50, long p99, long p999, long max) {}

  /** In milliseconds. */
  public record SaleToGate(double p50, double p99) {}

  /** With the keys by which others read it. */
  public JsonObject json() {
    var reasons = new JsonObject();
    refused.forEach(reasons::put);
    return new JsonObject()
        .put("arrived", arrived)
        .put("admitted", admitted)
        .put("refused", reasons)
        .put("passes", books.json())
        .put("money", money.json())
        .put(
            "decision_us",
            new JsonObject()
                .put("p50", decisions.p50())
                .put("p99", decisions.p99())
                .put("p999", decisions.p999())
                .put("max", decisions.max()))
        .put(
            "sale_to_gate_ms",
            new JsonObject().put("p50", saleToGateMs.p50()).put("p99", saleToGateMs.p99()))
        .put("duration_s", Math.round(durationSeconds * 10) / 10.0);
  }
}
