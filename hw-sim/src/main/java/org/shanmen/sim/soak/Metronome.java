package org.shanmen.sim.soak;

import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How late a thread is that does nothing but wake up once a millisecond: what a busy machine alone
 * costs whoever waits on it. A thread of its own beats until it is closed.
 */
final class Metronome implements AutoCloseable {
  private static final long BEAT_NANOS = 1_000_000;

  private final Histogram lateNanos;
  private final Thread beating = new Thread(this::beat, "metronome");
  private volatile boolean closed;

  /**
   * @param lateNanos takes what it measures; the caller's again when this is closed
   */
  Metronome(Histogram lateNanos) {
    this.lateNanos = lateNanos;
    beating.setDaemon(true);
    beating.start();
  }

  private void beat() {
    while (!closed) {
      long due = System.nanoTime() + BEAT_NANOS;
      LockSupport.parkNanos(BEAT_NANOS);
      lateNanos.recordValue(
          Math.min(lateNanos.getHighestTrackableValue(), Math.max(0, System.nanoTime() - due)));
    }
  }

  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (beating.isAlive()) {
      try {
        beating.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
