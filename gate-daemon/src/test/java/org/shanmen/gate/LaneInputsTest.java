package org.shanmen.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.shanmen.gate.lane.port.Beam;
import org.shanmen.gate.lane.port.Signal;

class LaneInputsTest {
  private final LaneInputs inputs = new LaneInputs();

  @Test
  void theFireLoopIsHeardThroughAFullQueueAndBeforeAllElse() {
    for (int i = 0; i < 2 * Limits.URGENT_SIGNALS; i++) {
      inputs.offer(new Signal.BeamChanged(Beam.OUTER, i % 2 == 0, i));
    }
    assertThat(inputs.offer(new Signal.FireLoop(true))).isTrue();
    assertThat(inputs.nextUrgent()).isEqualTo(new Signal.FireLoop(true));
    assertThat(inputs.nextUrgent()).isInstanceOf(Signal.BeamChanged.class);
  }

  @Test
  void aLoopThatClosedAgainWasBrokenAllTheSame() {
    for (int i = 0; i < 1_000; i++) {
      inputs.offer(new Signal.FireLoop(true));
      inputs.offer(new Signal.FireLoop(false));
    }
    assertThat(inputs.nextUrgent()).isEqualTo(new Signal.FireLoop(true));
    assertThat(inputs.nextUrgent()).isEqualTo(new Signal.FireLoop(false));
    assertThat(inputs.nextUrgent()).isNull();
  }

  @Test
  void theLastWaitIsAWaitAlthoughTheLoopIsToEnd() throws Exception {
    inputs.stop();
    long before = System.nanoTime();
    inputs.awaitLast(50);
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(40_000_000);

    inputs.offer(new Signal.BeamChanged(Beam.OUTER, false, 1));
    inputs.awaitLast(Long.MAX_VALUE);
    assertThat(inputs.nextUrgent()).isNotNull();
  }
}
