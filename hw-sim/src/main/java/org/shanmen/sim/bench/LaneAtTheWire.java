package org.shanmen.sim.bench;

import java.util.ArrayList;
import java.util.Map;

/**
 * From the scanner's bytes on a real pseudo-terminal until the release wire at the Pi4J provider:
 * the whole daemon as a process, which has just started and is as warm as a gate that morning. Each
 * visitor walks through before the next one comes. The way through the simulator's socket from the
 * provider to the one who looks is part of the time.
 */
final class LaneAtTheWire implements Benchmark {
  private static final String PARKS_ASK = "what parks ask for";
  private static final double PARKS_ASK_MICROS = 100_000;

  @Override
  public String name() {
    return "lane";
  }

  @Override
  public Result run(Bench bench) throws Exception {
    var tickets = new Tickets(bench.rights().rights());
    var rounds = new ArrayList<Figures>();
    var options = DaemonAtTheWire.archived(bench);
    for (int round = 0; round < bench.scale().rounds(); round++) {
      var nanos = Figures.histogram();
      try (var gate =
          DaemonAtTheWire.start(bench.directory(name() + round), bench.rights(), options)) {
        gate.untilFirstRelease(tickets.nextCode());
        for (int i = 0; i < bench.scale().visitors(); i++) {
          nanos.recordValue(gate.show(tickets.nextCode()));
        }
      }
      rounds.add(Figures.micros(nanos));
    }
    var asked = Figures.of(Figures.P50, PARKS_ASK_MICROS).and(Figures.P99, PARKS_ASK_MICROS);
    return new Result(
        name(),
        "us",
        Figures.median(rounds),
        Map.of(PARKS_ASK, asked),
        Goal.of(Goal.atMost(Figures.P99, 5_000)));
  }
}
