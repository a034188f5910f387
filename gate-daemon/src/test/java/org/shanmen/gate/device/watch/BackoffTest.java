package org.shanmen.gate.device.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class BackoffTest {
  @Property
  void waitsDoubleUpToTheLongestWithAtMostHalfTakenOff(@ForAll long seed) {
    Backoff backoff = new Backoff(100, 2_000, new SplittableRandom(seed));
    long whole = 100;
    for (int attempt = 0; attempt < 10; attempt++) {
      assertThat(backoff.nextMillis()).isBetween(whole / 2, whole);
      whole = Math.min(2_000, 2 * whole);
    }
    backoff.reset();
    assertThat(backoff.nextMillis()).isBetween(50L, 100L);
  }
}
