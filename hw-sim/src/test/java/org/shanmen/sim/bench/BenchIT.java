package org.shanmen.sim.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every benchmark, as {@code --quick} runs it but smaller still: the report is complete, and says
 * of each goal what its own figures say. How fast it is, is no test's business.
 */
class BenchIT {
  private static final Scale SMALL = new Scale(20_000, 1_000, 2, 20, 1, 1, 2);
  private static final Pattern BOUND =
      Pattern.compile("(\\w+) (<=|>=) ([0-9.]+)(?: x (.+)| [a-zA-Z]+)?");

  @Test
  void everyBenchmarkReportsWhatItMeasuredAndNothingBetter(@TempDir Path directory) {
    var printed = new ByteArrayOutputStream();
    var bench = new Bench(SMALL, directory, new PrintStream(printed, true, StandardCharsets.UTF_8));

    var report = new JsonArray(Bench.report(bench.measure(Benchmarks.ALL)));

    assertThat(report.stream().map(each -> ((JsonObject) each).getString("name")))
        .as(printed.toString(StandardCharsets.UTF_8))
        .containsExactlyElementsOf(Benchmarks.ALL.stream().map(Benchmark::name).toList());
    report.forEach(each -> check((JsonObject) each));
  }

  private static void check(JsonObject result) {
    String name = result.getString("name");
    assertThat(result.fieldNames())
        .as(name)
        .containsExactly("name", "unit", "ours", "against", "ratio", "goal", "met");
    assertMeasured(name, result.getJsonObject("ours"));
    var against = result.getJsonObject("against");
    assertThat(against.fieldNames()).as(name).isNotEmpty();
    for (String who : against.fieldNames()) {
      assertMeasured(name + " against " + who, against.getJsonObject(who));
      assertThat(result.getJsonObject("ratio").getDouble(who)).as(name).isPositive();
    }
    assertThat(result.getBoolean("met")).as(name).isEqualTo(isMet(result));
  }

  private static void assertMeasured(String what, JsonObject figures) {
    assertThat(figures.fieldNames()).as(what).isNotEmpty();
    for (String figure : figures.fieldNames()) {
      assertThat(figures.getDouble(figure)).as(what + " " + figure).isFinite().isPositive();
    }
  }

  /** Reads the goal as a person does, from its words. */
  private static boolean isMet(JsonObject result) {
    for (String bound : result.getString("goal").split(", (?=\\w+ [<>]=)")) {
      var words = BOUND.matcher(bound);
      assertThat(words.matches()).as(bound).isTrue();
      double limit = Double.parseDouble(words.group(3));
      if (words.group(4) != null) {
        limit *=
            result.getJsonObject("against").getJsonObject(words.group(4)).getDouble(words.group(1));
      }
      double ours = result.getJsonObject("ours").getDouble(words.group(1));
      if (words.group(2).equals("<=") ? ours > limit : ours < limit) {
        return false;
      }
    }
    return true;
  }
}
