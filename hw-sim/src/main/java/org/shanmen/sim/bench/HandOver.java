package org.shanmen.sim.bench;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.shanmen.gate.lane.port.ArmPosition;
import org.shanmen.protocol.wire.Change;

/**
 * Hands each scan over to another thread, which tells the arm and decides nothing: what the machine
 * itself takes to wake somebody. On a virtual machine with a processor to spare that is most of a
 * decision.
 */
final class HandOver implements Contestant {
  static final String NAME = "hand-over alone";
  private static final String END = "";

  private final BlockingQueue<String> scans = new ArrayBlockingQueue<>(1);
  private final WatchedArm arm = new WatchedArm();
  private final Thread lane = new Thread(this::run, "hand-over");

  HandOver() {
    lane.start();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public long scan(String code) throws InterruptedException {
    long shown = System.nanoTime();
    scans.add(code);
    long released = arm.await(ArmPosition.RELEASED_IN);
    arm.await(ArmPosition.LOCKED);
    return released - shown;
  }

  private void run() {
    try {
      while (!scans.take().equals(END)) {
        arm.move(ArmPosition.RELEASED_IN);
        arm.move(ArmPosition.LOCKED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void apply(List<Change> changes) {
    // It knows nothing that could change.
  }

  @Override
  public void close() throws InterruptedException {
    scans.put(END);
    lane.join();
  }
}
