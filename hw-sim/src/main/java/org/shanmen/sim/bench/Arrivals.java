package org.shanmen.sim.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts who has been reached by what was just sent. Thread-safe. */
final class Arrivals {
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

  private long beganNanos;
  private int missing;
  private Histogram into = Figures.histogram();

  /** Something is about to be sent to so many. */
  synchronized void begin(int expected, Histogram nanos) {
    missing = expected;
    into = nanos;
    beganNanos = System.nanoTime();
  }

  synchronized void arrived(long nanos) {
    into.recordValue(Math.max(0, nanos - beganNanos));
    missing--;
    if (missing == 0) {
      notifyAll();
    }
  }

  synchronized void awaitAll() throws IOException, InterruptedException {
    long untilNanos = System.nanoTime() + PATIENCE_NANOS;
    while (missing > 0) {
      if (System.nanoTime() > untilNanos) {
        throw new IOException(missing + " were not reached");
      }
      wait(1_000);
    }
  }
}
