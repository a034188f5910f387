package org.shanmen.central.ticketing;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.catalogue.Channel;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.tables.tables.records.TicketOrderRecord;
import org.shanmen.central.money.Payment;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Machine;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** Orders of all channels over HTTP. */
public final class OrderRoutes implements Routes {
  private final Database database;
  private final Orders orders;
  private final CollectionDesk collectionDesk;
  private final RefundRequests refunds;
  private final InstantSource clock;

  public OrderRoutes(Database database, Audit audit, Orders orders, InstantSource clock) {
    this.database = database;
    this.orders = orders;
    this.collectionDesk = new CollectionDesk(clock, audit);
    this.refunds = orders.refunds();
    this.clock = clock;
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("createOrder", this::create);
    operations.bind(
        "quoteOrder",
        call ->
            database.inTransaction(
                tx -> Reply.ok(orders.desk().quote(tx, Channel.WINDOW, call.body()))));
    operations.bind("listOrders", this::list);
    operations.bind("getOrder", this::get);
    operations.bind("payOrder", this::pay);
    operations.bind("cancelOrder", this::cancel);
    operations.bind("collectOrder", this::collect);
    operations.bind("amendOrder", this::amend);
    operations.bind("changeOrderPeople", this::changePeople);
    operations.bind("refundOrder", this::refund);
    operations.bind("quoteOrderRefund", this::quoteRefund);
  }

  private Future<Reply> create(Call call) {
    var body = call.body();
    var order = Order.of(body, call.header("Idempotency-Key"), call.actor().name());
    var hold =
        Optional.ofNullable(body.getInteger("hold_minutes"))
            .map(Duration::ofMinutes)
            .orElse(OrderDesk.HOLD);
    return database
        .inTransaction(tx -> create(tx, Buyer.of(tx, call), order, hold, payment(body)))
        .onSuccess(this::expect)
        .onSuccess(row -> orders.published())
        .compose(row -> database.read(sql -> Reply.created(json(sql, row))));
  }

  private TicketOrderRecord create(
      DSLContext tx, Buyer buyer, Order order, Duration hold, Optional<Payment> means) {
    means.ifPresent(buyer.channel()::requireTakes);
    var placed = orders.desk().place(tx, buyer, order, Optional.of(hold));
    var row = placed.row();
    if (!placed.isRepeated() && (means.isPresent() || row.getTotalFen() == 0)) {
      var taken = new Taken(means, buyer.till(), Optional.empty());
      orders.desk().tell(tx, orders.desk().finish(tx, buyer.actor(), placed, taken));
    }
    return row;
  }

  private void expect(TicketOrderRecord row) {
    if (row.getState().equals(OrderState.HELD.name()) && row.getHeldUntil() != null) {
      orders.expect(row.getHeldUntil().toInstant());
    }
  }

  private static Optional<Payment> payment(JsonObject body) {
    return Optional.ofNullable(body.getString("payment")).map(Payment::valueOf);
  }

  private Future<Reply> list(Call call) {
    var search =
        new OrderReader.Search(
            call.query("number"),
            call.query("phone"),
            call.query("id_number"),
            call.query("partner_number"),
            call.query("state").map(OrderState::valueOf),
            call.query("ticket_state").map(TicketState::valueOf),
            call.query("channel").map(Channel::valueOf),
            call.query("day").map(Days::of),
            onlyOf(call),
            call.actor().units(),
            call.query("before", Long.MAX_VALUE));
    return database.read(sql -> Reply.ok(OrderReader.page(sql, search, now())));
  }

  /**
   * Whose orders are found: a machine's own. A kiosk that was shown an ID card also finds what the
   * visitor ordered elsewhere, to hand it out.
   */
  private static Optional<Integer> onlyOf(Call call) {
    boolean shownId = call.query("id_number").isPresent();
    return call.machine()
        .filter(machine -> !(shownId && machine.channel().equals(Channel.KIOSK.name())))
        .map(Machine::id);
  }

  /**
   * @throws Refused as if there were no such order, if it is another machine's
   */
  private static TicketOrderRecord own(Call call, TicketOrderRecord row) {
    if (call.machine().isPresent()
        && !Objects.equals(row.getClientId(), call.machine().get().id())) {
      throw OrderRows.unknown(row.getNumber());
    }
    return row;
  }

