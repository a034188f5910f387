package org.shanmen.central;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
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
    watch.close();
    vertx.close().await();
  }

  @Test
  void loopsThatAnswerAreLeftAlone() throws Exception {
    looks(2 * EventLoopWatch.PATIENCE, loops());
    assertThat(watch.ended()).isNotDone();
  }

  @Test
  void aLoopThatDoesNothingAnyMoreIsNoticed() throws Exception {
    var stuck = new CountDownLatch(1);
    try {
      loops().get(0).execute(() -> stand(stuck));
      looks(EventLoopWatch.PATIENCE, withoutFirst());
      assertThat(watch.ended()).as("while there is patience").isNotDone();
      looks(1, withoutFirst());
      assertThat(watch.ended().get()).hasMessageContaining("not answered for 30000 ms");
    } finally {
      stuck.countDown();
    }
  }

  @Test
  void aLoopThatIsOnlySlowIsLeftAloneEachTime() throws Exception {
    for (int time = 0; time < 2; time++) {
      var slow = new CountDownLatch(1);
      try {
        loops().get(0).execute(() -> stand(slow));
        looks(EventLoopWatch.PATIENCE, withoutFirst());
      } finally {
        slow.countDown();
      }
      settle(loops());
    }
    assertThat(watch.ended()).isNotDone();
  }

  @Test
  void aLoopThatEndsByItselfIsNoticed() throws Exception {
    end(loops().get(1)); // closing needs the first
    watch.look();
    assertThat(watch.ended().get()).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void soIsTheOneThatAcceptsConnections() throws Exception {
    end(loops().get(loops().size() - 1));
    watch.look();
    assertThat(watch.ended().get()).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void itLooksByItself() throws Exception {
    end(loops().get(1));
    watch.start();
    assertThat(watch.ended().get()).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void loopsThatEndBecauseVertxIsClosedAreNot() {
    watch.close();
    vertx.close().await();
    watch.look();
    assertThat(watch.ended()).isNotDone();
  }

  /** The one that accepts connections is the last. */
  private List<EventExecutor> loops() {
    var all = new ArrayList<EventExecutor>();
    ((VertxInternal) vertx).nettyEventLoopGroup().forEach(all::add);
    ((VertxInternal) vertx).acceptorEventLoopGroup().forEach(all::add);
    return all;
  }

  private List<EventExecutor> withoutFirst() {
    return loops().subList(1, loops().size());
  }

  private void looks(int times, List<EventExecutor> answering) throws Exception {
    for (int look = 0; look < times; look++) {
      watch.look();
      settle(answering);
    }
  }

  /** Returns when they have done all that was asked of them. */
  private static void settle(List<EventExecutor> loops) throws Exception {
    for (var loop : loops) {
      loop.submit(() -> {}).get();
    }
  }

  private static void stand(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void end(EventExecutor loop) throws InterruptedException {
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS).await();
  }
}
