package org.shanmen.sim.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param benchmarks in the order in which they are run
 * @param quick a tenth of the size
 * @param report where the JSON goes
 * @param directory where files are made and removed again, on the disk that is to be measured
 */
record BenchOptions(
    List<Benchmark> benchmarks, boolean quick, Optional<Path> report, Path directory) {
  private static final String ALL = "all";

  /**
   * @throws IllegalArgumentException when the command line is wrong; the message says where
   */
  static BenchOptions parse(String... arguments) {
    var benchmarks = new ArrayList<Benchmark>();
    boolean quick = false;
    Optional<Path> report = Optional.empty();
    Path directory = Path.of("target");
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      switch (argument) {
        case "--quick" -> quick = true;
        case "--report" -> report = Optional.of(Path.of(valueOf(arguments, i++)));
        case "--directory" -> directory = Path.of(valueOf(arguments, i++));
        case ALL -> benchmarks.addAll(Benchmarks.ALL);
        default -> benchmarks.add(Benchmarks.named(argument));
      }
    }
    if (benchmarks.isEmpty()) {
      throw new IllegalArgumentException("no benchmark is named");
    }
    return new BenchOptions(benchmarks, quick, report, directory);
  }

  private static String valueOf(String[] arguments, int option) {
    if (option + 1 == arguments.length) {
      throw new IllegalArgumentException(arguments[option] + " needs a value");
    }
    return arguments[option + 1];
  }
}
