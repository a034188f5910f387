package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.ORDER_DISCOUNT;
import static org.shanmen.central.db.tables.Tables.ORDER_LINE;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_HOLDER;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.catalogue.Slot;
import org.shanmen.central.catalogue.TicketType;
import org.shanmen.central.catalogue.TicketTypeStore;
import org.shanmen.central.catalogue.Validity;
import org.shanmen.central.credit.Balance;
import org.shanmen.central.db.tables.tables.records.OrderDiscountRecord;
import org.shanmen.central.db.tables.tables.records.OrderLineRecord;
import org.shanmen.central.db.tables.tables.records.TicketHolderRecord;
import org.shanmen.central.db.tables.tables.records.TicketOrderRecord;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.money.Payment;
import org.shanmen.central.ticketing.Discounts.Discount;
import org.shanmen.central.web.Refused;

/** Rows of orders and their lines. Methods take the caller's transaction and block. Thread-safe. */
final class OrderRows {
  private static final int TOKEN_BYTES = 16;

  private final Numbers numbers;
  private final SecureRandom random = new SecureRandom();

  OrderRows(Numbers numbers) {
    this.numbers = numbers;
  }

  /** The order that an earlier request with the same key or number of the machine made. */
  static Optional<TicketOrderRecord> earlier(DSLContext tx, Buyer buyer, Order order) {
    var which = DSL.noCondition();
    if (order.key().isPresent()) {
      which = which.or(TICKET_ORDER.IDEMPOTENCY_KEY.eq(buyer.scoped(order.key().get())));
    }
    if (order.partnerNumber().isPresent() && buyer.client().isPresent()) {
      which =
          which.or(
              TICKET_ORDER
                  .CLIENT_ID
                  .eq(buyer.client().get())
                  .and(TICKET_ORDER.PARTNER_NUMBER.eq(order.partnerNumber().get())));
    }
    return order.key().isEmpty() && order.partnerNumber().isEmpty()
        ? Optional.empty()
        : tx.selectFrom(TICKET_ORDER)
            .where(which)
            .orderBy(TICKET_ORDER.ID)
            .limit(1)
            .fetchOptional();
  }

  /**
   * Keeps everybody else from changing an order until the transaction ends; before the change log's
   * lock, as everybody does who needs both.
   *
   * @throws Refused if there is no order of the number
   */
  static TicketOrderRecord locked(DSLContext tx, String number) {
    return tx.selectFrom(TICKET_ORDER)
        .where(TICKET_ORDER.NUMBER.eq(number))
        .forUpdate()
        .fetchOptional()
        .orElseThrow(() -> unknown(number));
  }

  /**
   * @throws Refused if there is no order of the number
   */
  static TicketOrderRecord named(DSLContext sql, String number) {
    return sql.selectFrom(TICKET_ORDER)
        .where(TICKET_ORDER.NUMBER.eq(number))
        .fetchOptional()
        .orElseThrow(() -> unknown(number));
  }

  static Refused unknown(String number) {
    return Refused.notFound("没有订单 " + number, "there is no order " + number);
  }

  /**
   * Inserts an order that is held, without its lines.
   *
   * @param heldUntil empty if it is paid in the same transaction
   * @return empty if its key or number was taken meanwhile
   */
  Optional<TicketOrderRecord> insert(
      DSLContext tx,
      Buyer buyer,
      Order order,
      long totalFen,
      Optional<Instant> heldUntil,
      Instant now) {
    for (int draw = 0; draw < Numbers.DRAWS; draw++) {
      var row = tx.newRecord(TICKET_ORDER);
      row.setNumber(numbers.draw('S', now));
      row.setChannel(buyer.channel().name());
      row.setState(OrderState.HELD.name());
      row.setOrderedAt(utc(now));
      row.setOrderedBy(buyer.person().orElse(null));
      row.setClientId(buyer.client().orElse(null));
      row.setHeldUntil(heldUntil.map(OrderRows::utc).orElse(null));
      row.setTotalFen(totalFen);
      row.setContactName(order.contact().name().orElse(null));
      row.setContactPhone(order.contact().phone().orElse(null));
      row.setContactIdNumber(order.contact().idNumber().orElse(null));
      row.setPartnerNumber(order.partnerNumber().orElse(null));
      row.setIdempotencyKey(order.key().map(buyer::scoped).orElse(null));
      row.setRequestHash(order.hash());
      row.setLinkToken(token());
      var inserted =
          tx.insertInto(TICKET_ORDER).set(row).onConflictDoNothing().returning().fetchOptional();
      if (inserted.isPresent() || earlier(tx, buyer, order).isPresent()) {
        return inserted;
      }
    }
    throw new IllegalStateException(Numbers.DRAWS + " order numbers in a row were taken");
  }

