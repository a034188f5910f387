package org.shanmen.sim.bench;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that can be measured. */
final class Benchmarks {
  static final List<Benchmark> ALL =
      List.of(
          new Decide(),
          new DecidePowerSafe(),
          new DecideSigned(),
          new DecideDuringSnapshot(),
          new LaneAtTheWire(),
          new ColdStart(),
          new Memory(),
          new Ingest(),
          new FanOut(),
          new FreshGate(),
          new Reconnect(),
          new TicketOffice());

  private Benchmarks() {}

  /**
   * @throws IllegalArgumentException if there is no such benchmark
   */
  static Benchmark named(String name) {
    return ALL.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no benchmark "
                        + name
                        + ": expected all, "
                        + ALL.stream().map(Benchmark::name).collect(Collectors.joining(", "))));
  }
}
