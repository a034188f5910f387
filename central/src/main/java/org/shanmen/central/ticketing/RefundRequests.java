package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.PERSON;
import static org.shanmen.central.db.tables.Tables.REFUND_REQUEST;
import static org.shanmen.central.db.tables.Tables.REFUND_REQUEST_TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.catalogue.Channel;
import org.shanmen.central.db.tables.tables.records.RefundRequestRecord;
import org.shanmen.central.db.tables.tables.records.TicketOrderRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.park.UnitGuard;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;

/**
 * Whole orders and single tickets of them that are given back: at once, or after somebody has
 * looked at it. Until he decides, the gates refuse the tickets. Methods take the caller's
 * transaction and block. Thread-safe.
 */
final class RefundRequests {
  private static final int LISTED = 200;

  private final InstantSource clock;
  private final Audit audit;
  private final ChangeLog changeLog;
  private final RefundDesk refundDesk;
  private final UnusedTickets unused;

  RefundRequests(InstantSource clock, Audit audit, ChangeLog changeLog, RefundDesk refundDesk) {
    this.clock = clock;
    this.audit = audit;
    this.changeLog = changeLog;
    this.refundDesk = refundDesk;
    this.unused = new UnusedTickets(changeLog);
  }

  /** How a request stands; the names are those of the database and the interface. */
  enum State {
    REQUESTED,
    APPROVED,
    REJECTED
  }

  /**
   * Gives tickets of an order back; all of them or none.
   *
   * @param order locked by the caller
   * @param wanted numbers of its tickets; none: all that are active
   * @param byLink a visitor asks, of whom nothing is known but that he has the link
   * @throws Refused if one of them cannot be given back, or the order has no such ticket
   */
  void giveBack(
      DSLContext tx,
      Buyer by,
      TicketOrderRecord order,
      List<String> wanted,
      String reason,
      boolean byLink) {
    var numbers = numbers(tx, order, wanted);
    if (by.channel() != Channel.WINDOW && RefundTerms.areReviewed(tx)) {
      request(tx, by, order, numbers, reason, byLink);
      return;
    }
    numbers.forEach(number -> refundDesk.refund(tx, by, number, reason));
  }

  /**
   * What giving tickets of an order back would bring; changes nothing.
   *
   * @param wanted numbers of its tickets; none: all that are active
   * @return as openapi.yaml shows it
   * @throws Refused as {@link #giveBack}
   */
  JsonObject quote(DSLContext tx, TicketOrderRecord order, List<String> wanted) {
    return refundDesk.quote(tx, numbers(tx, order, wanted));
  }

  /**
   * The tickets that a request names.
   *
   * @param body as in openapi.yaml
   */
  static List<String> numbers(JsonObject body) {
    return body.getJsonArray("tickets", new JsonArray()).stream().map(String.class::cast).toList();
  }

  private static List<String> numbers(DSLContext tx, TicketOrderRecord order, List<String> wanted) {
    var own =
        tx.select(TICKET.NUMBER, TICKET.STATE)
            .from(TICKET)
            .where(TICKET.ORDER_ID.eq(order.getId()))
            .orderBy(TICKET.ID)
            .fetchMap(TICKET.NUMBER, TICKET.STATE);
    for (String number : wanted) {
      if (!own.containsKey(number)) {
        throw Refused.unprocessable(
            "订单 %s 没有票 %s".formatted(order.getNumber(), number),
            "%s is no ticket of order %s".formatted(number, order.getNumber()));
      }
    }
    var numbers =
        wanted.isEmpty()
            ? own.keySet().stream()
                .filter(number -> own.get(number).equals(TicketState.ACTIVE.name()))
                .sorted()
                .toList()
            : wanted.stream().distinct().sorted().toList();
    if (numbers.isEmpty()) {
      throw Refused.conflict(
          "订单 %s 没有可退的票".formatted(order.getNumber()),
          "no ticket of order %s can be given back".formatted(order.getNumber()));
    }
    return numbers;
  }

