package org.shanmen.sim.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shanmen.sim.park.Await;
import org.shanmen.sim.park.Programs;

/** The demonstration itself, as {@code ./shanmen demo} runs it. */
class TheDemoIT {
  private static final int MOST_MINUTES = 4;

  @TempDir Path dir;

  @Test
  void aSmallCrowdsBooksBalanceAndNothingIsLeftRunning() throws Exception {
    Path report = dir.resolve("report.json");
    Process demo =
        start("--once", "--people", "140", "--gates", "2", "--report", report.toString());

    assertThat(demo.waitFor(MOST_MINUTES, TimeUnit.MINUTES)).as(output()).isTrue();

    assertThat(demo.exitValue()).as(output()).isZero();
    var json = new JsonObject(Files.readString(report));
    assertThat(json.fieldNames())
        .containsExactly(
            "arrived",
            "admitted",
            "refused",
            "passes",
            "money",
            "decision_us",
            "sale_to_gate_ms",
            "duration_s");
    assertThat(json.getInteger("arrived")).isEqualTo(140);
    assertThat(json.getJsonObject("money").getBoolean("balanced")).isTrue();
    assertThat(json.getJsonObject("money").getLong("refunded_fen")).isPositive();
    var byCode = json.getJsonObject("money").getJsonObject("by_code");
    assertThat(byCode.getInteger("payments")).isPositive();
    assertThat(byCode.getLong("paid_back_fen")).isPositive();
    assertThat(byCode.getLong("provider_fen"))
        .isEqualTo(byCode.getLong("paid_fen") - byCode.getLong("paid_back_fen"));
    assertThat(json.getJsonObject("refused").fieldNames())
        .containsExactlyInAnyOrder(
            "ALREADY_INSIDE",
            "BLOCKED",
            "BUSY",
            "DAILY_LIMIT",
            "DEVICE_FAULT",
            "EXPIRED",
            "FORGED",
            "GATE_CLOSED",
            "INSUFFICIENT_BALANCE",
            "LOST",
            "NEEDS_CHECK",
            "NOT_ACTIVATED",
            "NOT_YET_VALID",
            "OFFLINE_LIMIT",
            "OUTSIDE_HOURS",
            "PARK_FULL",
            "REVOKED",
            "STALE",
            "TOO_SOON",
            "UNKNOWN",
            "USED_UP",
            "WRONG_AREA",
            "WRONG_WAY");
    assertThat(processesOfTheDemo()).isEmpty();
  }

  @Test
  void itsLanesCanBeDrivenByHandAndASignalLeavesNothingRunning() throws Exception {
    Process demo = start("--gates", "1", "--people", "20");
    Await.until(
        "somebody to have passed",
        java.time.Duration.ofMinutes(2),
        this::output,
        text -> text.contains("passed 1"));
    String control = output().replaceAll("(?s).*(http://127.0.0.1:\\d+/lanes).*", "$1");
    assertThat(new String(URI.create(control).toURL().openStream().readAllBytes(), UTF_8))
        .contains("N1");

    demo.destroy();

    assertThat(demo.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(processesOfTheDemo()).isEmpty();
  }

  private Process start(String... options) throws Exception {
    List<String> arguments = new java.util.ArrayList<>(List.of(options));
    arguments.addAll(List.of("--data", dir.resolve("data").toString()));
    Programs programs = Programs.installed();
    var builder =
        new ProcessBuilder(programs.simulator("org.shanmen.sim.demo.Demo", arguments))
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("output.txt").toFile());
    builder.environment().put("SHANMEN_HOME", programs.home().toString());
    return builder.start();
  }

  private String output() throws Exception {
    return Files.readString(dir.resolve("output.txt"));
  }

  /** Centre, gates and database all have the demonstration's directory in their arguments. */
  private List<String> processesOfTheDemo() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(dir.toString()))
        .toList();
  }
}
