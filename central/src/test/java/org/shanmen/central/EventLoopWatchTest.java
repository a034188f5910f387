package org.shanmen.central;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventLoopWatchTest {
  private final Vertx vertx = Vertx.vertx();
  private final EventLoopWatch watch = EventLoopWatch.over(vertx);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void aLoopThatEndsByItselfIsNoticed() throws Exception {
    EventExecutor last = null; // closing needs the first
    for (var loop : ((VertxInternal) vertx).nettyEventLoopGroup()) {
      last = loop;
    }
    end(last);
    assertThat(watch.ended().get()).hasMessage("it was shut down");
  }

  @Test
  void soIsTheOneThatAcceptsConnections() throws Exception {
    end(((VertxInternal) vertx).acceptorEventLoopGroup().iterator().next());
    assertThat(watch.ended().get()).isNotNull();
  }

  @Test
  void loopsThatEndBecauseVertxIsClosedAreNot() {
    watch.closing();
    vertx.close().await();
    assertThat(watch.ended()).isNotDone();
  }

  private static void end(EventExecutor loop) {
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }
}
