package org.shanmen.sim.rig;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.shanmen.sim.lane.Direction;
import org.shanmen.sim.lane.Lane;
import org.shanmen.sim.lane.Output;
import org.shanmen.sim.serial.TurnstileBoard;

/** The arm, as the board on its serial line moves it; that outlives the daemon. Thread-safe. */
final class SerialArm implements TurnstileBoard.Arm {
  private final Lane lane;
  private final Consumer<LongConsumer> change;

  /**
   * @param lane touched only inside of {@code change}
   * @param change does something to the lane under its lock, and draws the consequences
   */
  SerialArm(Lane lane, Consumer<LongConsumer> change) {
    this.lane = lane;
    this.change = change;
  }

  @Override
  public void free(boolean in, boolean out) {
    change.accept(
        now -> {
          lane.output(Output.FREE_IN, in, now);
          lane.output(Output.FREE_OUT, out, now);
        });
  }

  @Override
  public void drop(boolean down) {
    change.accept(
        now -> {
          lane.output(Output.DROP, down, now);
          lane.output(Output.RAISE, !down, now);
          lane.output(Output.RAISE, false, now);
        });
  }

  @Override
  public long counted(boolean in) {
    var counted = new AtomicLong();
    change.accept(
        now -> {
          lane.advance(now);
          counted.set(lane.counted(in ? Direction.IN : Direction.OUT));
        });
    return counted.get();
  }
}
