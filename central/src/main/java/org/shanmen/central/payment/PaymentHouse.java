package org.shanmen.central.payment;

import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import org.shanmen.central.db.Database;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.MetricsText;

/** The payment room put together. Providers are asked on workers of its own. */
public final class PaymentHouse implements AutoCloseable {
  /** Calls to providers at a time; each ends by itself. */
  private static final int WORKERS = 12;

  private static final long LONGEST_CALL_SECONDS = 60;

  private final Database database;
  private final WorkerExecutor workers;
  private final Providers providers;
  private final ChargeDesk charges;
  private final Reconciliations reconciliations;
  private final DailyReconciliation reconciliation;
  private final NotificationDesk notifications;
  private final PaymentWatch watch;

  /** What it works with. */
  public record Parts(
      Vertx vertx, Database database, InstantSource clock, ZoneId zone, Audit audit) {}

  public PaymentHouse(Parts parts, Providers providers, PaidOrders orders) {
    this.database = parts.database();
    this.providers = providers;
    this.workers =
        parts
            .vertx()
            .createSharedWorkerExecutor("payment", WORKERS, LONGEST_CALL_SECONDS, TimeUnit.SECONDS);
    var clock = parts.clock();
    var numbers = new ChargeNumbers(parts.zone());
    var settlement = new Settlement(database, clock, orders);
    var refunds = new ChargeRefunds(database, clock, providers);
    this.charges =
        new ChargeDesk(database, clock, parts.audit(), providers, orders, settlement, numbers);
    this.reconciliations = new Reconciliations(clock, parts.zone(), parts.audit());
    this.reconciliation =
        new DailyReconciliation(database, clock, parts.zone(), providers, reconciliations);
    this.notifications = new NotificationDesk(workers, providers, settlement, refunds);
    this.watch =
        new PaymentWatch(parts.vertx(), workers, providers, charges, refunds, reconciliation);
  }

  /** Begins to ask providers again. */
  public PaymentHouse start() {
    watch.start();
    return this;
  }

  /** What notifications came. */
  public MetricsText.Source metrics() {
    return notifications;
  }

  Database database() {
    return database;
  }

  WorkerExecutor workers() {
    return workers;
  }

  Providers providers() {
    return providers;
  }

  ChargeDesk charges() {
    return charges;
  }

  Reconciliations reconciliations() {
    return reconciliations;
  }

  DailyReconciliation reconciliation() {
    return reconciliation;
  }

  NotificationDesk notifications() {
    return notifications;
  }

  PaymentWatch watch() {
    return watch;
  }

  /** Asks nobody any more. */
  @Override
  public void close() {
    watch.stop();
    workers.close().await();
  }
}
