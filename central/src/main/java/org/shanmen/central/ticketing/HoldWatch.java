package org.shanmen.central.ticketing;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.shanmen.central.db.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes up when the next hold ends, and lets it expire. What ended while the centre was down
 * expires at its start. Thread-safe.
 */
final class HoldWatch {
  private static final Logger LOG = LoggerFactory.getLogger(HoldWatch.class);

  /** It looks at the clock at least this often, which somebody may set. */
  private static final long LONGEST_MILLIS = 60_000;

  /** After a look that found an order in somebody else's hands, or that failed. */
  private static final long AGAIN_MILLIS = 1_000;

  private final Vertx vertx;
  private final Database database;
  private final Holds holds;
  private final InstantSource clock;
  private boolean running;
  private Optional<Instant> next = Optional.empty();
  private long timer = -1;

  HoldWatch(Vertx vertx, Database database, Holds holds, InstantSource clock) {
    this.vertx = vertx;
    this.database = database;
    this.holds = holds;
    this.clock = clock;
  }

  synchronized void start() {
    running = true;
    look();
  }

  synchronized void stop() {
    running = false;
    vertx.cancelTimer(timer);
  }

  /** A hold ends at this moment. */
  synchronized void expect(Instant end) {
    if (running && (next.isEmpty() || end.isBefore(next.get()))) {
      wakeAt(end, 1);
    }
  }

  private void wakeAt(Instant end, long leastMillis) {
    vertx.cancelTimer(timer);
    next = Optional.of(end);
    long wait = Duration.between(clock.instant(), end).toMillis() + 1;
    timer = vertx.setTimer(Math.max(leastMillis, Math.min(wait, LONGEST_MILLIS)), fired -> look());
  }

  private synchronized void look() {
    next = Optional.empty();
    database
        .inTransaction(
            tx -> {
              boolean idle = holds.release(tx, clock.instant()) == 0;
              return Holds.nextEnd(tx).map(end -> new Found(end, idle));
            })
        .onSuccess(this::found)
        .onFailure(this::failed);
  }

  private synchronized void failed(Throwable failure) {
    if (running) {
      LOG.error("held orders cannot be looked through", failure);
      wakeAt(clock.instant(), AGAIN_MILLIS);
    }
  }

  /**
   * @param idle nothing had to expire, so an end in the past is in somebody else's hands
   */
  private record Found(Instant end, boolean idle) {}

  private synchronized void found(Optional<Found> found) {
    if (!running || found.isEmpty()) {
      return;
    }
    var end = found.get().end();
    if (next.isEmpty() || end.isBefore(next.get())) {
      wakeAt(end, found.get().idle() ? AGAIN_MILLIS : 1);
    }
  }
}
