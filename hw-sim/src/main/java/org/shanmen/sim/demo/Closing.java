package org.shanmen.sim.demo;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.CentreClient;
import org.shanmen.sim.park.Exposition;
import org.shanmen.sim.park.GateHouse;
import org.shanmen.sim.park.Park;
import org.shanmen.sim.park.Quantiles;

/** Closes the books when the crowd has gone home. */
final class Closing {
  /** Name of the gates' histogram from a code read to the command for the arm. */
  static final String DECISION_SECONDS = "shanmen_decision_seconds";

  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);

  private Closing() {}

  /**
   * A crowd's result.
   *
   * @param objections what does not balance or was not planned, in words; none: all is well
   */
  record Result(Report report, List<String> objections) {}

  /** Waits until the gates have told the centre everything, and compares all that was counted. */
  static Result close(Stage stage, Tally tally, Duration took) {
    var park = stage.park();
    var viewer = stage.viewer();
    List<String> objections = new ArrayList<>();
    for (GateHouse gate : park.gates()) {
      try {
        // The last one's pass is written a moment after he has come through.
        long sensed = gate.lane().state().sensed().passed();
        gate.awaitHealth(
            "to have told the centre all",
            SETTLE_LIMIT,
            health -> health.passes() >= sensed && health.isAllAcknowledged());
      } catch (Await.TookTooLong e) {
        objections.add(e.getMessage());
      }
    }
    JsonObject stats = viewer.get("/stats");
    Books books = books(park, stats);
    tally.served().forEach(one -> one.surprise().ifPresent(objections::add));
    objections.addAll(books.imbalances());
    objections.addAll(differencesFromEvents(park, viewer, tally));
    Tally.Counts counts = tally.counts();
    int refused = counts.refused().values().stream().mapToInt(Integer::intValue).sum();
    if (counts.admitted() + refused != counts.arrived()) {
      objections.add(
          counts.arrived()
              + " people arrived, but "
              + counts.admitted()
              + " were admitted and "
              + refused
              + " refused");
    }
    if (books.total().sensed() != counts.passed()) {
      objections.add(
          counts.passed()
              + " people say that they went through, the beams saw "
              + books.total().sensed());
    }
    var money = stage.money();
    objections.addAll(money.imbalances());
    return new Result(report(park, stats, counts, books, money, took), List.copyOf(objections));
  }

  /** The gates' decision times, put together. */
  static Quantiles decisions(Park park) {
    List<Exposition> figures = park.gates().stream().map(gate -> gate.ops().metrics()).toList();
    return Quantiles.merged(DECISION_SECONDS, figures);
  }

  private static Books books(Park park, JsonObject stats) {
    Map<String, JsonObject> stored = new HashMap<>();
    stats.getJsonArray("gates").stream()
        .map(JsonObject.class::cast)
        .forEach(gate -> stored.put(gate.getString("code"), gate));
    SortedMap<String, Books.Page> pages = new TreeMap<>();
    for (GateHouse gate : park.gates()) {
      JsonObject row = stored.get(gate.code());
      pages.put(
          gate.code(),
          new Books.Page(
              gate.lane().state().sensed().passed(),
              gate.ops().health().passes(),
              row == null ? 0 : row.getLong("passed_in") + row.getLong("passed_out")));
    }
    return new Books(pages);
  }

  private static List<String> differencesFromEvents(Park park, CentreClient viewer, Tally tally) {
    List<String> found = new ArrayList<>();
    for (GateHouse gate : park.gates()) {
      List<Served> here =
          tally.served().stream().filter(one -> one.visit().gate().equals(gate.code())).toList();
      found.addAll(
          EventAudit.differences(gate.code(), here, EventAudit.stored(viewer, gate.code())));
    }
    return found;
  }

  private static Report report(
      Park park,
      JsonObject stats,
      Tally.Counts counts,
      Books books,
      Takings.Money money,
      Duration took) {
    Quantiles decisions = decisions(park);
    JsonObject saleToGate = stats.getJsonObject("sale_to_gate_ms");
    return new Report(
        counts.arrived(),
        counts.admitted(),
        counts.refused(),
        books,
        money,
        new Report.Decisions(
            decisions.micros(0.5),
            decisions.micros(0.99),
            decisions.micros(0.999),
            decisions.maxMicros()),
        new Report.SaleToGate(saleToGate.getDouble("p50"), saleToGate.getDouble("p99")),
        took.toMillis() / 1000.0);
  }
}
