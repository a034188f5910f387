package org.shanmen.sim.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.shanmen.sim.lane.ArmPosition;
import org.shanmen.sim.lane.Gait;
import org.shanmen.sim.lane.Happening;
import org.shanmen.sim.lane.Input;
import org.shanmen.sim.lane.Lane;
import org.shanmen.sim.lane.Output;
import org.shanmen.sim.lane.Walk;

class LaneClockTest {
  private static final long NOTHING = Long.MAX_VALUE;
  private static final long START = Long.MAX_VALUE - 5;

  private long nanos = START;
  private final LaneClock clock = new LaneClock(() -> nanos);

  @Test
  void timeGoesByWhileNothingIsDue() {
    pass(70);
    assertThat(clock.nowMillis(NOTHING)).isEqualTo(70);
    assertThat(clock.nanosUntil(100)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(30));
  }

  @Test
  void itWaitsForWhatIsDueAndGoesOnFromThere() {
    pass(900);
    assertThat(clock.nowMillis(100)).isEqualTo(100);
    assertThat(clock.nowMillis(150)).isEqualTo(100);
    assertThat(clock.nanosUntil(150)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
    pass(20);
    assertThat(clock.nowMillis(150)).isEqualTo(120);
  }

  @Test
  void itNeverGoesBack() {
    pass(90);
    assertThat(clock.nowMillis(NOTHING)).isEqualTo(90);
    pass(10);
    assertThat(clock.nowMillis(50)).isEqualTo(90);
  }

  @Test
  void whoLooksSeldomHurriesNobody() {
    var lane = new Lane(Gait.WALKING);
    lane.output(Output.RELEASE_IN, true, clock.nowMillis(lane.nextDueMillis()));
    assertThat(lane.arm()).isEqualTo(ArmPosition.RELEASED_IN);
    lane.walk(Walk.in(), clock.nowMillis(lane.nextDueMillis()));

    List<Long> edges = new ArrayList<>();
    while (lane.nextDueMillis() != NOTHING) {
      pass(10_000);
      lane.advance(clock.nowMillis(lane.nextDueMillis()));
      edges.add(lane.drain().stream().filter(LaneClockTest::isBeam).count());
    }

    assertThat(edges).as("one edge at a time").allMatch(count -> count <= 1);
    assertThat(lane.sensed().passedIn()).isOne();
  }

  private static boolean isBeam(Happening happening) {
    return happening instanceof Happening.InputChanged changed
        && (changed.input() == Input.BEAM_OUTER || changed.input() == Input.BEAM_INNER);
  }

  private void pass(long millis) {
    nanos += TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
