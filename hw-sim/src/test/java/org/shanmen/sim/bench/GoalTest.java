package org.shanmen.sim.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A goal is met when every bound holds, and a missed one is never told as met. */
class GoalTest {
  private static final Goal GOAL =
      Goal.of(Goal.atMost("p50", 20), Goal.atMost("p99", 1.25, "a raw append"));
  private static final Map<String, Figures> RAW =
      Map.of("a raw append", Figures.of("p50", 1).and("p99", 100));

  @Test
  void isMetAtItsLimits() {
    assertThat(GOAL.isMet(Figures.of("p50", 20).and("p99", 125), RAW)).isTrue();
  }

  @Test
  void isMissedWhenOneBoundIs() {
    assertThat(GOAL.isMet(Figures.of("p50", 20.1).and("p99", 100), RAW)).isFalse();
    assertThat(GOAL.isMet(Figures.of("p50", 1).and("p99", 126), RAW)).isFalse();
  }

  @Test
  void cannotBeJudgedWithoutTheFigure() {
    assertThatThrownBy(() -> GOAL.isMet(Figures.of("p50", 1), RAW))
        .hasMessage("no p99 among [p50]");
  }

  @Test
  void isToldInWords() {
    assertThat(GOAL.text("us")).isEqualTo("p50 <= 20 us, p99 <= 1.25 x a raw append");
  }

  @Test
  void aReportHoldsWhatWasMeasuredAndWhetherItIsEnough() {
    var result = new Result("decide", "us", Figures.of("p50", 30).and("p99", 50), RAW, GOAL);

    assertThat(result.toJson().encode())
        .isEqualTo(
            "{\"name\":\"decide\",\"unit\":\"us\",\"ours\":{\"p50\":30.0,\"p99\":50.0},"
                + "\"against\":{\"a raw append\":{\"p50\":1.0,\"p99\":100.0}},"
                + "\"ratio\":{\"a raw append\":30.0},"
                + "\"goal\":\"p50 <= 20 us, p99 <= 1.25 x a raw append\",\"met\":false}");
  }

  @Test
  void figuresOfSeveralRoundsAreMedians() {
    var rounds = List.of(Figures.of("p50", 3), Figures.of("p50", 100), Figures.of("p50", 5));

    assertThat(Figures.median(rounds).get("p50")).isEqualTo(5);
  }
}
