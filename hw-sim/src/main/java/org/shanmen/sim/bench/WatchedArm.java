package org.shanmen.sim.bench;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.lane.port.Arm;
import org.shanmen.gate.lane.port.ArmPosition;

/** An arm that moves nothing and notes when it was told to. The loop tells, one other waits. */
final class WatchedArm implements Arm {
  private static final long PATIENCE_SECONDS = 60;

  /**
   * @param nanos {@link System#nanoTime()}
   */
  private record Order(ArmPosition position, long nanos) {}

  private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();

  @Override
  public void move(ArmPosition position) {
    orders.add(new Order(position, System.nanoTime()));
  }

  /**
   * Waits for the next order.
   *
   * @return when it was given
   * @throws IllegalStateException if it is another one, or none comes: the right was refused
   */
  long await(ArmPosition wanted) throws InterruptedException {
    var order = orders.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (order == null || order.position() != wanted) {
      throw new IllegalStateException("the arm was to be told " + wanted + ", but: " + order);
    }
    return order.nanos();
  }
}
