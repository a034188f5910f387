package org.shanmen.gate;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the daemon gets to run: a thread that does nothing but wake up misses its turns when the
 * machine, or whoever holds its processors, lets the daemon wait; the threads that hear of beams
 * wait then too. Thread-safe.
 */
final class Wakefulness implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Wakefulness.class);

  private final Thread thread = new Thread(this::wakeUp, "awake");
  private long awakeNanos;
  private long missedMillis;

  /**
   * @param nowNanos awake until now
   */
  Wakefulness(long nowNanos) {
    awakeNanos = nowNanos;
  }

  /** One with its thread. */
  static Wakefulness start() {
    var wakefulness = new Wakefulness(System.nanoTime());
    wakefulness.thread.setDaemon(true);
    wakefulness.thread.start();
    return wakefulness;
  }

  private void wakeUp() {
    try {
      while (true) {
        Thread.sleep(Limits.WAKEFUL_MILLIS);
        awake(System.nanoTime());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The thread's turn. */
  synchronized void awake(long nowNanos) {
    look(nowNanos);
    awakeNanos = nowNanos;
  }

  private void look(long nowNanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(nowNanos - awakeNanos);
    if (millis >= Limits.UNWATCHED_MILLIS) {
      LOG.warn("The machine let the gate wait for {} ms", millis);
      missedMillis += millis;
      awakeNanos = nowNanos;
    }
  }

  /** See {@link #takeMissedMillis(long)}. */
  long takeMissedMillis() {
    return takeMissedMillis(System.nanoTime());
  }

  /**
   * How long the daemon missed its turns since this was asked last, counting times from {@link
   * Limits#UNWATCHED_MILLIS} on, also one that may not be over; 0: it was awake.
   */
  synchronized long takeMissedMillis(long nowNanos) {
    look(nowNanos);
    long missed = missedMillis;
    missedMillis = 0;
    return missed;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