  private Future<Reply> get(Call call) {
    return database.read(
        sql -> Reply.ok(json(sql, own(call, OrderRows.named(sql, call.path("number"))))));
  }

  private Future<Reply> pay(Call call) {
    var means = payment(call.body()).orElseThrow();
    var reference = Optional.ofNullable(call.body().getString("reference"));
    return changed(
        call,
        (tx, row) -> {
          var buyer = Buyer.of(tx, call);
          buyer.channel().requireTakes(means);
          var taken = new Taken(Optional.of(means), buyer.till(), reference);
          long fen = call.body().getLong("amount_fen", row.getTotalFen());
          requirePaid(orders.desk().pay(tx, call.actor(), row, taken, fen), row, fen);
          return json(tx, row);
        });
  }

  private static void requirePaid(Orders.Outcome outcome, TicketOrderRecord order, long fen) {
    String number = order.getNumber();
    switch (outcome) {
      case PAID -> {}
      case ALREADY_PAID ->
          throw Refused.conflict(
              "订单 %s 已付款".formatted(number), "order %s is paid already".formatted(number));
      case TOO_LATE ->
          throw Refused.conflict(
              "订单 %s 已取消或过期且余票不足，请退还顾客款项".formatted(number),
              "order %s was cancelled, or expired and is sold out: give the money back"
                  .formatted(number));
      case WRONG_AMOUNT ->
          throw Refused.unprocessable(
              "金额不符：订单 %s 应付 %d 分，收到 %d 分".formatted(number, order.getTotalFen(), fen),
              "wrong amount: order %s costs %d fen, not %d"
                  .formatted(number, order.getTotalFen(), fen));
    }
  }

  private Future<Reply> cancel(Call call) {
    String reason = call.body().getString("reason", "");
    return changed(
        call,
        (tx, row) -> {
          orders.desk().cancel(tx, call.actor(), row, reason);
          return json(tx, row);
        });
  }

  private Future<Reply> amend(Call call) {
    var wanted = Order.of(call.body(), Optional.empty(), call.actor().name());
    return changed(
        call,
        (tx, row) -> {
          orders.desk().amend(tx, call.actor(), row, wanted);
          return json(tx, row);
        });
  }

  private Future<Reply> changePeople(Call call) {
    return changed(
        call,
        (tx, row) -> {
          orders.people().change(tx, call.actor(), row, call.body());
          return json(tx, row);
        });
  }

  private Future<Reply> refund(Call call) {
    var body = call.body();
    var tickets = RefundRequests.numbers(body);
    String reason = body.getString("reason", "");
    return changed(
        call,
        (tx, row) -> {
          refunds.giveBack(tx, Buyer.of(tx, call), row, tickets, reason, false);
          return json(tx, row);
        });
  }

  private Future<Reply> quoteRefund(Call call) {
    var tickets = RefundRequests.numbers(call.body());
    return database.read(
        sql -> {
          var row = own(call, OrderRows.named(sql, call.path("number")));
          return Reply.ok(refunds.quote(sql, row, tickets));
        });
  }

  private Future<Reply> collect(Call call) {
    var shownId = Optional.ofNullable(call.body().getString("id_number"));
    return database.inTransaction(
        tx -> {
          var row = OrderRows.locked(tx, call.path("number"));
          var buyer = Buyer.of(tx, call);
          boolean mayHandOut =
              buyer.channel() == Channel.KIOSK
                  && shownId.filter(id -> OrderReader.isOf(tx, row, id)).isPresent();
          return Reply.ok(collectionDesk.collect(tx, buyer, mayHandOut ? row : own(call, row)));
        });
  }

  /** What is done with an order that nobody else changes meanwhile. */
  private interface Work {
    JsonObject with(DSLContext tx, TicketOrderRecord row);
  }

  private Future<Reply> changed(Call call, Work work) {
    return database
        .inTransaction(
            tx -> Reply.ok(work.with(tx, own(call, OrderRows.locked(tx, call.path("number"))))))
        .onSuccess(reply -> orders.published());
  }

  private JsonObject json(DSLContext sql, TicketOrderRecord row) {
    return OrderReader.json(sql, row, now());
  }

  private Instant now() {
    return clock.instant();
  }
}
