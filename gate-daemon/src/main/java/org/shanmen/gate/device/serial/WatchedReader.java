package org.shanmen.gate.device.serial;

import java.io.Closeable;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.device.watch.Backoff;
import org.shanmen.gate.device.watch.Counts;
import org.shanmen.gate.device.watch.Health;

/**
 * A reader that is missed when it gives no sign of life though its line is whole. Where it has to
 * be asked for one, a thread of its own asks, for a write may block.
 */
final class WatchedReader implements SerialLine.Listener, Closeable {
  private final String name;
  private final LifeSign sign;
  private final SerialLine.Listener reader;
  private final Health health;
  private final SerialLine line;
  private final Thread asker;

  // The rest is guarded by this object's lock.
  private final LifeWatch watch;
  private boolean missing;

  /**
   * @param reader gets everything that comes
   */
  WatchedReader(
      ReaderSettings settings,
      LifeSign sign,
      SerialLine.Listener reader,
      Health health,
      Counts counts,
      Backoff backoff) {
    this.name = settings.name();
    this.sign = sign;
    this.reader = reader;
    this.health = health;
    this.line = new SerialLine(name, settings.port(), this, health, counts, backoff);
    this.asker = new Thread(this::run, name + "-asker");
    asker.setDaemon(true);
    this.watch = new LifeWatch(sign);
  }

  SerialLine line() {
    return line;
  }

  void start() {
    line.start();
    asker.start();
  }

  @Override
  public void opened() {
    synchronized (this) {
      watch.opened(System.nanoTime());
      notifyAll();
    }
    reader.opened();
  }

  @Override
  public void received(byte[] bytes, int length, long atNanos) {
    synchronized (this) {
      watch.heard(atNanos);
      if (missing) {
        missing = false;
        health.well();
      }
    }
    reader.received(bytes, length, atNanos);
  }

  @Override
  public void silent(long atNanos) {
    reader.silent(atNanos);
    synchronized (this) {
      if (!missing && watch.isMissing(atNanos)) {
        missing = true;
        health.failing(
            "gave no sign of life for %d ms; does it hang, and is serial.%s.alive what it says?"
                .formatted(sign.withinMillis(), name));
      }
    }
  }

  @Override
  public void lost() {
    synchronized (this) {
      watch.lost();
      missing = false;
    }
    reader.lost();
  }

  @Override
  public void close() {
    asker.interrupt();
    line.close();
  }

  private void run() {
    try {
      while (true) {
        awaitQuestion();
        // A failed write is a lost line, which lost() settles.
        boolean unused = line.write(sign.ask());
      }
    } catch (InterruptedException e) {
      // close() was called: the thread ends.
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void awaitQuestion() throws InterruptedException {
    long now = System.nanoTime();
    while (!watch.mustAsk(now)) {
      long nanos = watch.waitNanos(now);
      if (nanos == Long.MAX_VALUE) {
        wait();
      } else {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(nanos, 1_000_000));
      }
      now = System.nanoTime();
    }
  }
}
