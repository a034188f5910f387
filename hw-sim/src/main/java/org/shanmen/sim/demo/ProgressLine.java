package org.shanmen.sim.demo;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.shanmen.sim.park.Park;
import org.shanmen.sim.park.Quantiles;

/** Says once a second how things stand; on a terminal always in the same line. */
final class ProgressLine implements AutoCloseable {
  private static final int WIDTH = 150;

  private final Park park;
  private final Tally tally;
  private final PrintStream out;
  private final boolean inPlace;
  private final BooleanSupplier ending;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Begins.
   *
   * @param inPlace whether the line overwrites the one before
   * @param ending whether the park is being closed and there is nothing more to say
   */
  ProgressLine(Park park, Tally tally, PrintStream out, boolean inPlace, BooleanSupplier ending) {
    this.park = park;
    this.tally = tally;
    this.out = out;
    this.inPlace = inPlace;
    this.ending = ending;
    clock.scheduleAtFixedRate(this::say, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    if (inPlace) {
      out.println();
    }
  }

  private void say() {
    String line = line(tally.counts(), decisions());
    if (ending.getAsBoolean()) {
      return;
    }
    if (inPlace) {
      out.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
      out.flush();
    } else {
      out.println(line);
    }
  }

  private String decisions() {
    try {
      Quantiles quantiles = Closing.decisions(park);
      return quantiles.count() == 0
          ? ""
          : "  decision p50 %.2f ms p99 %.2f ms"
              .formatted(quantiles.micros(0.5) / 1000.0, quantiles.micros(0.99) / 1000.0);
    } catch (RuntimeException e) {
      return "  (a gate does not answer)";
    }
  }

  /** Such as: arrived 12 admitted 10 refused 2 (for 1 reason) passed 9. */
  static String line(Tally.Counts counts, String decisions) {
    int refused = counts.refused().values().stream().mapToInt(Integer::intValue).sum();
    int reasons = counts.refused().size();
    return "arrived %d  admitted %d  refused %d%s  passed %d%s"
        .formatted(
            counts.arrived(),
            counts.admitted(),
            refused,
            switch (reasons) {
              case 0 -> "";
              case 1 -> " (for 1 reason)";
              default -> " (for " + reasons + " reasons)";
            },
            counts.passed(),
            decisions);
  }
}