  private void request(
      DSLContext tx,
      Buyer by,
      TicketOrderRecord order,
      List<String> numbers,
      String reason,
      boolean byLink) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var request = tx.newRecord(REFUND_REQUEST);
    request.setOrderId(order.getId());
    request.setState(State.REQUESTED.name());
    request.setRequestedAt(OrderRows.utc(now));
    request.setRequestedBy(byLink ? "" : by.actor().name());
    request.setReason(reason);
    request.insert();
    var frozen = new ArrayList<Long>();
    for (String number : numbers) {
      var ticket = unused.locked(tx, number);
      long refund = ticket.getPriceFen() - RefundDesk.feeFen(tx, ticket, now);
      ticket.setState(TicketState.REFUND_REQUESTED.name());
      ticket.store();
      tx.insertInto(REFUND_REQUEST_TICKET)
          .set(REFUND_REQUEST_TICKET.REQUEST_ID, request.getId())
          .set(REFUND_REQUEST_TICKET.TICKET_ID, ticket.getId())
          .set(REFUND_REQUEST_TICKET.REFUND_FEN, refund)
          .execute();
      frozen.add(ticket.getId());
    }
    audit.write(tx, by.actor(), "refund.request", order.getNumber(), numbers + ": " + reason);
    changeLog.append(tx, Rights.changes(tx, frozen));
  }

  /**
   * Pays back what a request promises.
   *
   * @return the request as openapi.yaml shows it
   * @throws Refused if there is no such request, it is decided, or a ticket was used before the
   *     gates heard of it
   */
  JsonObject approve(DSLContext tx, Buyer by, long id, String decision) {
    var request = open(tx, id);
    tickets(tx, id)
        .forEach(
            ticket ->
                refundDesk.refundRequested(
                    tx, by, ticket.number(), ticket.refundFen(), request.getReason()));
    return decide(tx, by, request, State.APPROVED, decision);
  }

  /**
   * Lets the visitor keep his tickets: they are good again.
   *
   * @return the request as openapi.yaml shows it
   * @throws Refused if there is no such request, or it is decided
   */
  JsonObject reject(DSLContext tx, Buyer by, long id, String decision) {
    var request = open(tx, id);
    changeLog.lock(tx); // before the tickets', as everybody does who needs both
    var freed =
        tx.update(TICKET)
            .set(TICKET.STATE, TicketState.ACTIVE.name())
            .where(TICKET.ID.in(tickets(tx, id).stream().map(Wanted::id).toList()))
            .and(TICKET.STATE.eq(TicketState.REFUND_REQUESTED.name()))
            .returning(TICKET.ID)
            .fetch(TICKET.ID);
    var answer = decide(tx, by, request, State.REJECTED, decision);
    changeLog.append(tx, Rights.changes(tx, freed));
    return answer;
  }

  private static RefundRequestRecord open(DSLContext tx, long id) {
    var request =
        tx.selectFrom(REFUND_REQUEST)
            .where(REFUND_REQUEST.ID.eq(id))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(
                () -> Refused.notFound("没有退票申请 " + id, "there is no refund request " + id));
    if (!request.getState().equals(State.REQUESTED.name())) {
      throw Refused.conflict(
          "退票申请 %d 已处理".formatted(id), "refund request %d is decided already".formatted(id));
    }
    return request;
  }

  private JsonObject decide(
      DSLContext tx, Buyer by, RefundRequestRecord request, State state, String decision) {
    request.setState(state.name());
    request.setDecidedAt(OrderRows.utc(clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    request.setDecidedBy(by.person().orElse(null));
    request.setDecision(decision);
    request.store();
    Actor actor = by.actor();
    String action = state == State.APPROVED ? "refund.approve" : "refund.reject";
    audit.write(tx, actor, action, String.valueOf(request.getId()), decision);
    return json(tx, request);
  }

  /**
   * Requests in this state, newest first.
   *
   * @param units the only operating units whose requests are listed; none: the whole park's
   */
  static JsonArray list(DSLContext sql, State state, Set<String> units) {
    var list = new JsonArray();
    sql.selectFrom(REFUND_REQUEST)
        .where(REFUND_REQUEST.STATE.eq(state.name()))
        .and(units.isEmpty() ? DSL.noCondition() : UnitGuard.requests(units))
        .orderBy(REFUND_REQUEST.ID.desc())
        .limit(LISTED)
        .fetch()
        .forEach(request -> list.add(json(sql, request)));
    return list;
  }

  /**
   * What was asked for of an order, the newest first, as openapi.yaml shows it to whoever has the
   * link.
   */
  static JsonArray toVisitor(DSLContext sql, long order) {
    var list = new JsonArray();
    sql.selectFrom(REFUND_REQUEST)
        .where(REFUND_REQUEST.ORDER_ID.eq(order))
        .orderBy(REFUND_REQUEST.ID.desc())
        .fetch()
        .forEach(request -> list.add(toVisitor(sql, request)));
    return list;
  }

  /** Why it was rejected is for him; what somebody noted at an approval is not. */
  private static JsonObject toVisitor(DSLContext sql, RefundRequestRecord request) {
    var tickets = tickets(sql, request.getId());
    boolean rejected = request.getState().equals(State.REJECTED.name());
    return new JsonObject()
        .put("state", request.getState())
        .put("requested_at", request.getRequestedAt().toInstant().toString())
        .put("tickets", new JsonArray(tickets.stream().map(Wanted::number).toList()))
        .put("refund_fen", tickets.stream().mapToLong(Wanted::refundFen).sum())
        .put("decision", rejected ? request.getDecision() : null);
  }

  private record Wanted(long id, String number, long priceFen, long refundFen) {}

  private static List<Wanted> tickets(DSLContext sql, long request) {
    return sql.select(TICKET.ID, TICKET.NUMBER, TICKET.PRICE_FEN, REFUND_REQUEST_TICKET.REFUND_FEN)
        .from(REFUND_REQUEST_TICKET)
        .join(TICKET)
        .on(TICKET.ID.eq(REFUND_REQUEST_TICKET.TICKET_ID))
        .where(REFUND_REQUEST_TICKET.REQUEST_ID.eq(request))
        .orderBy(TICKET.ID)
        .fetch(row -> new Wanted(row.value1(), row.value2(), row.value3(), row.value4()));
  }

  private static JsonObject json(DSLContext sql, RefundRequestRecord request) {
    var tickets = new JsonArray();
    tickets(sql, request.getId())
        .forEach(
            ticket ->
                tickets.add(
                    new JsonObject()
                        .put("number", ticket.number())
                        .put("price_fen", ticket.priceFen())
                        .put("refund_fen", ticket.refundFen())));
    String order =
        sql.select(TICKET_ORDER.NUMBER)
            .from(TICKET_ORDER)
            .where(TICKET_ORDER.ID.eq(request.getOrderId()))
            .fetchSingle(TICKET_ORDER.NUMBER);
    String decider =
        request.getDecidedBy() == null
            ? null
            : sql.select(PERSON.NAME)
                .from(PERSON)
                .where(PERSON.ID.eq(request.getDecidedBy()))
                .fetchSingle(PERSON.NAME);
    return new JsonObject()
        .put("id", request.getId())
        .put("order", order)
        .put("state", request.getState())
        .put("requested_at", request.getRequestedAt().toInstant().toString())
        .put("requested_by", request.getRequestedBy())
        .put("reason", request.getReason())
        .put("tickets", tickets)
        .put(
            "decided_at",
            request.getDecidedAt() == null ? null : request.getDecidedAt().toInstant().toString())
        .put("decided_by", decider)
        .put("decision", request.getDecision());
  }
}
