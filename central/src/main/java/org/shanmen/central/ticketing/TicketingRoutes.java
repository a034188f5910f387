package org.shanmen.central.ticketing;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.shanmen.central.catalogue.TicketTypeStore;
import org.shanmen.central.db.Database;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.money.Payment;
import org.shanmen.central.park.ParkKeys;
import org.shanmen.central.park.UnitGuard;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** Sales, tickets and refunds over HTTP. */
public final class TicketingRoutes implements Routes {
  private final Database database;
  private final Audit audit;
  private final ChangeLog changeLog;
  private final SaleDesk saleDesk;
  private final RefundDesk refundDesk;
  private final PrintDesk printDesk;
  private final ServiceDesk serviceDesk;
  private final CodeDesk codeDesk;
  private final ExchangeDesk exchangeDesk;

  public TicketingRoutes(
      Database database,
      Audit audit,
      ChangeLog changeLog,
      ParkKeys keys,
      ZoneId zone,
      InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.changeLog = changeLog;
    var types = new TicketTypeStore();
    var issuer = new CodeIssuer(keys);
    var numbers = new Numbers(zone);
    this.saleDesk =
        new SaleDesk(new OrderDesk(clock, zone, audit, changeLog, types, issuer, numbers));
    this.printDesk = new PrintDesk(clock, zone, audit, changeLog, types, issuer, numbers);
    this.serviceDesk = new ServiceDesk(clock, audit, changeLog, types);
    this.codeDesk = new CodeDesk(clock, zone, audit, changeLog, issuer);
    this.refundDesk = new RefundDesk(clock, zone, audit, changeLog);
    this.exchangeDesk = new ExchangeDesk(clock, zone, audit, changeLog, types, issuer);
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("createSale", this::sell);
    operations.bind("getSale", this::getSale);
    operations.bind("findTickets", this::find);
    operations.bind("getTicket", this::getTicket);
    operations.bind("refundTicket", this::refund);
    operations.bind("quoteRefund", this::quoteRefund);
    operations.bind("voidTicket", this::takeBack);
    operations.bind("exchangeTicket", this::exchange);
    operations.bind("quoteExchange", this::quoteExchange);
    operations.bind("reprintTicket", this::reprint);
    operations.bind("getRefundTerms", this::refundTerms);
    operations.bind("changeRefundTerms", this::changeRefundTerms);
    operations.bind("printTickets", this::print);
    operations.bind("activateTicket", this::activate);
    operations.bind("changeTicketState", this::changeState);
    operations.bind("topUpTicket", this::topUp);
    operations.bind("listCreditEntries", this::creditEntries);
    operations.bind("getRotatingCode", this::rotatingCode);
    operations.bind(
        "getTicketCode",
        call -> database.read(tx -> Reply.ok(codeDesk.printed(tx, call.path("number")))));
    operations.bind("replaceTicketCode", this::replaceCode);
  }

  private Future<Reply> rotatingCode(Call call) {
    return database.inTransaction(tx -> Reply.ok(codeDesk.current(tx, call.path("number"))));
  }

  private Future<Reply> replaceCode(Call call) {
    String reason = call.body().getString("reason", "");
    return told(tx -> Reply.ok(codeDesk.replace(tx, call.actor(), call.path("number"), reason)));
  }

  private Future<Reply> sell(Call call) {
    var order = Order.of(call.body(), call.header("Idempotency-Key"), call.actor().name());
    var payment = Payment.valueOf(call.body().getString("payment"));
    return database
        .inTransaction(tx -> Reply.created(saleDesk.sell(tx, call.actor(), order, payment)))
        .onSuccess(reply -> changeLog.published());
  }

  private Future<Reply> getSale(Call call) {
    return database.read(tx -> Reply.ok(TicketReader.sale(tx, call.path("number"))));
  }

  private Future<Reply> getTicket(Call call) {
    return database.read(tx -> Reply.ok(TicketReader.ticket(tx, call.path("number"))));
  }

