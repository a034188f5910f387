package org.shanmen.central.ticketing;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.catalogue.Channel;
import org.shanmen.central.db.Database;
import org.shanmen.central.db.tables.tables.records.TicketOrderRecord;
import org.shanmen.central.money.Shifts;
import org.shanmen.central.web.Call;
import org.shanmen.central.web.Operations;
import org.shanmen.central.web.Refused;
import org.shanmen.central.web.Reply;
import org.shanmen.central.web.Routes;

/** The e-ticket page's data, and refunds that somebody decides on, over HTTP. */
public final class AfterSaleRoutes implements Routes {
  private final Database database;
  private final Orders orders;
  private final ETicketDesk eTickets;

  public AfterSaleRoutes(Database database, Orders orders, ZoneId zone, InstantSource clock) {
    this.database = database;
    this.orders = orders;
    this.eTickets = new ETicketDesk(clock, zone);
  }

  @Override
  public void bind(Operations operations) {
    operations.bind("getETicket", this::eTicket);
    operations.bind("refundETicket", this::refund);
    operations.bind("quoteETicketRefund", this::quoteRefund);
    operations.bind("listRefundRequests", this::list);
    operations.bind("approveRefundRequest", call -> decide(call, true));
    operations.bind("rejectRefundRequest", call -> decide(call, false));
  }

  private Future<Reply> eTicket(Call call) {
    call.context().response().putHeader("X-Robots-Tag", "noindex");
    return database.inTransaction(tx -> Reply.ok(eTickets.show(tx, call.path("token"))));
  }

  private Future<Reply> refund(Call call) {
    var tickets = RefundRequests.numbers(call.body());
    String reason = call.body().getString("reason", "");
    String token = call.path("token");
    return database
        .inTransaction(
            tx -> {
              var order = ETicketDesk.locked(tx, token);
              quote(tx, order, tickets);
              var visitor =
                  new Buyer(Channel.WEB, call.actor(), Optional.empty(), Optional.empty());
              orders.refunds().giveBack(tx, visitor, order, tickets, reason, true);
              return Reply.ok(eTickets.show(tx, token));
            })
        .onSuccess(reply -> orders.published());
  }

  private Future<Reply> quoteRefund(Call call) {
    var tickets = RefundRequests.numbers(call.body());
    return database.read(
        sql -> Reply.ok(quote(sql, ETicketDesk.named(sql, call.path("token")), tickets)));
  }

  /**
   * What a visitor would be paid back. Nobody is beside him to hand him money out.
   *
   * @throws Refused as the refund
   */
  private JsonObject quote(DSLContext tx, TicketOrderRecord order, List<String> tickets) {
    if (!order.getChannel().equals(Channel.WEB.name())) {
      throw Refused.conflict("此订单请在购票处退票", "these tickets are given back where they were bought");
    }
    var quote = orders.refunds().quote(tx, order, tickets);
    boolean byHand =
        quote.getJsonArray("back").stream()
            .map(JsonObject.class::cast)
            .anyMatch(part -> part.getString("provider") == null);
    if (byHand) {
      throw Refused.conflict(
          "票款是在窗口收的，请到售票窗口退票", "a ticket window took the money: give these tickets back there");
    }
    return quote;
  }

  private Future<Reply> list(Call call) {
    var state =
        call.query("state")
            .map(RefundRequests.State::valueOf)
            .orElse(RefundRequests.State.REQUESTED);
    return database.read(
        sql ->
            Reply.ok(
                new JsonObject()
                    .put(
                        "refund_requests", RefundRequests.list(sql, state, call.actor().units()))));
  }

  private Future<Reply> decide(Call call, boolean approved) {
    long id = Long.parseLong(call.path("id"));
    String decision = call.body().getString("reason", "");
    return database
        .inTransaction(
            tx -> {
              var by = Buyer.atWindow(call.actor(), Shifts.tillOf(tx, call.actor()));
              var refunds = orders.refunds();
              return Reply.ok(
                  approved
                      ? refunds.approve(tx, by, id, decision)
                      : refunds.reject(tx, by, id, decision));
            })
        .onSuccess(reply -> orders.published());
  }
}
