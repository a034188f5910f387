package org.shanmen.sim.wire;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireLineTest {
  @Test
  void linesReadAsTheyAreWritten() {
    assertThat(WireLine.parse("out 17 1")).contains(new WireLine.Out(17, true));
    assertThat(WireLine.parse("in 5 0")).contains(new WireLine.In(5, false));
    assertThat(WireLine.parse("ready")).contains(new WireLine.Ready());
  }

  @Property
  void everyLevelComesBack(@ForAll @IntRange(min = 0, max = 9999) int pin, @ForAll boolean high) {
    assertThat(WireLine.parse(new WireLine.Out(pin, high).text()))
        .contains(new WireLine.Out(pin, high));
    assertThat(WireLine.parse(new WireLine.In(pin, high).text()))
        .contains(new WireLine.In(pin, high));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "out", "out 17", "out 17 2", "in -5 0", "out 99999 1", "READY", "in  5 0"})
  void otherLinesAreNotOurs(String text) {
    assertThat(WireLine.parse(text)).isEmpty();
  }
}
