package org.shanmen.gate.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The thread that fsyncs: one fsync serves everything that was appended before it began. Whatever
 * it does must be safe beside appends; when it throws, the forcer has failed for good.
 */
final class Forcer {
  /** What the thread does. */
  interface Work {
    /**
     * Makes all that was appended power-safe.
     *
     * @return the last sequence that is safe now
     */
    long force() throws Exception;

    /** Called after each round in which nobody waits any longer; may take its time. */
    void prepare() throws Exception;

    /** Called once, before the waiters hear of it. */
    JournalFailed failed(Throwable cause);
  }

  private final Work work;
  private final Thread thread;
  private final TreeMap<Long, CompletableFuture<Void>> waiting = new TreeMap<>();
  private long safe;
  private boolean wanted;
  private boolean closing;
  private JournalFailed failure;

  /**
   * @param safe the last sequence that is safe already
   */
  Forcer(Work work, long safe) {
    this.work = work;
    this.safe = safe;
    this.thread = new Thread(this::run, "journal-force");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  synchronized void soon() {
    wanted = true;
    notifyAll();
  }

  synchronized CompletionStage<Void> forced(long sequence) {
    if (failure != null) {
      return CompletableFuture.failedFuture(failure);
    }
    if (sequence <= safe) {
      return CompletableFuture.completedFuture(null);
    }
    soon();
    return waiting.computeIfAbsent(sequence, s -> new CompletableFuture<>());
  }

  /** The last sequence that is power-safe. */
  synchronized long safe() {
    return safe;
  }

  /** Forces once more and ends the thread. */
  void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      work.prepare();
      while (awaitWish()) {
        round();
        work.prepare();
      }
      round();
      fail(new JournalFailed("the journal is closed", null));
    } catch (Exception | Error e) {
      fail(work.failed(e));
    }
  }

  /** Returns false when it is time to end. */
  private synchronized boolean awaitWish() throws InterruptedException {
    while (!wanted && !closing) {
      wait();
    }
    wanted = false;
    return !closing;
  }

  private void round() throws Exception {
    long reached = work.force();
    List<CompletableFuture<Void>> served;
    synchronized (this) {
      safe = Math.max(safe, reached);
      var upToHere = waiting.headMap(safe, true);
      served = new ArrayList<>(upToHere.values());
      upToHere.clear();
    }
    served.forEach(f -> f.complete(null));
  }

  private void fail(JournalFailed cause) {
    List<CompletableFuture<Void>> disappointed;
    synchronized (this) {
      failure = cause;
      disappointed = new ArrayList<>(waiting.values());
      waiting.clear();
    }
    disappointed.forEach(f -> f.completeExceptionally(cause));
  }
}
