package org.shanmen.central.payment;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks providers again: charges whose notification did not come, charges whose time is over, money
 * that is not back yet, bills of days that are over. What one provider does not answer keeps no
 * other waiting for longer than its time-out.
 *
 * <p>Several centres on one database share the work: each row is asked about by one of them.
 */
final class PaymentWatch {
  private static final Logger LOG = LoggerFactory.getLogger(PaymentWatch.class);
  private static final long TURN_MILLIS = 1000;

  /** Rows of one provider in one turn: as many workers as there are wait for it at most. */
  private static final int AT_ONCE = 3;

  private final Vertx vertx;
  private final WorkerExecutor workers;
  private final Providers providers;
  private final ChargeDesk charges;
  private final ChargeRefunds refunds;
  private final DailyReconciliation reconciliation;
  private long timer;
  private boolean turning;

  PaymentWatch(
      Vertx vertx,
      WorkerExecutor workers,
      Providers providers,
      ChargeDesk charges,
      ChargeRefunds refunds,
      DailyReconciliation reconciliation) {
    this.vertx = vertx;
    this.workers = workers;
    this.providers = providers;
    this.charges = charges;
    this.refunds = refunds;
    this.reconciliation = reconciliation;
  }

  /** Looks every second from now on. */
  void start() {
    timer = vertx.setPeriodic(TURN_MILLIS, tick -> tick());
  }

  /** Looks no more; what is under way goes on to its end. */
  void stop() {
    vertx.cancelTimer(timer);
  }

  /** Timers of one Vert.x context come one after another. */
  private void tick() {
    if (!turning) {
      turning = true;
      turn().onComplete(done -> turning = false);
    }
  }

  /** Does what is due now; the future ends when all of it was tried. */
  Future<Void> turn() {
    var work = new ArrayList<Future<?>>();
    for (String provider : providers.codes()) {
      work.add(each(provider));
      work.add(tried(() -> reconciliation.run(provider)));
    }
    return Future.join(work).otherwiseEmpty().mapEmpty();
  }

  private Future<?> each(String provider) {
    return workers
        .executeBlocking(
            () -> {
              var due = new ArrayList<Runnable>();
              charges.due(provider, AT_ONCE).forEach(row -> due.add(() -> charges.look(row)));
              refunds
                  .due(provider, AT_ONCE)
                  .forEach(row -> due.add(() -> refunds.send(provider, row)));
              return due;
            },
            false)
        .compose(due -> Future.join(due.stream().map(this::tried).toList()))
        .onFailure(e -> LOG.error("charges of {} cannot be looked at", provider, e));
  }

  /** A failure of one is no reason not to do the others; it is tried again in its time. */
  private Future<?> tried(Runnable work) {
    return workers
        .executeBlocking(
            () -> {
              work.run();
              return null;
            },
            false)
        .onFailure(e -> LOG.error("a payment provider could not be asked", e))
        .otherwiseEmpty();
  }
}
