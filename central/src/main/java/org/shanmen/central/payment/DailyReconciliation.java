package org.shanmen.central.payment;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.shanmen.central.db.Database;
import org.shanmen.central.payment.provider.Bill;
import org.shanmen.central.web.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches each provider's bill of each day that is over, once, from the hour on at which providers
 * have them ready; after days without a centre also those of the last week. Blocks. Thread-safe.
 */
final class DailyReconciliation {
  private static final Logger LOG = LoggerFactory.getLogger(DailyReconciliation.class);

  /** WeChat Pay has the bill of yesterday ready at ten. */
  private static final LocalTime READY = LocalTime.of(10, 0);

  private static final int DAYS = 7;
  private static final Duration RETRY = Duration.ofMinutes(30);

  private final Database database;
  private final InstantSource clock;
  private final ZoneId zone;
  private final Providers providers;
  private final Reconciliations reconciliations;
  private final Map<String, Instant> notBefore = new ConcurrentHashMap<>();

  DailyReconciliation(
      Database database,
      InstantSource clock,
      ZoneId zone,
      Providers providers,
      Reconciliations reconciliations) {
    this.database = database;
    this.clock = clock;
    this.zone = zone;
    this.providers = providers;
    this.reconciliations = reconciliations;
  }

  /** Does what is due of a provider. */
  void run(String provider) {
    var now = clock.instant();
    var local = now.atZone(zone);
    if (local.toLocalTime().isBefore(READY)
        || now.isBefore(notBefore.getOrDefault(provider, Instant.MIN))) {
      return;
    }
    // Whatever comes of it, a day is not asked for every second.
    notBefore.put(provider, now.plus(RETRY));
    for (int back = DAYS; back >= 1; back--) {
      var day = local.toLocalDate().minusDays(back);
      if (!database.query(sql -> reconciliations.done(sql, provider, day))) {
        try {
          run(provider, day);
        } catch (Refused e) {
          LOG.warn("bill of {} for {}: {}", provider, day, e.bothLanguages());
        }
      }
    }
  }

  /**
   * Fetches a bill and compares it.
   *
   * @return as openapi.yaml's Reconciliation
   * @throws Refused if there is no such provider, the day is not over, or the bill cannot be had
   *     now
   */
  JsonObject run(String provider, LocalDate day) {
    var service = providers.get(provider);
    if (!day.isBefore(LocalDate.ofInstant(clock.instant(), zone))) {
      throw Refused.unprocessable("该日尚未结束：" + day, day + " is not over");
    }
    var bill = service.bill(day);
    if (bill instanceof Bill.NotNow notNow) {
      throw Refused.conflict(
          "暂时无法取得 %s 的账单：%s".formatted(day, notNow.why()),
          "the bill of %s cannot be had now: %s".formatted(day, notNow.why()));
    }
    var lines = (Bill.Lines) bill;
    var kept = database.transact(tx -> reconciliations.keep(tx, provider, day, lines));
    if (!kept.getJsonArray("differences").isEmpty()) {
      LOG.warn(
          "bill of {} for {}: {} differences",
          provider,
          day,
          kept.getJsonArray("differences").size());
    }
    return kept;
  }
}
