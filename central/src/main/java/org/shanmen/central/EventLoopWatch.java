package org.shanmen.central;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Notices when one of Vert.x's event loops does nothing any more. Such a loop closes none of its
 * connections: whoever is on them, and whoever connects anew, waits for ever, while the process
 * looks alive. Nothing can start the loop again, so the process has to.
 *
 * <p>Each loop is asked to answer, as Netty's own word is not enough: a loop whose thread died of
 * an error within its handling of errors is never reported as terminated. Thread-safe.
 */
final class EventLoopWatch implements AutoCloseable {
  /** Looks without an answer after which a loop is given up. Far more than any work on it takes. */
  static final int PATIENCE = 30;

  private static final long LOOK_MILLIS = 1_000;

  private final List<Loop> loops = new ArrayList<>();
  private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            var thread = new Thread(task, "event-loop-watch");
            thread.setDaemon(true);
            return thread;
          });
  private boolean closed;

  private EventLoopWatch() {}

  /** Watches the loops that serve connections, and the one that accepts them. */
  static EventLoopWatch over(Vertx vertx) {
    var watch = new EventLoopWatch();
    var groups = (VertxInternal) vertx;
    groups.nettyEventLoopGroup().forEach(loop -> watch.loops.add(new Loop(loop)));
    groups.acceptorEventLoopGroup().forEach(loop -> watch.loops.add(new Loop(loop)));
    return watch;
  }

  /** Begins to look, once a second. */
  void start() {
    // With a delay behind each look, a machine that stood still does not count as many of them.
    looking.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  synchronized void look() {
    if (closed) {
      return;
    }
    for (var loop : loops) {
      try {
        if (!loop.answers()) {
          ended.complete(
              new IllegalStateException(
                  loop + " has not answered for " + PATIENCE * LOOK_MILLIS + " ms"));
        }
      } catch (RejectedExecutionException e) {
        ended.complete(e);
      }
    }
  }

  /** Completed with the reason when a loop has ended though nobody closes Vert.x. */
  CompletableFuture<Throwable> ended() {
    return ended;
  }

  /** From now on loops may end. */
  @Override
  public synchronized void close() {
    closed = true;
    looking.shutdownNow();
  }

  private static final class Loop {
    private final EventExecutor executor;
    private volatile boolean answered = true;
    private int missed;

    Loop(EventExecutor executor) {
      this.executor = executor;
    }

    /**
     * @return false once the last question has gone unanswered too long
     * @throws RejectedExecutionException if the loop was shut down
     */
    boolean answers() {
      if (answered) {
        missed = 0;
        answered = false;
        executor.execute(() -> answered = true);
      } else {
        missed++;
      }
      return missed < PATIENCE;
    }

    @Override
    public String toString() {
      return executor.toString();
    }
  }
}
