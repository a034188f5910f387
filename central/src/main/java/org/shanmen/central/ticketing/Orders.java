package org.shanmen.central.ticketing;

import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.catalogue.TicketTypeStore;
import org.shanmen.central.db.Database;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.money.Payment;
import org.shanmen.central.park.ParkKeys;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;

/**
 * Orders of all channels, for whoever learns from outside that one was paid; and the watch over
 * those that are held. Thread-safe.
 */
public final class Orders {
  private final ChangeLog changeLog;
  private final OrderDesk desk;
  private final RefundRequests refunds;
  private final OrderPeople people;
  private final HoldWatch watch;

  /**
   * @param zone the park's
   */
  public Orders(
      Vertx vertx,
      Database database,
      Audit audit,
      ChangeLog changeLog,
      ParkKeys keys,
      ZoneId zone,
      InstantSource clock) {
    this.changeLog = changeLog;
    this.desk =
        new OrderDesk(
            clock,
            zone,
            audit,
            changeLog,
            new TicketTypeStore(),
            new CodeIssuer(keys),
            new Numbers(zone));
    this.refunds =
        new RefundRequests(clock, audit, changeLog, new RefundDesk(clock, zone, audit, changeLog));
    this.people =
        new OrderPeople(
            clock, zone, audit, changeLog, new TicketTypeStore(), new PurchaseLimits(zone));
    this.watch = new HoldWatch(vertx, database, new Holds(changeLog), clock);
  }

  /** What became of money for an order. */
  public enum Outcome {
    /** It pays the order, now or when the same payment was told before: its tickets exist. */
    PAID,
    /** Another payment paid the order: this one is owed back. */
    ALREADY_PAID,
    /** The order was given up, or it expired and its stock is sold: the money is owed back. */
    TOO_LATE,
    /** It is not what the order costs: the money is owed back. */
    WRONG_AMOUNT
  }

  /** What there is to pay for an order. */
  public record Due(long orderId, long fen, boolean payable) {}

  /**
   * What an order costs. Nobody changes it until the transaction ends; whoever also locks rows of
   * his own locks them before.
   *
   * @throws Refused if there is no such order
   */
  public Due due(DSLContext tx, String number) {
    var order = OrderRows.locked(tx, number);
    var state = OrderState.valueOf(order.getState());
    return new Due(order.getId(), order.getTotalFen(), state.mayBecome(OrderState.PAID));
  }

  /**
   * Pays an order with money that came in outside of windows and kiosks. Only PAID changes
   * anything: it makes the tickets, books the sale into the account of the means, and tells the
   * gates as soon as the transaction is committed and {@link #published} was called. Blocks.
   *
   * @param tx the caller's transaction; it may hold locks on rows of the caller's own
   * @param fen what came in
   * @param reference the provider's number of the payment: told twice, the answer is the same
   * @throws Refused if there is no such order
   */
  public Outcome paid(DSLContext tx, String number, Payment means, long fen, String reference) {
    return paid(
        tx, number, new Taken(Optional.of(means), Optional.empty(), Optional.of(reference)), fen);
  }

  Outcome paid(DSLContext tx, String number, Taken taken, long fen) {
    return desk.pay(tx, Actor.SYSTEM, OrderRows.locked(tx, number), taken, fen);
  }

  /** Lets the gates hear of what was committed. */
  public void published() {
    changeLog.published();
  }

  /** Begins to watch over orders that are held. */
  public void start() {
    watch.start();
  }

  public void stop() {
    watch.stop();
  }

  /** An order is held until this moment. */
  void expect(Instant heldUntil) {
    watch.expect(heldUntil);
  }

  RefundRequests refunds() {
    return refunds;
  }

  OrderPeople people() {
    return people;
  }

  OrderDesk desk() {
    return desk;
  }
}
