package org.shanmen.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ScenariosTest {
  private static final Path ALL = Path.of("..", "scenarios");

  /** Which no gate raises. */
  private static final Set<String> OF_THE_CENTRE =
      Set.of("DUPLICATE_ADMISSION", "EVENT_QUARANTINED", "GATE_OUTDATED");

  @TempDir private Path directory;

  @TestFactory
  Stream<DynamicTest> everyFileComesAsItSaysAndAsItsGoldenOutput() throws IOException {
    return Scenarios.in(ALL).stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> {
                      var playbill = Playbill.of(file.toString(), file);
                      var mismatches =
                          playbill.report().stream().filter(line -> line.contains("!!")).toList();
                      assertThat(mismatches).isEmpty();
                      assertThat(playbill.hasGolden()).isTrue();
                      assertThat(playbill.differences()).isEmpty();
                    }));
  }

  @Test
  void everyRefusalModePostureAndAlarmHasAScenario() throws IOException {
    var coverage = new Coverage();
    var stood = new TreeSet<String>();
    for (Path file : Scenarios.in(ALL)) {
      for (var performance : Playbill.of(file.toString(), file).performances) {
        coverage.add(performance);
        performance.conditions().alarms().forEach(alarm -> stood.add(alarm.split(":")[0]));
      }
    }

    assertThat(coverage.missing()).isEmpty();
    assertThat(Coverage.ALARMS).containsAll(stood);
  }

  @Test
  void theAlarmsToBeShownAreThoseThatTheManualKnows() throws IOException {
    var manual = Files.readString(Path.of("..", "docs", "OPERATING.md"));
    var known = new TreeSet<String>();
    Pattern.compile("^\\| `([A-Z_]{4,})[:`][^|]*\\|[^|]*\\|[^|]*\\|[^|]*\\|$", Pattern.MULTILINE)
        .matcher(manual)
        .results()
        .forEach(alarm -> known.add(alarm.group(1)));
    known.removeAll(OF_THE_CENTRE);

    var covered = new TreeSet<>(Coverage.ALARMS);
    covered.addAll(Coverage.NOT_PLAYED.keySet());
    assertThat(covered).isEqualTo(known);
  }

  @Test
  void whatHasNoScenarioIsNamedAndFails() throws IOException {
    var file = write("area Garden", "gate N1 entry Garden", "09:00 N1 scan X");
    var out = new ByteArrayOutputStream();

    int code = Scenarios.run(new String[] {"--coverage", file.toString()}, print(out));

    assertThat(code).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .containsPattern("REFUSE UNKNOWN +1\n    .*park.scenario")
        .contains("without a scenario: REFUSE FORGED,")
        .contains("MODE emergency-open");
  }

  @Test
  void aLineThatDoesNotBringWhatItSaysIsShownWithWhatCameAndFails() throws IOException {
    var file =
        write(
            "area Garden",
            "gate N1 entry Garden",
            "09:00 N1 scan X -> ADMIT ticket=A1",
            "09:01 N1 scan Y -> REFUSE UNKNOWN");

    var out = new ByteArrayOutputStream();
    int code = Scenarios.run(new String[] {file.toString()}, print(out));

    assertThat(code).isEqualTo(1);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("park.scenario:3: 09:00 N1 scan X -> ADMIT ticket=A1")
        .contains("!! expected ADMIT ticket=A1")
        .contains("09:00:00.000 N1 REFUSE UNKNOWN")
        .contains("1 scenarios in 1 files, 1 differences");
  }

  @Test
  void whatIsExpectedNotToComeFailsWhenItComes() throws IOException {
    var file = write("area Garden", "gate N1 entry Garden", "09:00 N1 scan X -> REFUSE, no REFUSE");

    assertThat(run(file.toString())).isEqualTo(1);
  }

  @Test
  void aReportThatDiffersFromTheGoldenOutputFailsUntilItIsUpdatedOnPurpose() throws IOException {
    var file = write("area Garden", "gate N1 entry Garden", "09:00 N1 scan X");
    assertThat(run("--update", file.toString())).isZero();
    assertThat(run(file.toString())).isZero();

    write("area Garden", "gate N1 entry Garden", "09:01 N1 scan X");

    assertThat(run(file.toString())).isEqualTo(1);
    assertThat(run("--update", file.toString())).isZero();
    assertThat(run(file.toString())).isZero();
  }

  @Test
  void aFileThatCannotBeUnderstoodEndsWithItsPlaceAndCode2() throws IOException {
    var file = write("area Garden", "gate N1 sideways Garden");
    var out = new ByteArrayOutputStream();

    int code = Scenarios.run(new String[] {file.toString()}, print(out));

    assertThat(code).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("park.scenario:2: \"sideways\": expected one of ")
        .contains("two-way");
  }

  @Test
  void anOptionThatDoesNotExistIsToldWithThoseThatDo() {
    var out = new ByteArrayOutputStream();

    assertThat(Scenarios.run(new String[] {"--updtae"}, print(out))).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("expected --update, --coverage");
  }

  private Path write(String... lines) throws IOException {
    return Files.write(directory.resolve("park.scenario"), List.of(lines));
  }

  private static int run(String... arguments) {
    return Scenarios.run(arguments, print(new ByteArrayOutputStream()));
  }

  private static PrintStream print(ByteArrayOutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }
}
