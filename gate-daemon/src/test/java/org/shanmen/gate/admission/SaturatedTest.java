package org.shanmen.gate.admission;

import static java.lang.Long.MAX_VALUE;
import static java.lang.Long.MIN_VALUE;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SaturatedTest {
  @ParameterizedTest
  @CsvSource({
    "1, 2, 3",
    MAX_VALUE + ", 0, " + MAX_VALUE,
    MAX_VALUE + ", 1, " + MAX_VALUE,
    "1, " + MAX_VALUE + ", " + MAX_VALUE,
    MIN_VALUE + ", 0, " + MIN_VALUE,
    MIN_VALUE + ", -1, " + MIN_VALUE,
    "-1, " + MIN_VALUE + ", " + MIN_VALUE,
    MAX_VALUE + ", " + MIN_VALUE + ", -1",
    "0, " + MAX_VALUE + ", " + MAX_VALUE
  })
  void sumsEndAtTheLargestAndTheSmallest(long a, long b, long sum) {
    assertThat(Saturated.plus(a, b)).isEqualTo(sum);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 2, 1",
    "0, " + MIN_VALUE + ", " + MAX_VALUE,
    "-1, " + MIN_VALUE + ", " + MAX_VALUE,
    "-2, " + MIN_VALUE + ", " + (MAX_VALUE - 1),
    MIN_VALUE + ", 1, " + MIN_VALUE,
    MIN_VALUE + ", " + MIN_VALUE + ", 0"
  })
  void differencesToo(long a, long b, long difference) {
    assertThat(Saturated.minus(a, b)).isEqualTo(difference);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    MAX_VALUE + ", 0, 0",
    "6, 7, 42",
    MAX_VALUE + ", 1, " + MAX_VALUE,
    MAX_VALUE + ", 2, " + MAX_VALUE,
    "4611686018427387903, 2, 9223372036854775806",
    "4611686018427387904, 2, " + MAX_VALUE
  })
  void productsToo(long a, long b, long product) {
    assertThat(Saturated.times(a, b)).isEqualTo(product);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, -1000",
    "9223372036854775, 9223372036854775000",
    "9223372036854776, " + MAX_VALUE,
    "-9223372036854775, -9223372036854775000",
    "-9223372036854776, " + MIN_VALUE
  })
  void millisecondsToo(long seconds, long millis) {
    assertThat(Saturated.millis(seconds)).isEqualTo(millis);
  }

  @Property
  void sumsAndDifferencesAreTheNearestThatThereIs(@ForAll long a, @ForAll long b) {
    var x = BigInteger.valueOf(a);
    var y = BigInteger.valueOf(b);
    assertThat(Saturated.plus(a, b)).isEqualTo(nearest(x.add(y)));
    assertThat(Saturated.minus(a, b)).isEqualTo(nearest(x.subtract(y)));
  }

  private static long nearest(BigInteger number) {
    return number
        .min(BigInteger.valueOf(MAX_VALUE))
        .max(BigInteger.valueOf(MIN_VALUE))
        .longValueExact();
  }
}
