package org.shanmen.sim.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.shanmen.protocol.wire.Change;

/**
 * 1,000 changes a second, ten at a time, as the centre pushes them: by turns a ticket that was just
 * sold and a use at another gate. Runs on a thread of its own until it is closed.
 */
final class ChangeFeed implements AutoCloseable {
  private static final int AT_A_TIME = 10;
  private static final long PERIOD_NANOS = 10_000_000;

  private final Contestant to;
  private final int rights;
  private final Thread thread = new Thread(this::run, "changes");
  private final long beganNanos = System.nanoTime();
  private long number;
  private volatile boolean closing;
  private volatile Exception failure;
  private long applied;
  private double perSecond;

  /**
   * @param rights that were sold before
   * @param number of changes that went to the contestant before
   */
  ChangeFeed(Contestant to, int rights, long number) {
    this.to = to;
    this.rights = rights;
    this.number = number;
    thread.start();
  }

  private void run() {
    try {
      while (!closing) {
        to.apply(next());
        applied += AT_A_TIME;
        // Behind its time it does not wait: what could not be applied in time is made up for.
        long due = beganNanos + applied / AT_A_TIME * PERIOD_NANOS;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    } catch (Exception e) {
      failure = e;
    }
  }

  private List<Change> next() {
    var changes = new ArrayList<Change>(AT_A_TIME);
    for (int i = 0; i < AT_A_TIME; i++) {
      number++;
      changes.add(
          number % 2 == 0
              ? ModelRights.put(ModelRights.right(rights + number))
              : ModelRights.use(ModelRights.usedElsewhere(number, rights), number));
    }
    return changes;
  }

  /** Ends the thread. */
  @Override
  public void close() throws Exception {
    closing = true;
    thread.join();
    perSecond = applied * 1e9 / (System.nanoTime() - beganNanos);
    if (failure != null) {
      throw failure;
    }
  }

  /** Of all changes that ever went to the contestant; once closed. */
  long number() {
    return number;
  }

  /** What it kept up with; once closed. */
  double perSecond() {
    return perSecond;
  }
}
