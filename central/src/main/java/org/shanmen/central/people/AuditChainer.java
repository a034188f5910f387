package org.shanmen.central.people;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HexFormat;
import org.shanmen.central.db.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second for audit entries that are not in the chain yet, and appends them. Notes the
 * chain's end in the data directory, and tells it in the log once a day.
 *
 * <p>Thread-safe; never blocks.
 */
public final class AuditChainer {
  private static final Logger LOG = LoggerFactory.getLogger(AuditChainer.class);
  private static final long LOOK_MILLIS = 1_000;

  private final Vertx vertx;
  private final Database database;
  private final AuditHeads heads;
  private final InstantSource clock;
  private final ZoneId zone;
  private Future<Void> running = Future.succeededFuture();
  private long timer;

  /**
   * @param zone the park's, in which a day begins
   */
  public AuditChainer(
      Vertx vertx, Database database, AuditHeads heads, InstantSource clock, ZoneId zone) {
    this.vertx = vertx;
    this.database = database;
    this.heads = heads;
    this.clock = clock;
    this.zone = zone;
  }

  /** Begins to look. */
  public void start() {
    timer = vertx.setPeriodic(LOOK_MILLIS, tick -> look());
  }

  /** Ends the looking; what waits is appended before. */
  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    return chainAll();
  }

  /** Appends all that was committed until now. */
  public synchronized Future<Void> chainAll() {
    running = running.otherwiseEmpty().compose(before -> append());
    return running;
  }

  private synchronized void look() {
    if (running.isComplete()) {
      running = append();
      running.onFailure(e -> LOG.error("the audit log cannot be chained", e));
    }
  }

  private Future<Void> append() {
    return vertx.executeBlocking(this::appendAll, false);
  }

  /**
   * All that waited when this began, and not what comes meanwhile: while people work, something
   * always does. A loop on one thread, as a future that waits for one of its own kind, and that for
   * the next, has no end and takes the event loop's stack when it ends after all.
   */
  private Void appendAll() throws IOException {
    boolean full = true;
    while (full) {
      var appended = database.transact(AuditChain::append);
      if (appended.isPresent()) {
        note(appended.get().end());
      }
      full = appended.isPresent() && appended.get().full();
    }
    return null;
  }

  private void note(AuditChain.Head end) throws IOException {
    if (heads.note(LocalDate.ofInstant(clock.instant(), zone), end)) {
      LOG.info(
          "audit log: entry {} has the hash {}; keep it elsewhere",
          end.position(),
          HexFormat.of().formatHex(end.hash()));
    }
  }
}