  private String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Inserts what was asked for.
   *
   * @param drafts the tickets of the lines, in their order
   */
  static void insertLines(DSLContext tx, long orderId, List<Order.Line> lines, List<Draft> drafts) {
    var rows = new ArrayList<OrderLineRecord>();
    var discounts = new ArrayList<OrderDiscountRecord>();
    int first = 0;
    for (var line : lines) {
      var draft = drafts.get(first);
      var row = tx.newRecord(ORDER_LINE);
      row.setOrderId(orderId);
      row.setPosition(rows.size());
      row.setTicketTypeId(draft.type().row().getId());
      row.setQuantity(line.quantity());
      row.setPeople(draft.people());
      row.setFirstDay(draft.validity().first());
      row.setLastDay(draft.validity().last());
      row.setSlotMinute(draft.slotMinute());
      row.setSlotUntil(draft.validity().slot().map(Slot::untilMinute).orElse(null));
      row.setPriceFen(draft.listFen());
      row.setPrincipalFen(draft.credit().principal());
      row.setBonusFen(draft.credit().bonus());
      rows.add(row);
      discounts.addAll(
          discounts(tx, orderId, rows.size() - 1, drafts.subList(first, first + line.quantity())));
      first += line.quantity();
    }
    if (!discounts.isEmpty()) {
      tx.insertInto(ORDER_DISCOUNT).set(discounts).execute();
    }
    var ids =
        tx.insertInto(ORDER_LINE)
            .set(rows)
            .returning(ORDER_LINE.POSITION, ORDER_LINE.ID)
            .fetchMap(ORDER_LINE.POSITION, ORDER_LINE.ID);
    insertHolders(tx, lines, ids);
  }

  private static List<OrderDiscountRecord> discounts(
      DSLContext tx, long orderId, int position, List<Draft> tickets) {
    var rows = new ArrayList<OrderDiscountRecord>();
    Pricing.byPromotion(tickets)
        .forEach(
            (promotion, fen) -> {
              var row = tx.newRecord(ORDER_DISCOUNT);
              row.setOrderId(orderId);
              row.setPosition(position);
              row.setPromotionId(promotion);
              row.setFen(fen);
              rows.add(row);
            });
    return rows;
  }

  /** What is taken off the lines of an order, by line. */
  private static Map<Integer, List<Discount>> discounts(DSLContext tx, long orderId) {
    return tx.selectFrom(ORDER_DISCOUNT)
        .where(ORDER_DISCOUNT.ORDER_ID.eq(orderId))
        .orderBy(ORDER_DISCOUNT.PROMOTION_ID)
        .fetchGroups(
            ORDER_DISCOUNT.POSITION, row -> new Discount(row.getPromotionId(), row.getFen()));
  }

  private static void insertHolders(
      DSLContext tx, List<Order.Line> lines, Map<Integer, Long> lineIds) {
    var rows = new ArrayList<TicketHolderRecord>();
    for (int position = 0; position < lines.size(); position++) {
      var holders = lines.get(position).holders();
      for (int i = 0; i < holders.size(); i++) {
        var row = tx.newRecord(TICKET_HOLDER);
        row.setOrderLineId(lineIds.get(position));
        row.setPosition(i);
        row.setName(holders.get(i).name());
        row.setDocumentKind(holders.get(i).document().name());
        row.setDocumentNumber(holders.get(i).number());
        rows.add(row);
      }
    }
    if (!rows.isEmpty()) {
      tx.insertInto(TICKET_HOLDER).set(rows).execute();
    }
  }

  /** Forgets what was asked for, because something else is. */
  static void deleteLines(DSLContext tx, long orderId) {
    tx.deleteFrom(TICKET_HOLDER)
        .where(
            TICKET_HOLDER.ORDER_LINE_ID.in(
                DSL.select(ORDER_LINE.ID).from(ORDER_LINE).where(ORDER_LINE.ORDER_ID.eq(orderId))))
        .execute();
    tx.deleteFrom(ORDER_DISCOUNT).where(ORDER_DISCOUNT.ORDER_ID.eq(orderId)).execute();
    tx.deleteFrom(ORDER_LINE).where(ORDER_LINE.ORDER_ID.eq(orderId)).execute();
  }

  static List<OrderLineRecord> lines(DSLContext tx, long orderId) {
    return tx.selectFrom(ORDER_LINE)
        .where(ORDER_LINE.ORDER_ID.eq(orderId))
        .orderBy(ORDER_LINE.POSITION)
        .fetch();
  }

