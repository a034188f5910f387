package org.shanmen.central;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.CompletableFuture;

/**
 * Notices when one of Vert.x's event loops ends. Netty ends a loop that throws, and closes none of
 * its connections: whoever is on them, and whoever connects anew, waits for ever, while the process
 * looks alive. Nothing can start the loop again, so the process has to. Thread-safe.
 */
final class EventLoopWatch {
  private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
  private volatile boolean closing;

  private EventLoopWatch() {}

  /** Watches the loops that serve connections, and the one that accepts them. */
  static EventLoopWatch over(Vertx vertx) {
    var watch = new EventLoopWatch();
    var loops = (VertxInternal) vertx;
    loops.nettyEventLoopGroup().forEach(watch::watch);
    loops.acceptorEventLoopGroup().forEach(watch::watch);
    return watch;
  }

  private void watch(EventExecutor loop) {
    loop.terminationFuture().addListener(this::over);
  }

  private void over(Future<?> termination) {
    if (!closing) {
      var cause = termination.cause();
      ended.complete(cause == null ? new IllegalStateException("it was shut down") : cause);
    }
  }

  /** Completed with the reason when a loop has ended though nobody closes Vert.x. */
  CompletableFuture<Throwable> ended() {
    return ended;
  }

  /** From now on loops may end. */
  void closing() {
    closing = true;
  }
}
