package org.shanmen.sim.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Anonymous resident memory of the whole daemon after some visitors, beside a program that does
 * nothing; and what a right takes on the disk. Memory is that of {@code RssAnon} in {@code
 * /proc/PID/status}: mapped files are the kernel's to drop.
 */
final class Memory implements Benchmark {
  private static final String EMPTY = "an empty JVM";
  private static final String ANONYMOUS = "p50";
  private static final String BYTES_PER_RIGHT = "bytes_per_right";

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public Result run(Bench bench) throws Exception {
    var rights = bench.rights();
    var tickets = new Tickets(rights.rights());
    var ours = new ArrayList<Double>();
    var empty = new ArrayList<Double>();
    var options = DaemonAtTheWire.archived(bench);
    for (int start = 0; start < bench.scale().rounds(); start++) {
      try (var gate = DaemonAtTheWire.start(bench.directory(name() + start), rights, options)) {
        gate.untilFirstRelease(tickets.nextCode());
        for (int i = 0; i < bench.scale().visitors(); i++) {
          gate.show(tickets.nextCode());
        }
        ours.add(anonymousMebibytes(gate.processId()));
      }
      try (var jvm = EmptyJvm.Running.start()) {
        empty.add(anonymousMebibytes(jvm.process().pid()));
      }
    }
    return new Result(
        name(),
        "MiB",
        median(ours).and(BYTES_PER_RIGHT, rights.bytes() / (double) rights.rights()),
        Map.of(EMPTY, median(empty)),
        Goal.of(Goal.atMost(ANONYMOUS, 2, EMPTY), Goal.atMost(BYTES_PER_RIGHT, 24)));
  }

  private static Figures median(List<Double> values) {
    return Figures.of(
        ANONYMOUS, Figures.median(values.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  private static double anonymousMebibytes(long process) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process), "status"))) {
      if (line.startsWith("RssAnon:")) {
        return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
      }
    }
    throw new IOException("the kernel tells no RssAnon of process " + process);
  }
}
