package org.shanmen.sim.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What came of one scenario.
 *
 * @param lines the report: a heading, one line for each outcome, mismatches where they happened
 * @param mismatches lines that did not bring what they said
 * @param seen every outcome
 * @param conditions of all its gates
 */
record Performance(
    Script script,
    List<String> lines,
    int mismatches,
    List<Stage.Seen> seen,
    Conditions conditions) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
  private static final Path MEMORY = Path.of("/dev/shm");

  /** Plays a scenario from its beginning to its end. */
  static Performance of(Script script) throws IOException {
    var directory =
        Files.isWritable(MEMORY)
            ? Files.createTempDirectory(MEMORY, "shanmen-scenario")
            : Files.createTempDirectory("shanmen-scenario");
    try (var stage = new Stage(script.park(), directory, first(script))) {
      return new Run(script, stage).run();
    } finally {
      delete(directory);
    }
  }

  private static LocalDateTime first(Script script) {
    var date = script.park().date;
    return script.steps().get(0).when() instanceof Step.When.At at
        ? at.date().orElse(date).atTime(at.time())
        : date.atTime(LocalTime.NOON);
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** One performance under way. */
  private static final class Run {
    private final Script script;
    private final Stage stage;
    private final Player player;
    private final List<String> lines = new ArrayList<>();
    private final List<Stage.Seen> all = new ArrayList<>();
    private String day = "";
    private int mismatches;

    Run(Script script, Stage stage) {
      this.script = script;
      this.stage = stage;
      this.player = new Player(stage);
    }

    Performance run() {
      lines.add("== " + script.title());
      stage.takeSeen();
      for (Step step : script.steps()) {
        perform(step);
      }
      var conditions = new Conditions();
      stage.gates.values().forEach(gate -> conditions.addAll(gate.conditions()));
      return new Performance(script, List.copyOf(lines), mismatches, List.copyOf(all), conditions);
    }

    private void perform(Step step) {
      stage.goTo(time(step));
      // A line that only waits answers for what came meanwhile.
      List<Stage.Seen> meanwhile =
          step.action() instanceof Action.Wait ? List.of() : told(stage.takeSeen());
      all.addAll(meanwhile);
      int from = lines.size();
      player.play(step);
      var came = told(stage.takeSeen());
      all.addAll(came);
      var unmet =
          Expectation.unmet(step.expected(), came.stream().map(Stage.Seen::outcome).toList());
      if (!unmet.isEmpty()) {
        mismatches++;
        lines.add("   !! " + step.place() + ": " + step.text());
        unmet.forEach(each -> lines.add("   !! expected " + each));
        var actual = lines.subList(from, lines.size() - 1 - unmet.size());
        lines.add("   !! " + (actual.isEmpty() ? "nothing came" : "came what stands above"));
      }
    }

    private long time(Step step) {
      if (step.when() instanceof Step.When.After after) {
        return stage.clock.millis() + after.pause().toMillis();
      }
      var at = (Step.When.At) step.when();
      Optional<java.time.LocalDate> date = at.date();
      return stage.millisOf(date.orElse(stage.localNow().toLocalDate()).atTime(at.time()), step);
    }

    private List<Stage.Seen> told(List<Stage.Seen> seen) {
      seen.forEach(this::line);
      return seen;
    }

    private void line(Stage.Seen each) {
      var local = java.time.Instant.ofEpochMilli(each.atMillis()).atZone(script.park().zone);
      String today = local.toLocalDate() + " " + local.getOffset();
      if (!today.equals(day)) {
        day = today;
        lines.add(today);
      }
      lines.add(TIME.format(local) + " " + each.gate() + " " + each.outcome());
    }
  }
}
