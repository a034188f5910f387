package org.shanmen.sim.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a scenario file: declarations that all its scenarios share, then for each scenario a line
 * {@code scenario TITLE}, further declarations, and timed lines. A file without such a line is one
 * scenario. One use; not thread-safe.
 */
final class Reading {
  private static final String SCENARIO = "scenario ";

  private final String file;
  private final Park shared = new Park();
  private final List<Script> scripts = new ArrayList<>();

  private Park park = shared;
  private String title;
  private Steps reader;
  private List<Step> steps = new ArrayList<>();
  private int began;

  private Reading(String file, String title) {
    this.file = file;
    this.title = title;
  }

  /**
   * @param name of the file in messages
   * @throws Mistake if the file cannot be understood
   */
  static List<Script> of(String name, Path path) throws IOException {
    return of(name, Files.readAllLines(path, StandardCharsets.UTF_8));
  }

  static List<Script> of(String name, List<String> lines) {
    var reading = new Reading(name, name);
    for (int i = 0; i < lines.size(); i++) {
      reading.line(i + 1, lines.get(i));
    }
    reading.finish();
    return reading.scripts;
  }

  private void line(int number, String text) {
    if (text.startsWith(SCENARIO)) {
      finish();
      began = number;
      title = text.substring(SCENARIO.length()).strip();
      park = shared.copy();
      return;
    }
    var words = new Words(file, number, text);
    if (words.atEnd()) {
      return;
    }
    if (reader == null && new Declarations(park).read(words)) {
      return;
    }
    if (reader == null) {
      begin(words);
    }
    steps.add(reader.read(words));
  }

  /** The first timed line of a scenario. */
  private void begin(Words words) {
    if (park.gates.isEmpty()) {
      throw words.mistake(
          "expected an area and a gate before the first timed line, such as: area Garden; then:"
              + " gate N1 entry Garden",
          "请先声明区域和闸机");
    }
    if (began == 0) {
      park = shared.copy();
    }
    // Lines change tickets while they are read; the stage begins with those sold before.
    reader = new Steps(park);
  }

  private void finish() {
    if (!steps.isEmpty()) {
      scripts.add(new Script(file, title, park, steps));
    } else if (began > 0) {
      throw new Mistake(file + ":" + began, "expected timed lines in this scenario", "此情景没有内容");
    }
    steps = new ArrayList<>();
    reader = null;
  }
}
