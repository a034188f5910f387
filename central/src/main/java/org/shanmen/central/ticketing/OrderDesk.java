package org.shanmen.central.ticketing;

import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.shanmen.central.catalogue.Channel;
import org.shanmen.central.catalogue.TicketTypeStore;
import org.shanmen.central.db.tables.tables.records.TicketOrderRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.people.Audit;
import org.shanmen.central.ticketing.Orders.Outcome;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;

/**
 * Takes orders from every channel: what is asked for is held, paid, given up or changed. Locks are
 * taken in one order: the order's row, the types' rows, the change log's lock, stock and tickets.
 * Methods take the caller's transaction and block. Thread-safe.
 */
final class OrderDesk {
  /** For how long an order is held unless it says otherwise. */
  static final Duration HOLD = Duration.ofMinutes(15);

  private final InstantSource clock;
  private final ZoneId zone;
  private final Audit audit;
  private final ChangeLog changeLog;
  private final TicketTypeStore types;
  private final OrderRows rows;
  private final Stock stock;
  private final PurchaseLimits limits;
  private final Holds holds;
  private final Fulfilment fulfilment;

  OrderDesk(
      InstantSource clock,
      ZoneId zone,
      Audit audit,
      ChangeLog changeLog,
      TicketTypeStore types,
      CodeIssuer issuer,
      Numbers numbers) {
    this.clock = clock;
    this.zone = zone;
    this.audit = audit;
    this.changeLog = changeLog;
    this.types = types;
    this.rows = new OrderRows(numbers);
    this.stock = new Stock(zone);
    this.limits = new PurchaseLimits(zone);
    this.holds = new Holds(changeLog);
    this.fulfilment = new Fulfilment(changeLog, issuer);
  }

  /**
   * What became of a request to order.
   *
   * @param drafts its tickets that are to be made; none if an earlier request made the order
   */
  record Placed(TicketOrderRecord row, List<Draft> drafts) {
    boolean isRepeated() {
      return drafts.isEmpty();
    }
  }

  /**
   * Takes the stock for an order, or finds the order that an earlier request with the same key or
   * number made.
   *
   * @param hold for how long; empty if it is paid in the same transaction
   * @throws Refused if it cannot be sold, or the key was used for something else
   */
  Placed place(DSLContext tx, Buyer buyer, Order order, Optional<Duration> hold) {
    var earlier = OrderRows.earlier(tx, buyer, order);
    if (earlier.isPresent()) {
      return repeated(order, earlier.get());
    }
    var now = now();
    var drafts = drafts(tx, buyer.channel(), order, now);
    long total = drafts.stream().mapToLong(Draft::priceFen).sum();
    var row = rows.insert(tx, buyer, order, total, hold.map(now::plus), now);
    if (row.isEmpty()) {
      // Another request with this key was faster; it has committed, or we would still wait.
      return repeated(order, OrderRows.earlier(tx, buyer, order).orElseThrow());
    }
    take(tx, drafts, order.contact(), now);
    OrderRows.insertLines(tx, row.get().getId(), order.lines(), drafts);
    return new Placed(row.get(), drafts);
  }

  private List<Draft> drafts(DSLContext tx, Channel channel, Order order, Instant now) {
    var drafts = listed(tx, order.lines(), now);
    TermsOfSale.check(drafts, channel, order.contact());
    var sale = new Promotion.Sale(channel, LocalDate.ofInstant(now, zone), order.coupons());
    return Pricing.discounted(order.lines(), drafts, sale, PromotionStore.usable(tx));
  }

  /** At the prices that the types have. */
  private List<Draft> listed(DSLContext tx, List<Order.Line> lines, Instant now) {
    var wanted = lines.stream().map(Order.Line::ticketType).distinct().toList();
    return Draft.of(lines, types.byCode(tx, wanted), LocalDate.ofInstant(now, zone), zone);
  }

  /**
   * What lines would cost now, as openapi.yaml shows it; nothing is taken or kept.
   *
   * @param body as in openapi.yaml
   * @throws Refused if they cannot be sold, or a coupon is not for them
   */
  JsonObject quote(DSLContext tx, Channel channel, JsonObject body) {
    var lines = Order.lines(body);
    var now = now();
    var drafts = listed(tx, lines, now);
    drafts.forEach(draft -> TermsOfSale.requireChannel(draft.type(), channel));
    var today = LocalDate.ofInstant(now, zone);
    var promotions = PromotionStore.usable(tx);
    var sale = new Promotion.Sale(channel, today, Order.coupons(body));
    return Pricing.quote(lines, Pricing.discounted(lines, drafts, sale, promotions), promotions);
  }

  private void take(DSLContext tx, List<Draft> drafts, Contact contact, Instant now) {
    var promotions = Pricing.byPromotion(drafts).keySet();
    boolean counted =
        drafts.stream().anyMatch(draft -> Stock.needed(draft) || PurchaseLimits.needed(draft))
            || PromotionStore.limited(tx, promotions);
    if (counted || drafts.stream().anyMatch(draft -> !draft.shown().isEmpty())) {
      // What is left of a quota, and what other tickets a card or face shows, is read next. The
      // lock comes after the types' rows, which the caller holds, as for whoever changes a type.
      changeLog.lock(tx);
    }
    if (counted) {
      holds.release(tx, now);
      PromotionStore.requireLeft(tx, promotions);
      limits.check(tx, drafts, contact);
      stock.take(tx, drafts);
    }
  }