  private Future<Reply> find(Call call) {
    var search = TicketSearch.of(call);
    return database
        .read(tx -> UnitGuard.own(tx, call.actor().units(), search.find(tx)))
        .map(found -> Reply.ok(new JsonObject().put("tickets", found)));
  }

  private Future<Reply> refund(Call call) {
    String reason = call.body().getString("reason", "");
    return database
        .inTransaction(
            tx -> Reply.ok(refundDesk.refund(tx, call.actor(), call.path("number"), reason)))
        .onSuccess(reply -> changeLog.published());
  }

  private Future<Reply> quoteRefund(Call call) {
    return database.read(tx -> Reply.ok(refundDesk.quote(tx, List.of(call.path("number")))));
  }

  private Future<Reply> takeBack(Call call) {
    String reason = call.body().getString("reason", "");
    return told(tx -> Reply.ok(refundDesk.takeBack(tx, call.actor(), call.path("number"), reason)));
  }

  private Future<Reply> exchange(Call call) {
    return told(
        tx -> Reply.ok(exchangeDesk.exchange(tx, call.actor(), call.path("number"), call.body())));
  }

  private Future<Reply> quoteExchange(Call call) {
    return database.read(tx -> Reply.ok(exchangeDesk.quote(tx, call.path("number"), call.body())));
  }

  private Future<Reply> reprint(Call call) {
    String reason = call.body().getString("reason");
    return database.inTransaction(
        tx -> Reply.ok(serviceDesk.reprint(tx, call.actor(), call.path("number"), reason)));
  }

  private Future<Reply> refundTerms(Call call) {
    return database.read(tx -> Reply.ok(termsJson(tx)));
  }

  private Future<Reply> changeRefundTerms(Call call) {
    var terms = RefundTerms.of(call.body().getJsonArray("tiers"));
    var review = Optional.ofNullable(call.body().getBoolean("review"));
    return database.inTransaction(
        tx -> {
          terms.store(tx);
          review.ifPresent(on -> RefundTerms.setReviewed(tx, on));
          var json = termsJson(tx);
          audit.write(tx, call.actor(), "refund-terms.change", "", json.encode());
          return Reply.ok(json);
        });
  }

  private static JsonObject termsJson(DSLContext tx) {
    return RefundTerms.inForce(tx).json().put("review", RefundTerms.areReviewed(tx));
  }

  private Future<Reply> print(Call call) {
    var body = call.body();
    return told(
        tx ->
            Reply.created(
                printDesk.print(
                    tx,
                    call.actor(),
                    body.getString("ticket_type"),
                    body.getInteger("quantity"),
                    body.getBoolean("only_issued", false))));
  }

  private Future<Reply> activate(Call call) {
    return told(
        tx -> Reply.ok(printDesk.activate(tx, call.actor(), call.path("number"), call.body())));
  }

  private Future<Reply> changeState(Call call) {
    var wanted = TicketState.valueOf(call.body().getString("state"));
    String reason = call.body().getString("reason", "");
    return told(
        tx -> Reply.ok(serviceDesk.change(tx, call.actor(), call.path("number"), wanted, reason)));
  }

  private Future<Reply> topUp(Call call) {
    var parts = Order.credit(call.body()).orElseThrow();
    var payment = Payment.valueOf(call.body().getString("payment"));
    var key = call.header("Idempotency-Key");
    return told(
        tx ->
            Reply.ok(
                serviceDesk.topUp(tx, call.actor(), call.path("number"), parts, payment, key)));
  }

  private Future<Reply> creditEntries(Call call) {
    return database.read(tx -> Reply.ok(CreditStatement.of(tx, call.path("number"))));
  }

  /** Carries out a change of which the gates hear at once. */
  private Future<Reply> told(Function<DSLContext, Reply> work) {
    return database.inTransaction(work).onSuccess(reply -> changeLog.published());
  }
}
