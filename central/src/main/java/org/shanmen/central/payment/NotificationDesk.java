package org.shanmen.central.payment;

import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.shanmen.central.payment.provider.Message;
import org.shanmen.central.payment.provider.Notice;
import org.shanmen.central.payment.provider.PaymentProvider;
import org.shanmen.central.payment.provider.Reception;
import org.shanmen.central.web.MetricsText;
import org.shanmen.central.web.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where providers say what has happened. Anybody may call here, so nothing counts but what a
 * provider has signed, and only so many are read at a time. What is said is kept before it is
 * acknowledged; what could not be kept is sent again by the provider. Thread-safe.
 */
final class NotificationDesk implements MetricsText.Source {
  private static final Logger LOG = LoggerFactory.getLogger(NotificationDesk.class);

  /** Being read at a time; more are told to come back. */
  private static final int AT_ONCE = 64;

  private final WorkerExecutor workers;
  private final Providers providers;
  private final Settlement settlement;
  private final ChargeRefunds refunds;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

  NotificationDesk(
      WorkerExecutor workers, Providers providers, Settlement settlement, ChargeRefunds refunds) {
    this.workers = workers;
    this.providers = providers;
    this.settlement = settlement;
    this.refunds = refunds;
  }

  /** Answers one call. */
  void handle(RoutingContext context) {
    String code = context.pathParam("provider");
    var provider = providers.get(code);
    if (!places.tryAcquire()) {
      context.fail(
          Refused.tooManyRequests("通知过多，请稍后重发", "too many notifications: send it again later"));
      return;
    }
    var message = message(context);
    workers
        .executeBlocking(() -> read(code, provider, message), false)
        .onComplete(
            done -> {
              places.release();
              if (done.succeeded()) {
                answer(context, done.result());
              } else if (done.cause() instanceof Refused refused) {
                context.fail(refused);
              } else {
                LOG.error("a notification of {} could not be kept", code, done.cause());
                answer(context, provider.reception(false));
              }
            });
  }

  private static Message message(RoutingContext context) {
    var headers = new HashMap<String, String>();
    context
        .request()
        .headers()
        .forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    var body = context.body().buffer();
    return new Message(headers, body == null ? new byte[0] : body.getBytes());
  }

  private Reception read(String code, PaymentProvider provider, Message message) {
    var notice = provider.read(message);
    if (notice instanceof Notice.Forged forged) {
      count(code, "forged");
      LOG.warn("a notification for {} is not the provider's: {}", code, forged.why());
      throw Refused.forbidden(
          "通知签名无效", "the notification is not signed by the provider: " + forged.why());
    } else if (notice instanceof Notice.ChargePaid paid) {
      var outcome = settlement.paid(paid.chargeNumber(), paid.receipt());
      count(code, outcome.name().toLowerCase(Locale.ROOT));
    } else if (notice instanceof Notice.RefundEnded ended) {
      count(code, refunds.ended(ended.refundNumber(), ended.how()) ? "refund" : "unknown");
    } else {
      count(code, "other");
    }
    return provider.reception(true);
  }

  private static void answer(RoutingContext context, Reception reception) {
    context
        .response()
        .setStatusCode(reception.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, reception.contentType())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(reception.body());
  }

  private void count(String provider, String outcome) {
    counts.computeIfAbsent(provider + ' ' + outcome, key -> new LongAdder()).increment();
  }

  @Override
  public void write(MetricsText out) {
    String name = "shanmen_payment_notifications_total";
    out.metric(name, "counter", "What payment providers have said, and others in their name.");
    counts.forEach(
        (key, count) -> {
          var parts = key.split(" ");
          out.sample(name, count.sum(), "provider", parts[0], "outcome", parts[1]);
        });
  }
}
