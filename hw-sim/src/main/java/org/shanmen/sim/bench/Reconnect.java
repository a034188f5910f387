package org.shanmen.sim.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All gates are cut off at once, a ticket is sold, and all come back at the same instant, which
 * real ones do not: until each is welcomed and has the ticket. Beside a server that does the same
 * TLS 1.3 handshake with certificates on both sides for as many, answers one message, and knows
 * nothing.
 */
final class Reconnect implements Benchmark {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final String HANDSHAKES = "handshakes alone";

  @Override
  public String name() {
    return "reconnect";
  }

  @Override
  public Result run(Bench bench) throws Exception {
    var ours = new ArrayList<Double>();
    var bare = new ArrayList<Double>();
    int count = CentreScale.of(bench.scale()).gates();
    try (var centre = MeasuredCentre.start(bench.directory(name()).resolve("park"))) {
      bench.say("enrolling " + count + " gates");
      try (var gates = LightGates.enrol(centre, "R", count);
          var sql = centre.sql();
          var peer = new HandshakeServer(centre.serverIdentity(), centre.authority())) {
        gates.connect(gates.contexts());
        gates.awaitVersion(SeededRights.version(sql));
        for (int round = -1; round < bench.scale().rounds(); round++) {
          var contexts = gates.contexts();
          gates.cut();
          centre.sell();
          long version = SeededRights.version(sql);
          long began = System.nanoTime();
          gates.connect(contexts);
          gates.awaitVersion(version);
          gates.awaitWelcomed();
          double took = (System.nanoTime() - began) / NANOS_PER_MILLI;
          double handshakes = peer.nanosFor(gates.contexts()) / NANOS_PER_MILLI;
          if (round >= 0) {
            ours.add(took);
            bare.add(handshakes);
          }
        }
      }
    }
    return new Result(
        name(),
        "ms",
        median(ours),
        Map.of(HANDSHAKES, median(bare)),
        Goal.of(Goal.atMost(Figures.P50, 1.5, HANDSHAKES)));
  }

  static Figures median(List<Double> values) {
    return Figures.of(
        Figures.P50, Figures.median(values.stream().mapToDouble(Double::doubleValue).toArray()));
  }
}
