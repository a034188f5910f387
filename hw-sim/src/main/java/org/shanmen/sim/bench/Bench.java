package org.shanmen.sim.bench;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.shanmen.sim.SimulatorLog;

/**
 * {@code ./shanmen bench NAME... [--quick] [--report FILE]}: measures what is named, {@code all}
 * for everything.
 *
 * <p>Exit codes: 0 measured, whether goals are met or not; 1 something could not be measured; 2 a
 * mistake in the command line.
 */
public final class Bench {
  private static final int FAILED = 1;
  private static final int MISTAKE = 2;
  private static final String LOG_LEVEL = "SHANMEN_SIM_LOG";

  private final Scale scale;
  private final Path work;
  private final PrintStream out;
  private Optional<RightsOnDisk> rights = Optional.empty();

  /**
   * @param work a directory of its own, on the disk that is to be measured
   */
  Bench(Scale scale, Path work, PrintStream out) {
    this.scale = scale;
    this.work = work;
    this.out = out;
  }

  public static void main(String[] arguments) {
    if (System.getenv(LOG_LEVEL) == null) {
      System.setProperty(LOG_LEVEL, "ERROR");
    }
    SimulatorLog.start();
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(arguments, out));
  }

  private static int run(String[] arguments, PrintStream out) {
    BenchOptions options;
    try {
      options = BenchOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      out.println(usage());
      return MISTAKE;
    }
    try (var work = WorkDirectory.under(options.directory())) {
      var bench = new Bench(options.quick() ? Scale.QUICK : Scale.FULL, work.path(), out);
      var results = bench.measure(options.benchmarks());
      if (options.report().isPresent()) {
        Files.writeString(options.report().get(), report(results) + System.lineSeparator());
      }
      return results.size() == options.benchmarks().size() ? 0 : FAILED;
    } catch (IOException e) {
      out.println(e);
      return FAILED;
    }
  }

  static String usage() {
    return "usage: ./shanmen bench NAME... [--quick] [--report FILE] [--directory DIR]\n"
        + "NAME: all, "
        + Benchmarks.ALL.stream().map(Benchmark::name).collect(Collectors.joining(", "));
  }

  /** Those that could be measured, in order; why one could not is printed. */
  List<Result> measure(List<Benchmark> benchmarks) {
    var results = new ArrayList<Result>();
    for (Benchmark benchmark : benchmarks) {
      try {
        var result = benchmark.run(this);
        results.add(result);
        out.print(result.text());
      } catch (Exception e) {
        out.println(benchmark.name() + " could not be measured: " + e);
        e.printStackTrace(out);
      }
    }
    return results;
  }

  static String report(List<Result> results) {
    var array = new JsonArray();
    results.forEach(result -> array.add(result.toJson()));
    return array.encodePrettily();
  }

  Scale scale() {
    return scale;
  }

  /** For what a benchmark keeps on disk while it runs. */
  Path directory(String name) throws IOException {
    return Files.createDirectories(work.resolve(name));
  }

  /** The whitelist with {@link Scale#rights}, built once for all benchmarks of a run. */
  RightsOnDisk rights() throws IOException {
    if (rights.isEmpty()) {
      say("building a whitelist of " + scale.rights() + " rights");
      rights = Optional.of(RightsOnDisk.build(work.resolve("rights"), scale.rights()));
    }
    return rights.get();
  }

  /** Tells how far it is. */
  void say(String what) {
    out.println("# " + what);
  }
}
