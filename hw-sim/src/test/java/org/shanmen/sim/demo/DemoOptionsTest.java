package org.shanmen.sim.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoOptionsTest {
  @Test
  void withoutArgumentsTheDemoGoesOnWithFourGates() throws Exception {
    DemoOptions options = DemoOptions.parse();
    assertThat(options.once()).isFalse();
    assertThat(options.gates()).isEqualTo(4);
  }

  @Test
  void everythingCanBeSaid() throws Exception {
    DemoOptions options =
        DemoOptions.parse(
            ("--once --people 400 --report r.json --speed 60 --seed 7 --gates 2 --data d"
                    + " --footfall f.csv --place Quay --date 2015-01-01")
                .split(" "));
    assertThat(options.once()).isTrue();
    assertThat(options.people()).hasValue(400);
    assertThat(options.report()).contains(Path.of("r.json"));
    assertThat(options.speed()).hasValue(60);
    assertThat(options.seed()).isEqualTo(7);
    assertThat(options.gates()).isEqualTo(2);
    assertThat(options.data()).contains(Path.of("d"));
    assertThat(options.footfall())
        .contains(new DemoOptions.RealDay(Path.of("f.csv"), "Quay", LocalDate.of(2015, 1, 1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--people many | --people many: expected a whole number from 1 to 1000000",
        "--people 0 | --people 0: expected",
        "--people | --people needs a value",
        "--speed -1 | --speed -1: expected a number above 0",
        "--gates 99 | --gates 99: expected a whole number from 1 to 32",
        "--date tomorrow | --date tomorrow: expected a day such as 2015-01-01",
        "--footfall f.csv | --footfall, --place and --date belong together",
        "--twice | unknown option --twice",
      })
  void everyMistakeIsTold(String line, String message) {
    assertThatThrownBy(() -> DemoOptions.parse(line.split(" ")))
        .isInstanceOf(DemoOptions.Mistake.class)
        .hasMessageContaining(message);
  }
}