  /** The holders of an order's tickets, by line, in the order of the tickets. */
  static Map<Long, List<TicketHolderRecord>> holders(DSLContext tx, long orderId) {
    return tx
        .select(TICKET_HOLDER.fields())
        .from(TICKET_HOLDER)
        .join(ORDER_LINE)
        .on(ORDER_LINE.ID.eq(TICKET_HOLDER.ORDER_LINE_ID))
        .where(ORDER_LINE.ORDER_ID.eq(orderId))
        .orderBy(TICKET_HOLDER.POSITION)
        .fetchInto(TICKET_HOLDER)
        .stream()
        .collect(Collectors.groupingBy(TicketHolderRecord::getOrderLineId));
  }

  /** The tickets of an order that was held, at the prices that were told then. */
  static List<Draft> drafts(DSLContext tx, TicketTypeStore types, long orderId, ZoneId zone) {
    var lines = lines(tx, orderId);
    var byId =
        types.byIds(tx, lines.stream().map(OrderLineRecord::getTicketTypeId).distinct().toList());
    var holders = holders(tx, orderId);
    var discounts = discounts(tx, orderId);
    var drafts = new ArrayList<Draft>();
    for (var line : lines) {
      var type = byId.get(line.getTicketTypeId());
      var names = holders.getOrDefault(line.getId(), List.of());
      var draft =
          new Draft(
              type,
              line.getPeople(),
              Draft.entries(type, line.getPeople()),
              new Validity(line.getFirstDay(), line.getLastDay(), slot(line, type), zone),
              line.getPriceFen(),
              List.of(),
              new Balance.Parts(line.getPrincipalFen(), line.getBonusFen()),
              List.of(),
              Optional.empty());
      var off =
          Discounts.each(discounts.getOrDefault(line.getPosition(), List.of()), line.getQuantity());
      for (int i = 0; i < line.getQuantity(); i++) {
        var ticket = draft.less(off.get(i));
        drafts.add(names.isEmpty() ? ticket : ticket.in(holder(names.get(i))));
      }
    }
    return drafts;
  }

  /** The slot as it was ordered, with the quota that it has now; one that is gone has none. */
  private static Optional<Slot> slot(OrderLineRecord line, TicketType type) {
    return Optional.ofNullable(line.getSlotMinute())
        .map(
            minute ->
                new Slot(
                    minute,
                    line.getSlotUntil(),
                    type.calendar().slot(line.getFirstDay(), minute).map(Slot::quota).orElse(0),
                    0));
  }

  static Holder holder(TicketHolderRecord row) {
    return new Holder(
        row.getName(), Holder.Document.valueOf(row.getDocumentKind()), row.getDocumentNumber());
  }

  /**
   * Says which ticket each holder has.
   *
   * @param ticketIds of the whole order, in the order of its lines
   */
  static void giveToHolders(DSLContext tx, long orderId, List<Long> ticketIds) {
    var holders = holders(tx, orderId);
    int first = 0;
    for (var line : lines(tx, orderId)) {
      for (var holder : holders.getOrDefault(line.getId(), List.of())) {
        holder.setTicketId(ticketIds.get(first + holder.getPosition()));
        holder.store();
      }
      first += line.getQuantity();
    }
  }

  /** What an order was paid with; cash if it cost nothing. */
  static Payment paidWith(DSLContext tx, TicketRecord ticket) {
    return tx.select(TICKET_ORDER.PAYMENT)
        .from(TICKET_ORDER)
        .where(TICKET_ORDER.ID.eq(ticket.getOrderId()))
        .fetchOptional(TICKET_ORDER.PAYMENT)
        .map(Payment::valueOf)
        .orElse(Payment.CASH);
  }

  /** Inserts tickets, and returns their ids in the same order. */
  static List<Long> insertTickets(DSLContext tx, List<TicketRecord> tickets) {
    var ids =
        tx.insertInto(TICKET)
            .set(tickets)
            .returning(TICKET.ID, TICKET.NUMBER)
            .fetchMap(TICKET.NUMBER, TICKET.ID);
    return tickets.stream().map(ticket -> ids.get(ticket.getNumber())).toList();
  }

  /** Writes into a ticket's row what its order decides. */
  static void fill(TicketRecord ticket, TicketOrderRecord order, Draft draft) {
    ticket.setOrderId(order.getId());
    ticket.setState(TicketState.ACTIVE.name());
    ticket.setTicketTypeId(draft.type().row().getId());
    ticket.setPriceFen(draft.priceFen());
    ticket.setPeople(draft.people());
    ticket.setEntries(draft.entries());
    ticket.setValidFrom(utc(draft.validity().from()));
    ticket.setValidUntil(utc(draft.validity().until()));
    ticket.setSlotMinute(draft.slotMinute());
  }

  static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
