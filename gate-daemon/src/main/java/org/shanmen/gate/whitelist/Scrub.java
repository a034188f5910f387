package org.shanmen.gate.whitelist;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.shanmen.gate.Limits;

/**
 * Reads the whole whitelist on the disk once a day, a little at a time, and so finds what rotted in
 * parts that nobody asks for. A thread of its own.
 */
public final class Scrub implements AutoCloseable {
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  private Scrub(Whitelist whitelist) {
    thread = new Thread(() -> run(whitelist), "whitelist-scrub");
    thread.setDaemon(true);
  }

  public static Scrub start(Whitelist whitelist) {
    var scrub = new Scrub(whitelist);
    scrub.thread.start();
    return scrub;
  }

  private void run(Whitelist whitelist) {
    long pauseMillis = Limits.WHITELIST_SCRUB_FIRST_MILLIS;
    while (!isClosingWithin(pauseMillis)) {
      whitelist.scrub(() -> isClosingWithin(Limits.WHITELIST_SCRUB_PAUSE_MILLIS));
      pauseMillis = Limits.WHITELIST_SCRUB_MILLIS;
    }
  }

  private boolean isClosingWithin(long millis) {
    try {
      return closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Ends it; it reads no more when this returns. */
  @Override
  public void close() throws InterruptedException {
    closing.countDown();
    thread.join();
  }
}
