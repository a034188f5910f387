package org.shanmen.sim.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {
  @Test
  void takesNamesAndOptionsInAnyOrder() {
    var options = BenchOptions.parse("--quick", "decide", "--report", "out.json");

    assertThat(options.benchmarks()).extracting(Benchmark::name).containsExactly("decide");
    assertThat(options.quick()).isTrue();
    assertThat(options.report()).contains(Path.of("out.json"));
  }

  @Test
  void allMeansEveryBenchmark() {
    assertThat(BenchOptions.parse("all").benchmarks()).isEqualTo(Benchmarks.ALL);
  }

  @Test
  void saysWhichNamesThereAre() {
    assertThatThrownBy(() -> BenchOptions.parse("fast"))
        .hasMessageStartingWith("no benchmark fast: expected all, decide");
  }

  @Test
  void wantsSomethingToMeasure() {
    assertThatThrownBy(() -> BenchOptions.parse("--quick")).hasMessage("no benchmark is named");
    assertThatThrownBy(() -> BenchOptions.parse("decide", "--report"))
        .hasMessage("--report needs a value");
  }
}
