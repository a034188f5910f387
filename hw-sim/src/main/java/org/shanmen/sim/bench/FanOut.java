package org.shanmen.sim.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.shanmen.protocol.Frames;
import org.shanmen.protocol.wire.Delta;
import org.shanmen.protocol.wire.Envelope;
import org.shanmen.sim.park.Exposition;

/**
 * From the commit of a sale until each gate has confirmed the ticket, by the centre's own clock,
 * for all gates at once over TLS, with a heartbeat of each gate every second. Beside writing as
 * many bytes to as many bare sockets, one after the other, and reading an answer from each; and
 * beside Mosquitto, QoS 1, from the publication until each subscriber has it, without TLS.
 * Mosquitto is left out where it is not installed.
 */
final class FanOut implements Benchmark {
  private static final double MICROS_PER_SECOND = 1e6;
  private static final String SALE_TO_GATE = "shanmen_sale_to_gate_seconds";
  private static final String BARE = "bare sockets";
  private static final String MOSQUITTO = "Mosquitto, QoS 1";

  @Override
  public String name() {
    return "fan-out";
  }

  @Override
  public Result run(Bench bench) throws Exception {
    int count = CentreScale.of(bench.scale()).gates();
    var mosquitto = MosquittoPeer.start(bench.directory(name()), count, delta());
    if (mosquitto.isEmpty()) {
      bench.say("Mosquitto is not installed: nothing is measured beside it");
    }
    try (var centre = MeasuredCentre.start(bench.directory(name()).resolve("park"));
        var bare = new BareSockets(count, delta())) {
      bench.say("enrolling " + count + " gates");
      try (var gates = LightGates.enrol(centre, "S", count)) {
        return measured(bench, centre, gates, bare, mosquitto);
      }
    } finally {
      if (mosquitto.isPresent()) {
        mosquitto.get().close();
      }
    }
  }

  private Result measured(
      Bench bench,
      MeasuredCentre centre,
      LightGates gates,
      BareSockets bare,
      Optional<MosquittoPeer> mosquitto)
      throws Exception {
    var bareNanos = Figures.histogram();
    var mosquittoNanos = Figures.histogram();
    int sales = CentreScale.of(bench.scale()).sales() * bench.scale().rounds();
    try (var sql = centre.sql()) {
      gates.connectInTurn(gates.contexts());
      gates.awaitVersion(SeededRights.version(sql));
      for (int sale = 0; sale < sales; sale++) {
        centre.sell();
        gates.awaitVersion(SeededRights.version(sql));
        bare.send(bareNanos);
        if (mosquitto.isPresent()) {
          mosquitto.get().send(mosquittoNanos);
        }
      }
    }
    var against = new LinkedHashMap<String, Figures>();
    against.put(BARE, quantiles(bareNanos));
    if (mosquitto.isPresent()) {
      against.put(MOSQUITTO, quantiles(mosquittoNanos));
    }
    return new Result(
        name(), "us", ours(centre.metrics()), against, Goal.of(Goal.atMost(Figures.P99, 2, BARE)));
  }

  /** As many bytes as the news of one ticket. */
  private static byte[] delta() {
    return Frames.of(
        Envelope.newBuilder()
            .setNumber(1_000)
            .setDelta(
                Delta.newBuilder()
                    .setBaseVersion(1_000)
                    .setTargetVersion(1_001)
                    .setTargetHash(1)
                    .addAllChanges(List.of(ModelRights.put(ModelRights.right(1)))))
            .build());
  }

  private static Figures quantiles(org.HdrHistogram.Histogram nanos) {
    var all = Figures.micros(nanos);
    return Figures.of(Figures.P50, all.get(Figures.P50)).and(Figures.P99, all.get(Figures.P99));
  }

  private static Figures ours(Exposition metrics) {
    return Figures.of(Figures.P50, quantile(metrics, "0.5"))
        .and(Figures.P99, quantile(metrics, "0.99"));
  }

  private static double quantile(Exposition metrics, String quantile) {
    return metrics.named(SALE_TO_GATE).stream()
            .filter(sample -> quantile.equals(sample.labels().get("quantile")))
            .findFirst()
            .orElseThrow()
            .value()
        * MICROS_PER_SECOND;
  }
}