  private static Placed repeated(Order order, TicketOrderRecord earlier) {
    if (!MessageDigest.isEqual(earlier.getRequestHash(), order.hash())) {
      throw Refused.conflict(
          "此 Idempotency-Key 或 partner_number 已用于另一请求",
          "this Idempotency-Key or partner_number was used for another request");
    }
    return new Placed(earlier, List.of());
  }

  /**
   * Pays an order. If its time is over, it is paid nevertheless as long as its stock is still
   * there. Only PAID changes anything.
   *
   * @param order locked by the caller
   * @param fen what was paid
   */
  Outcome pay(DSLContext tx, Actor actor, TicketOrderRecord order, Taken taken, long fen) {
    var state = OrderState.valueOf(order.getState());
    if (state == OrderState.PAID) {
      return isThePaymentOf(order, taken) ? Outcome.PAID : Outcome.ALREADY_PAID;
    }
    if (!state.mayBecome(OrderState.PAID)) {
      return Outcome.TOO_LATE;
    }
    if (fen != order.getTotalFen()) {
      return Outcome.WRONG_AMOUNT;
    }
    var now = now();
    var drafts = OrderRows.drafts(tx, types, order.getId(), zone);
    if (state == OrderState.EXPIRED && !takeAgain(tx, drafts, Contact.of(order), now)) {
      return Outcome.TOO_LATE;
    }
    tell(tx, finish(tx, actor, new Placed(order, drafts), taken));
    return Outcome.PAID;
  }

  private static boolean isThePaymentOf(TicketOrderRecord order, Taken taken) {
    return taken.reference().isPresent()
        && taken.reference().get().equals(order.getPaymentReference())
        && taken.means().map(Enum::name).equals(Optional.ofNullable(order.getPayment()));
  }

  /** All of it or, if there is not enough left, nothing. */
  private boolean takeAgain(DSLContext tx, List<Draft> drafts, Contact contact, Instant now) {
    try {
      tx.transaction(nested -> take(nested.dsl(), drafts, contact, now));
      return true;
    } catch (Refused soldOut) {
      return false;
    }
  }

  /**
   * Makes the tickets of an order that was placed in this transaction, or held before.
   *
   * @return of which tickets the gates must hear
   */
  List<Long> finish(DSLContext tx, Actor actor, Placed placed, Taken taken) {
    if (placed.drafts().stream().anyMatch(draft -> !draft.shown().isEmpty())) {
      changeLog.lock(tx); // what other tickets a card or face shows is read
    }
    var changed = fulfilment.pay(tx, placed.row(), placed.drafts(), taken, now());
    audit.write(tx, actor, "order.pay", placed.row().getNumber(), describe(placed));
    return changed;
  }

  /** Tells the gates; last, because everybody who sells waits for the change log. */
  void tell(DSLContext tx, List<Long> changed) {
    fulfilment.tell(tx, changed);
  }

  private static String describe(Placed placed) {
    var counts =
        placed.drafts().stream()
            .collect(
                Collectors.groupingBy(
                    draft -> draft.type().row().getCode(), TreeMap::new, Collectors.counting()));
    var order = placed.row();
    return "%s, %d fen, %s".formatted(counts, order.getTotalFen(), order.getPayment());
  }

  /**
   * Gives up an order that is not paid. Giving it up twice changes nothing.
   *
   * @param order locked by the caller
   * @throws Refused if it is paid or over
   */
  void cancel(DSLContext tx, Actor actor, TicketOrderRecord order, String reason) {
    var state = OrderState.valueOf(order.getState());
    if (state == OrderState.CANCELLED) {
      return;
    }
    state.requireMayBecome(OrderState.CANCELLED, order.getNumber());
    changeLog.lock(tx); // who counts a day's stock sees it held or cancelled, not between
    Stock.giveBack(tx, order.getId());
    order.setState(OrderState.CANCELLED.name());
    order.setEndedAt(OrderRows.utc(now()));
    order.store();
    audit.write(tx, actor, "order.cancel", order.getNumber(), reason);
  }

  /**
   * Replaces what a held order asks for; its time goes on. What costs nothing any more is paid.
   *
   * @param order locked by the caller
   * @param wanted for the contact that the order has
   * @throws Refused if it is not held any more, or what is wanted cannot be sold; nothing changes
   */
  void amend(DSLContext tx, Actor actor, TicketOrderRecord order, Order wanted) {
    var now = now();
    requireHeld(order, now);
    var asked = wanted.forContact(Contact.of(order));
    var drafts = drafts(tx, Channel.valueOf(order.getChannel()), asked, now);
    changeLog.lock(tx);
    Stock.giveBack(tx, order.getId());
    OrderRows.deleteLines(tx, order.getId());
    take(tx, drafts, asked.contact(), now);
    OrderRows.insertLines(tx, order.getId(), asked.lines(), drafts);
    order.setTotalFen(drafts.stream().mapToLong(Draft::priceFen).sum());
    order.store();
    audit.write(tx, actor, "order.amend", order.getNumber(), order.getTotalFen() + " fen");
    if (order.getTotalFen() == 0) {
      var nothing = new Taken(Optional.empty(), Optional.empty(), Optional.empty());
      tell(tx, finish(tx, actor, new Placed(order, drafts), nothing));
    }
  }

  static void requireHeld(TicketOrderRecord order, Instant now) {
    if (OrderReader.shownState(order, now) != OrderState.HELD) {
      throw Refused.conflict(
          "订单 %s 不在待付款状态，不能修改".formatted(order.getNumber()),
          "order %s is not held any more: it cannot be changed".formatted(order.getNumber()));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
