package org.shanmen.sim.scenario;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.shanmen.sim.SimulatorLog;

/**
 * {@code ./shanmen scenario [--update] [--coverage] [FILE or DIRECTORY ...]}: plays scenario files
 * and prints what came of them; without a file all those of the project.
 *
 * <p>Exit codes: 0 everything came as the files and their golden outputs say, 1 something did not
 * (or, with {@code --coverage}, a refusal or mode has no scenario), 2 a file or the command line
 * cannot be understood.
 */
public final class Scenarios {
  private static final int DIFFERENT = 1;
  private static final int MISTAKE = 2;
  private static final String LOG_LEVEL = "SHANMEN_SIM_LOG";

  private final PrintStream out;
  private boolean update;
  private boolean coverage;
  private final List<Path> files = new ArrayList<>();

  private Scenarios(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    if (System.getenv(LOG_LEVEL) == null) {
      // What a gate logs is no outcome; the outcomes tell.
      System.setProperty(LOG_LEVEL, "OFF");
    }
    SimulatorLog.start();
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(arguments, out));
  }

  /** Returns the exit code. */
  static int run(String[] arguments, PrintStream out) {
    var scenarios = new Scenarios(out);
    try {
      scenarios.options(arguments);
      return scenarios.play();
    } catch (Mistake e) {
      out.println(e.getMessage());
      return MISTAKE;
    } catch (IOException e) {
      out.println(e);
      return MISTAKE;
    }
  }

  private void options(String[] arguments) throws IOException {
    for (String argument : arguments) {
      switch (argument) {
        case "--update" -> update = true;
        case "--coverage" -> coverage = true;
        default -> {
          if (argument.startsWith("-") || !Files.exists(Path.of(argument))) {
            throw new Mistake(
                argument,
                "expected --update, --coverage, a scenario file or a directory of them",
                "应为选项、情景文件或目录");
          }
          files.addAll(in(Path.of(argument)));
        }
      }
    }
    if (files.isEmpty()) {
      files.addAll(in(home().resolve("scenarios")));
    }
  }

  private static Path home() {
    String home = System.getenv("SHANMEN_HOME");
    return Path.of(home == null ? "." : home);
  }

  /** As short as it can be written for whoever stands in the project's directory. */
  private static String nameOf(Path file) {
    var home = home().toAbsolutePath().normalize();
    var whole = file.toAbsolutePath().normalize();
    return (whole.startsWith(home) ? home.relativize(whole) : file).toString();
  }

  /** The scenario files in a directory, in the order of their names; a file is itself. */
  static List<Path> in(Path place) throws IOException {
    if (!Files.exists(place)) {
      throw new Mistake(place.toString(), "no such directory; name a scenario file", "没有此目录");
    }
    if (Files.isRegularFile(place)) {
      return List.of(place);
    }
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(file -> file.toString().endsWith(Playbill.SUFFIX)).sorted().toList();
    }
  }

  private int play() throws IOException {
    var covered = new Coverage();
    int scenarios = 0;
    int different = 0;
    for (Path file : files) {
      var playbill = Playbill.of(nameOf(file), file);
      playbill.performances.forEach(covered::add);
      scenarios += playbill.performances.size();
      different += coverage ? playbill.mismatches() : told(playbill);
    }
    if (coverage) {
      covered.report().forEach(out::println);
    }
    out.println(
        "%d scenarios in %d files, %s"
            .formatted(
                scenarios,
                files.size(),
                different == 0 ? "all as expected" : different + " differences"));
    boolean gaps = coverage && !covered.missing().isEmpty();
    if (gaps) {
      out.println("without a scenario: " + String.join(", ", covered.missing()));
    }
    return different > 0 || gaps ? DIFFERENT : 0;
  }

  /** Prints a report; returns how often it is not as it should be. */
  private int told(Playbill playbill) throws IOException {
    playbill.report().forEach(out::println);
    if (update) {
      playbill.writeGolden();
      return playbill.mismatches();
    }
    if (playbill.mismatches() > 0 || !playbill.hasGolden()) {
      return playbill.mismatches();
    }
    var differences = playbill.differences();
    differences.forEach(out::println);
    return differences.isEmpty() ? 0 : 1;
  }
}
