package org.shanmen.sim.park;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuantilesTest {
  private static final Exposition FAST =
      Exposition.parse(
          """
          # HELP d how long
          # TYPE d histogram
          d_bucket{le="0.001"} 90
          d_bucket{le="0.002"} 99
          d_bucket{le="+Inf"} 100
          d_count 100
          d_sum 0.2
          d_max 0.0025
          """);

  private static final Exposition SLOW =
      Exposition.parse(
          """
          d_bucket{le="0.001"} 0
          d_bucket{le="0.010"} 100
          d_bucket{le="+Inf"} 100
          d_max 0.009
          """);

  @Test
  void aQuantileIsTheUpperBoundOfItsBucket() {
    Quantiles quantiles = Quantiles.merged("d", List.of(FAST));
    assertThat(quantiles.count()).isEqualTo(100);
    assertThat(quantiles.micros(0.5)).isEqualTo(1000);
    assertThat(quantiles.micros(0.99)).isEqualTo(2000);
  }

  @Test
  void noQuantileIsBeyondTheLargestValue() {
    assertThat(Quantiles.merged("d", List.of(FAST)).micros(0.999)).isEqualTo(2500);
    assertThat(Quantiles.merged("d", List.of(SLOW)).micros(0.5)).isEqualTo(9000);
  }

  @Test
  void gatesWithOtherBucketsAreCountedTogether() {
    Quantiles quantiles = Quantiles.merged("d", List.of(FAST, SLOW));
    assertThat(quantiles.count()).isEqualTo(200);
    assertThat(quantiles.micros(0.45)).isEqualTo(1000);
    assertThat(quantiles.micros(0.49)).isEqualTo(2000);
    assertThat(quantiles.micros(0.51)).isEqualTo(9000);
    assertThat(quantiles.maxMicros()).isEqualTo(9000);
  }

  @Test
  void nothingMeasuredIsZero() {
    Quantiles quantiles = Quantiles.merged("d", List.of(Exposition.parse("")));
    assertThat(quantiles.count()).isZero();
    assertThat(quantiles.micros(0.5)).isZero();
    assertThat(quantiles.maxMicros()).isZero();
  }

  @Test
  void figuresOfOneNameAreSummedOverTheirLabels() {
    Exposition figures =
        Exposition.parse(
            "r{reason=\"USED_UP\"} 2\nr{reason=\"EXPIRED\",x=\"a\\\"b\"} 3\nother 9\n");
    assertThat(figures.sum("r")).isEqualTo(5);
    assertThat(figures.named("r").get(1).labels()).containsEntry("reason", "EXPIRED");
  }

  @Test
  void whatIsNoFigureIsTold() {
    assertThatThrownBy(() -> Exposition.parse("<html>")).hasMessage("not a figure: \"<html>\"");
  }
}
