package org.shanmen.sim.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * From starting the daemon's process until its arm is released for a visitor whose code the scanner
 * has been sending all the while, with the archive of classes that the first run left; beside a
 * program that does nothing, and beside the same daemon with a thousandth of the rights, all by
 * turns. Files are in the page cache, as after a restart of the service; after a boot they come
 * from the disk.
 */
final class ColdStart implements Benchmark {
  private static final String EMPTY = "an empty JVM";
  private static final String FEW = "with a thousandth of the rights";
  private static final String UNARCHIVED = "without the archive of classes";
  private static final double NANOS_PER_MILLI = 1e6;

  @Override
  public String name() {
    return "cold-start";
  }

  @Override
  public Result run(Bench bench) throws Exception {
    var few = RightsOnDisk.build(bench.directory("few-rights"), bench.scale().few());
    var options = DaemonAtTheWire.archived(bench);
    var many = new ArrayList<Double>();
    var unarchived = new ArrayList<Double>();
    var little = new ArrayList<Double>();
    var empty = new ArrayList<Double>();
    for (int start = 0; start < bench.scale().starts(); start++) {
      many.add(millis(bench, "many" + start, bench.rights(), options));
      unarchived.add(millis(bench, "unarchived" + start, bench.rights(), List.of()));
      little.add(millis(bench, "few" + start, few, options));
      try (var jvm = EmptyJvm.Running.start()) {
        empty.add(jvm.nanosToStart() / NANOS_PER_MILLI);
      }
    }
    return new Result(
        name(),
        "ms",
        median(many),
        Map.of(EMPTY, median(empty), FEW, median(little), UNARCHIVED, median(unarchived)),
        Goal.of(Goal.atMost(Figures.P50, 5, EMPTY), Goal.atMost(Figures.P50, 1.1, FEW)));
  }

  private static double millis(Bench bench, String start, RightsOnDisk rights, List<String> options)
      throws IOException, InterruptedException {
    try (var gate =
        DaemonAtTheWire.start(bench.directory("cold-start-" + start), rights, options)) {
      return gate.untilFirstRelease(ModelRights.code(rights.rights())) / NANOS_PER_MILLI;
    }
  }

  private static Figures median(List<Double> values) {
    return Figures.of(
        Figures.P50, Figures.median(values.stream().mapToDouble(Double::doubleValue).toArray()));
  }
}
