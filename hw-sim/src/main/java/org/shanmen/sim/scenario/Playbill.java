package org.shanmen.sim.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One scenario file with its golden output: the report as it was when somebody last approved it.
 */
final class Playbill {
  static final String SUFFIX = ".scenario";
  private static final String GOLDEN = ".golden";

  final String name;
  final List<Performance> performances = new ArrayList<>();
  private final Path file;

  private Playbill(String name, Path file) {
    this.name = name;
    this.file = file;
  }

  /**
   * Reads and plays a file.
   *
   * @param name of the file in the report
   * @throws Mistake if the file cannot be understood
   */
  static Playbill of(String name, Path file) throws IOException {
    var playbill = new Playbill(name, file);
    for (Script script : Reading.of(name, file)) {
      playbill.performances.add(Performance.of(script));
    }
    return playbill;
  }

  List<String> report() {
    var lines = new ArrayList<String>();
    lines.add("# " + file.getFileName());
    performances.forEach(each -> lines.addAll(each.lines()));
    return lines;
  }

  int mismatches() {
    return performances.stream().mapToInt(Performance::mismatches).sum();
  }

  void writeGolden() throws IOException {
    Files.write(golden(), report(), StandardCharsets.UTF_8);
  }

  boolean hasGolden() {
    return Files.exists(golden());
  }

  /** Where the report differs from the golden output; empty if it does not. */
  List<String> differences() throws IOException {
    var golden = Files.readAllLines(golden(), StandardCharsets.UTF_8);
    var report = report();
    for (int i = 0; i < Math.max(golden.size(), report.size()); i++) {
      String expected = i < golden.size() ? golden.get(i) : "(the end)";
      String actual = i < report.size() ? report.get(i) : "(the end)";
      if (!expected.equals(actual)) {
        return List.of(
            golden() + ":" + (i + 1) + ": the report differs from the golden output:",
            "   was: " + expected,
            "   now: " + actual);
      }
    }
    return List.of();
  }

  private Path golden() {
    String own = file.getFileName().toString();
    String stem = own.endsWith(SUFFIX) ? own.substring(0, own.length() - SUFFIX.length()) : own;
    return file.resolveSibling(stem + GOLDEN);
  }
}
