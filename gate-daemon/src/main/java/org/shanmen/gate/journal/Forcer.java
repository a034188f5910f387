package org.shanmen.gate.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Who fsyncs: one fsync serves everything that was appended before it began. It is done on an
 * executor, one at a time, beside appends; {@link #now} does it on the caller's own thread. When it
 * fails, the forcer has failed for good. Thread-safe.
 */
final class Forcer {
  private static final long IDLE_THREAD_SECONDS = 5;

  /** What is done. */
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
  private final Executor executor;
  private final TreeMap<Long, CompletableFuture<Void>> waiting = new TreeMap<>();

  /** Held by whoever forces. */
  private final Object forcing = new Object();

  /** Held by whoever prepares. */
  private final Object preparing = new Object();

  private long safe;
  private boolean wanted;
  private boolean submitted;
  private boolean closed;
  private JournalFailed failure;

  /**
   * @param safe the last sequence that is safe already
   */
  Forcer(Work work, long safe, Executor executor) {
    this.work = work;
    this.safe = safe;
    this.executor = executor;
  }

  /** A thread that ends by itself when it has had nothing to do for some seconds. */
  static Executor thread() {
    return new ThreadPoolExecutor(
        0,
        1,
        IDLE_THREAD_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        task -> {
          var thread = new Thread(task, "journal-force");
          thread.setDaemon(true);
          return thread;
        });
  }

  void soon() {
    synchronized (this) {
      wanted = true;
      if (submitted || closed || failure != null) {
        return;
      }
      submitted = true;
    }
    executor.execute(this::whileWanted);
  }

  CompletionStage<Void> forced(long sequence) {
    CompletableFuture<Void> asked;
    synchronized (this) {
      if (failure != null) {
        return CompletableFuture.failedFuture(failure);
      }
      if (sequence <= safe) {
        return CompletableFuture.completedFuture(null);
      }
      asked = waiting.computeIfAbsent(sequence, s -> new CompletableFuture<>());
    }
    soon();
    return asked;
  }

  /**
   * Makes the event with this sequence power-safe before it returns, on this thread.
   *
   * @throws JournalFailed if that failed, now or earlier
   */
  void now(long sequence) {
    synchronized (forcing) {
      if (safe() < sequence) {
        round();
      }
    }
    synchronized (this) {
      if (failure != null) {
        throw failure;
      }
    }
  }

  /** The last sequence that is power-safe. */
  synchronized long safe() {
    return safe;
  }

  /**
   * Forces once more; whoever waits then hears that the journal is closed. Nothing is forced or
   * prepared once it returns: the files may be another's then.
   */
  void close() {
    synchronized (this) {
      closed = true;
    }
    synchronized (forcing) {
      round();
    }
    synchronized (preparing) {
      // Whoever was about to prepare sees from here on that it is closed.
    }
    fail(new JournalFailed("the journal is closed", null));
  }

  private void whileWanted() {
    while (takeWish()) {
      synchronized (forcing) {
        round();
      }
      prepare();
    }
  }

  private synchronized boolean takeWish() {
    boolean taken = wanted && !closed && failure == null;
    wanted = false;
    submitted = taken;
    return taken;
  }

  private void prepare() {
    synchronized (preparing) {
      if (isClosed()) {
        return;
      }
      try {
        work.prepare();
      } catch (Exception | Error e) {
        fail(work.failed(e));
      }
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void round() {
    synchronized (this) {
      if (failure != null) {
        return;
      }
    }
    long reached;
    try {
      reached = work.force();
    } catch (Exception | Error e) {
      fail(work.failed(e));
      return;
    }
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
      failure = failure == null ? cause : failure;
      disappointed = new ArrayList<>(waiting.values());
      waiting.clear();
    }
    disappointed.forEach(f -> f.completeExceptionally(cause));
  }
}
