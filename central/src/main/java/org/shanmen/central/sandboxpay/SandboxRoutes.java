package org.shanmen.central.sandboxpay;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.shanmen.central.sandboxpay.SandboxBook.NotDone;

/** The sandbox over HTTP: for merchants, for visitors, and for whoever wants something to fail. */
final class SandboxRoutes {
  private static final int BODY_BYTES = 16 * 1024;

  /** An answer that may fail for a reason that the caller is told. */
  private interface Work {
    JsonObject of(RoutingContext context) throws NotDone;
  }

  private final SandboxBook book;
  private final SandboxNotifier notifier;
  private final SandboxKeys keys;
  private volatile SandboxFaults faults = SandboxFaults.NONE;

  SandboxRoutes(SandboxBook book, SandboxNotifier notifier, SandboxKeys keys) {
    this.book = book;
    this.notifier = notifier;
    this.keys = keys;
  }

  void mount(Router router) {
    router.route().handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES));
    router.route("/v1/*").handler(this::merchant);
    router.post("/v1/charges").handler(context -> answer(context, this::create));
    router.get("/v1/charges/:number").handler(context -> answer(context, this::find));
    router.post("/v1/charges/:number/closing").handler(context -> answer(context, this::close));
    router.post("/v1/refunds").handler(context -> answer(context, this::refund));
    router.get("/v1/bills/:day").handler(this::bill);
    router.get("/pay/:token").handler(this::page);
    router.post("/pay/:token").handler(this::pay);
    router.get("/control").handler(context -> end(context, 200, faults.json()));
    router.post("/control").handler(context -> answer(context, this::control));
    router.post("/control/release").handler(this::release);
    router.post("/control/bill").handler(context -> answer(context, this::billOtherwise));
  }

  private void merchant(RoutingContext context) {
    String given = String.valueOf(context.request().getHeader(HttpHeaders.AUTHORIZATION));
    String expected = "Bearer " + keys.secret();
    if (MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8))) {
      context.next();
    } else {
      end(context, 401, error("the merchant's secret is missing or wrong"));
    }
  }

  private JsonObject create(RoutingContext context) throws NotDone {
    var body = context.body().asJsonObject();
    var charge =
        book.create(
            body.getString("number"),
            body.getLong("fen"),
            body.getString("subject"),
            Instant.parse(body.getString("expires_at")),
            body.getString("notify_url"));
    String root = context.request().scheme() + "://" + context.request().authority();
    return charge.json().put("code_url", root + "/pay/" + charge.token);
  }

  private JsonObject find(RoutingContext context) {
    return book.find(context.pathParam("number"))
        .map(SandboxCharge::json)
        .orElseGet(() -> new JsonObject().put("state", "UNKNOWN"));
  }

  private JsonObject close(RoutingContext context) throws NotDone {
    return book.close(context.pathParam("number")).json();
  }

  private JsonObject refund(RoutingContext context) throws NotDone {
    var body = context.body().asJsonObject();
    var refund =
        book.refund(
            body.getString("number"),
            body.getString("charge"),
            body.getLong("fen"),
            faults.refunds());
    return refund.json();
  }

  private void bill(RoutingContext context) {
    try {
      var day = LocalDate.parse(context.pathParam("day"));
      var zone = ZoneId.of(context.request().getParam("zone", "Asia/Shanghai"));
      context
          .response()
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/csv; charset=utf-8")
          .end(book.bill(day, zone));
    } catch (DateTimeException e) {
      end(context, 400, error(e.getMessage()));
    }
  }

  private void page(RoutingContext context) {
    var charge = book.byToken(context.pathParam("token"));
    context
        .response()
        .setStatusCode(charge.isPresent() ? 200 : 404)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        .end(charge.map(SandboxPage::of).orElseGet(SandboxPage::unknown));
  }

  /** By the page's form, or by a program that may name another amount. */
  private void pay(RoutingContext context) {
    SandboxCharge charge;
    try {
      charge = book.pay(context.pathParam("token"), otherFen(context));
    } catch (NotDone e) {
      end(context, 409, error(e.getMessage()));
      return;
    } catch (DecodeException | ClassCastException e) {
      end(context, 400, error("not understood"));
      return;
    }
    var event =
        new JsonObject()
            .put("event", "charge.paid")
            .put("number", charge.number)
            .put("transaction", charge.transaction)
            .put("fen", charge.paidFen)
            .put("paid_at", charge.paidAt.toString());
    notifier
        .tell(charge.notifyUrl, event, faults.notifications())
        .onComplete(told -> end(context, 200, charge.json()));
  }

  private static Optional<Long> otherFen(RoutingContext context) {
    String type = String.valueOf(context.request().getHeader(HttpHeaders.CONTENT_TYPE));
    return type.startsWith("application/json") && context.body().length() > 0
        ? Optional.ofNullable(context.body().asJsonObject().getLong("fen"))
        : Optional.empty();
  }

  private JsonObject control(RoutingContext context) {
    faults = faults.with(context.body().asJsonObject());
    return faults.json();
  }

  private JsonObject billOtherwise(RoutingContext context) {
    var body = context.body().asJsonObject();
    book.billOtherwise(body.getString("number"), Optional.ofNullable(body.getLong("fen")));
    return body;
  }

  /** Sends the notifications that are held, and ends the refunds that are. */
  private void release(RoutingContext context) {
    var told = notifier.release();
    var refunds =
        book.finishHeld().stream()
            .map(
                refund ->
                    notifier.tell(
                        book.chargeOf(refund).notifyUrl,
                        new JsonObject()
                            .put("event", "refund.done")
                            .put("number", refund.number)
                            .put("transaction", refund.transaction)
                            .put("at", refund.at.toString()),
                        faults.notifications()))
            .toList();
    told.compose(first -> Future.join(refunds))
        .onComplete(done -> end(context, 200, new JsonObject()));
  }

  private void answer(RoutingContext context, Work work) {
    JsonObject body;
    int status = 200;
    try {
      body = work.of(context);
    } catch (NotDone e) {
      status = 409;
      body = error(e.getMessage());
    } catch (DecodeException
        | ClassCastException
        | NullPointerException
        | IllegalArgumentException
        | DateTimeException e) {
      status = 400;
      body = error("not understood: " + e.getMessage());
    }
    if (faults.answers() == SandboxFaults.Answers.LOST
        && !context.normalizedPath().startsWith("/control")) {
      context.request().connection().close();
    } else {
      end(context, status, body);
    }
  }

  private static JsonObject error(String why) {
    return new JsonObject().put("error", why);
  }

  private static void end(RoutingContext context, int status, JsonObject body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end(body.toBuffer());
  }
}
