package org.shanmen.central.payment;

import static org.shanmen.central.db.tables.Tables.CHARGE;
import static org.shanmen.central.db.tables.Tables.CHARGE_REFUND;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.ChargeRecord;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** Charges, notifications and reconciliation over HTTP. */
public final class PaymentRoutes implements Routes {
  private static final int LISTED = 200;

  /** So long after its end a provider has usually closed a charge, or said that it was paid. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  private final PaymentHouse house;
  private final Audit audit;
  private final InstantSource clock;
  private final ChargeJson shown;

  /**
   * @param qrModules what a QR code that says a text looks like
   */
  public PaymentRoutes(
      PaymentHouse house, Audit audit, InstantSource clock, Function<String, JsonArray> qrModules) {
    this.house = house;
    this.audit = audit;
    this.clock = clock;
    this.shown = new ChargeJson(qrModules);
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("listPaymentProviders", this::providers);
    operations.bind("createCharge", ofOwnOrder(this::create));
    operations.bind("listCharges", ofOwnOrder(this::list));
    operations.bind("listOverdueCharges", this::overdue);
    operations.bind("getCharge", ofOwnOrder(this::get));
    operations.bind("closeCharge", ofOwnOrder(this::close));
    operations.bindRaw("notifyPayment", context -> house.notifications().handle(context));
    operations.bind("listChargeRefunds", this::refunds);
    operations.bind("retryChargeRefund", this::retry);
    operations.bind("listReconciliations", this::reconciliations);
    operations.bind("runReconciliation", this::reconcile);
    operations.bind("acknowledgeDifference", this::acknowledge);
  }

  /** A machine that sells has its own orders only; another's is to it as if it were not there. */
  private Function<Call, Future<Reply>> ofOwnOrder(Function<Call, Future<Reply>> work) {
    return call ->
        call.machine().isEmpty()
            ? work.apply(call)
            : house.database().read(sql -> requireOwn(sql, call)).compose(work);
  }

  private static Call requireOwn(DSLContext sql, Call call) {
    String number = call.path("number");
    var own =
        TICKET_ORDER
            .NUMBER
            .eq(number)
            .and(TICKET_ORDER.CLIENT_ID.eq(call.machine().orElseThrow().id()));
    if (!sql.fetchExists(TICKET_ORDER, own)) {
      throw Refused.notFound("没有订单 " + number, "there is no order " + number);
    }
    return call;
  }

  private Future<Reply> providers(Call call) {
    var list = new JsonArray(house.providers().codes());
    return Future.succeededFuture(Reply.ok(new JsonObject().put("providers", list)));
  }

  private Future<Reply> create(Call call) {
    String provider = call.body().getString("provider");
    return onWorker(
        () ->
            Reply.created(json(house.charges().open(call.actor(), call.path("number"), provider))));
  }

  private Future<Reply> list(Call call) {
    return house
        .database()
        .read(
            sql -> {
              var list = new JsonArray();
              ChargeRows.ofOrder(sql, call.path("number")).forEach(row -> list.add(json(sql, row)));
              return Reply.ok(new JsonObject().put("charges", list));
            });
  }

  private Future<Reply> overdue(Call call) {
    var before = clock.instant().minus(GRACE);
    return house
        .database()
        .read(
            sql -> {
              var list = new JsonArray();
              ChargeRows.overdue(sql, before, LISTED)
                  .forEach(row -> list.add(ChargeJson.overdue(row)));
              return Reply.ok(new JsonObject().put("charges", list));
            });
  }

  private Future<Reply> get(Call call) {
    String number = call.path("charge");
    return house
        .database()
        .read(
            sql ->
                Reply.ok(
                    json(
                        sql,
                        house
                            .charges()
                            .find(sql, call.path("number"), number)
                            .orElseThrow(() -> ChargeDesk.unknown(number)))));
  }

  private Future<Reply> close(Call call) {
    return onWorker(
        () ->
            Reply.ok(
                json(house.charges().end(call.actor(), call.path("number"), call.path("charge")))));
  }

  private Future<Reply> refunds(Call call) {
    return house
        .database()
        .read(
            sql -> {
              var list = new JsonArray();
              sql.select(CHARGE_REFUND.asterisk(), CHARGE.asterisk())
                  .from(CHARGE_REFUND)
                  .join(CHARGE)
                  .on(CHARGE.ID.eq(CHARGE_REFUND.CHARGE_ID))
                  .where(CHARGE_REFUND.STATE.ne(RefundState.DONE.name()))
                  .orderBy(CHARGE_REFUND.ID)
                  .limit(LISTED)
                  .forEach(
                      row -> {
                        var charge = row.into(CHARGE);
                        list.add(
                            ChargeJson.refund(row.into(CHARGE_REFUND))
                                .put("charge", charge.getNumber())
                                .put("order", charge.getOrderNumber())
                                .put("provider", charge.getProvider()));
                      });
              return Reply.ok(new JsonObject().put("refunds", list));
            });
  }

  private Future<Reply> retry(Call call) {
    String number = call.path("number");
    return house
        .database()
        .inTransaction(
            tx -> {
              var row =
                  ChargeRows.lockedRefund(tx, number)
                      .orElseThrow(
                          () -> Refused.notFound("没有退款 " + number, "there is no refund " + number));
              if (!row.getState().equals(RefundState.FAILED.name())) {
                throw Refused.conflict(
                    "该退款未失败，无需重试", "the refund has not failed: there is nothing to retry");
              }
              row.setState(RefundState.REQUESTED.name());
              row.setNextTryAt(ChargeRows.utc(clock.instant()));
              row.setTries(0);
              row.store();
              audit.write(tx, call.actor(), "charge-refund.retry", number, row.getDetail());
              return Reply.ok(ChargeJson.refund(row));
            });
  }

  private Future<Reply> reconciliations(Call call) {
    return house
        .database()
        .read(
            sql ->
                Reply.ok(
                    new JsonObject().put("reconciliations", house.reconciliations().newest(sql))));
  }

  private Future<Reply> reconcile(Call call) {
    String provider = call.body().getString("provider");
    var day = Days.of(call.body().getString("day"));
    return onWorker(() -> Reply.ok(house.reconciliation().run(provider, day)));
  }

  private Future<Reply> acknowledge(Call call) {
    long id = Long.parseLong(call.path("id"));
    String note = call.body().getString("note");
    return house
        .database()
        .inTransaction(
            tx -> Reply.ok(house.reconciliations().acknowledge(tx, call.actor(), id, note)));
  }

  private JsonObject json(ChargeRecord row) {
    return house.database().query(sql -> json(sql, row));
  }

  private JsonObject json(DSLContext sql, ChargeRecord row) {
    return shown.charge(row, ChargeRows.refundsOf(sql, row.getId()));
  }

  private Future<Reply> onWorker(Callable<Reply> work) {
    return house.workers().executeBlocking(work, false);
  }
}
