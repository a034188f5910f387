package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.CHANNEL_CLIENT;
import static org.shanmen.central.db.tables.Tables.ORDER_DISCOUNT;
import static org.shanmen.central.db.tables.Tables.ORDER_LINE;
import static org.shanmen.central.db.tables.Tables.SALES_WINDOW;
import static org.shanmen.central.db.tables.Tables.SHIFT;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_HOLDER;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.catalogue.Channel;
import org.shanmen.central.db.tables.tables.records.TicketHolderRecord;
import org.shanmen.central.db.tables.tables.records.TicketOrderRecord;
import org.shanmen.central.park.UnitGuard;

/**
 * Orders as openapi.yaml shows them. An order whose time is over is shown as expired from that
 * moment, even if its stock is given back a moment later. Methods block.
 */
final class OrderReader {
  /** Orders on one page. */
  static final int PAGE = 50;

  private OrderReader() {}

  /**
   * What orders are looked for by; everything that is given must fit.
   *
   * @param number of the order or of one of its tickets
   * @param idNumber of the contact or of a holder
   * @param ticketState of one of its tickets
   * @param day the first day of one of its lines
   * @param client the only machine whose orders are found
   * @param units the only operating units whose orders are found; none: the whole park's
   * @param before only orders before this one, by id
   */
  record Search(
      Optional<String> number,
      Optional<String> phone,
      Optional<String> idNumber,
      Optional<String> partnerNumber,
      Optional<OrderState> state,
      Optional<TicketState> ticketState,
      Optional<Channel> channel,
      Optional<LocalDate> day,
      Optional<Integer> client,
      Set<String> units,
      long before) {
    private Condition condition(Instant now) {
      var which = TICKET_ORDER.ID.lt(before);
      which = which.and(number.map(Search::numbered).orElse(DSL.noCondition()));
      which =
          which.and(
              phone
                  .map(text -> TICKET_ORDER.CONTACT_PHONE.eq(Contact.digits(text)))
                  .orElse(DSL.noCondition()));
      which = which.and(idNumber.map(Search::ofPerson).orElse(DSL.noCondition()));
      which =
          which.and(partnerNumber.map(TICKET_ORDER.PARTNER_NUMBER::eq).orElse(DSL.noCondition()));
      which = which.and(state.map(wanted -> is(wanted, now)).orElse(DSL.noCondition()));
      which =
          which.and(
              channel
                  .map(wanted -> TICKET_ORDER.CHANNEL.eq(wanted.name()))
                  .orElse(DSL.noCondition()));
      which = which.and(ticketState.map(Search::withTicket).orElse(DSL.noCondition()));
      which = which.and(client.map(TICKET_ORDER.CLIENT_ID::eq).orElse(DSL.noCondition()));
      which = which.and(units.isEmpty() ? DSL.noCondition() : UnitGuard.orders(units));
      return which.and(day.map(Search::forDay).orElse(DSL.noCondition()));
    }

    private static Condition numbered(String text) {
      String number = text.strip().toUpperCase(java.util.Locale.ROOT);
      return TICKET_ORDER
          .NUMBER
          .eq(number)
          .or(
              TICKET_ORDER.ID.in(
                  DSL.select(TICKET.ORDER_ID).from(TICKET).where(TICKET.NUMBER.eq(number))));
    }

    /** Of whom the order's contact or a holder is. */
    static Condition ofPerson(String text) {
      String number = Holder.normalised(text);
      return TICKET_ORDER
          .CONTACT_ID_NUMBER
          .eq(number)
          .or(
              TICKET_ORDER.ID.in(
                  DSL.select(ORDER_LINE.ORDER_ID)
                      .from(ORDER_LINE)
                      .join(TICKET_HOLDER)
                      .on(TICKET_HOLDER.ORDER_LINE_ID.eq(ORDER_LINE.ID))
                      .where(TICKET_HOLDER.DOCUMENT_NUMBER.eq(number))));
    }

    private static Condition withTicket(TicketState state) {
      return TICKET_ORDER.ID.in(
          DSL.select(TICKET.ORDER_ID).from(TICKET).where(TICKET.STATE.eq(state.name())));
    }

    private static Condition forDay(LocalDate day) {
      return TICKET_ORDER.ID.in(
          DSL.select(ORDER_LINE.ORDER_ID).from(ORDER_LINE).where(ORDER_LINE.FIRST_DAY.eq(day)));
    }
  }

  private static Condition is(OrderState wanted, Instant now) {
    var stored = TICKET_ORDER.STATE.eq(wanted.name());
    return switch (wanted) {
      case HELD -> stored.and(DSL.not(Holds.over(now)));
      case EXPIRED -> stored.or(Holds.over(now));
      case PAID, CANCELLED -> stored;
    };
  }

  /** One page of orders, newest first, without their lines and tickets. */
  static JsonObject page(DSLContext sql, Search search, Instant now) {
    var rows =
        sql.selectFrom(TICKET_ORDER)
            .where(search.condition(now))
            .orderBy(TICKET_ORDER.ID.desc())
            .limit(PAGE)
            .fetch();
    var orders = new JsonArray();
    rows.forEach(row -> orders.add(head(sql, row, now)));
    return new JsonObject()
        .put("orders", orders)
        .put("next", rows.size() < PAGE ? null : rows.get(PAGE - 1).getId());
  }

  /** Whether this is the ID number of an order's contact or of one of its holders. */
  static boolean isOf(DSLContext sql, TicketOrderRecord order, String idNumber) {
    return sql.fetchExists(
        TICKET_ORDER, TICKET_ORDER.ID.eq(order.getId()).and(Search.ofPerson(idNumber)));
  }

  /** One order with its lines and tickets. */
  static JsonObject json(DSLContext sql, TicketOrderRecord row, Instant now) {
    return head(sql, row, now)
        .put("lines", lines(sql, row))
        .put("tickets", TicketReader.ofOrder(sql, row));
  }

  private static JsonObject head(DSLContext sql, TicketOrderRecord row, Instant now) {
    return new JsonObject()
        .put("number", row.getNumber())
        .put("channel", row.getChannel())
        .put("client", client(sql, row))
        .put("window", window(sql, row))
        .put("state", shownState(row, now).name())
        .put("ordered_at", text(row.getOrderedAt()))
        .put("held_until", text(row.getHeldUntil()))
        .put("paid_at", text(row.getPaidAt()))
        .put("ended_at", text(row.getEndedAt()))
        .put("collected_at", text(row.getCollectedAt()))
        .put("total_fen", row.getTotalFen())
        .put("payment", row.getPayment())
        .put("partner_number", row.getPartnerNumber())
        .put(
            "contact",
            new JsonObject()
                .put("name", row.getContactName())
                .put("phone", row.getContactPhone())
                .put(
                    "id_number",
                    row.getContactIdNumber() == null
                        ? null
                        : Holder.masked(row.getContactIdNumber())))
        .put("link", row.getLinkToken() == null ? null : "/e/" + row.getLinkToken());
  }

  static OrderState shownState(TicketOrderRecord row, Instant now) {
    var state = OrderState.valueOf(row.getState());
    boolean over =
        state == OrderState.HELD
            && row.getHeldUntil() != null
            && !now.isBefore(row.getHeldUntil().toInstant());
    return over ? OrderState.EXPIRED : state;
  }

  private static String client(DSLContext sql, TicketOrderRecord row) {
    return row.getClientId() == null
        ? null
        : sql.select(CHANNEL_CLIENT.CODE)
            .from(CHANNEL_CLIENT)
            .where(CHANNEL_CLIENT.ID.eq(row.getClientId()))
            .fetchSingle(CHANNEL_CLIENT.CODE);
  }

  /** Where it was paid. */
  private static String window(DSLContext sql, TicketOrderRecord row) {
    return row.getShiftId() == null
        ? null
        : sql.select(SALES_WINDOW.CODE)
            .from(SHIFT)
            .join(SALES_WINDOW)
            .on(SALES_WINDOW.ID.eq(SHIFT.WINDOW_ID))
            .where(SHIFT.ID.eq(row.getShiftId()))
            .fetchOne(SALES_WINDOW.CODE);
  }

  /** What is taken off each line, all its tickets together, by its position. */
  private static Map<Integer, Long> discounts(DSLContext sql, TicketOrderRecord order) {
    var fen = DSL.sum(ORDER_DISCOUNT.FEN).cast(Long.class);
    return sql.select(ORDER_DISCOUNT.POSITION, fen)
        .from(ORDER_DISCOUNT)
        .where(ORDER_DISCOUNT.ORDER_ID.eq(order.getId()))
        .groupBy(ORDER_DISCOUNT.POSITION)
        .fetchMap(ORDER_DISCOUNT.POSITION, fen);
  }

  private static JsonArray lines(DSLContext sql, TicketOrderRecord order) {
    var holders = OrderRows.holders(sql, order.getId());
    var discounts = discounts(sql, order);
    var lines = new JsonArray();
    sql.select(ORDER_LINE.fields())
        .select(TICKET_TYPE.CODE, TICKET_TYPE.NAME_ZH, TICKET_TYPE.NAME_EN)
        .from(ORDER_LINE)
        .join(TICKET_TYPE)
        .on(TICKET_TYPE.ID.eq(ORDER_LINE.TICKET_TYPE_ID))
        .where(ORDER_LINE.ORDER_ID.eq(order.getId()))
        .orderBy(ORDER_LINE.POSITION)
        .forEach(
            line ->
                lines.add(
                    new JsonObject()
                        .put("ticket_type", line.get(TICKET_TYPE.CODE))
                        .put("name_zh", line.get(TICKET_TYPE.NAME_ZH))
                        .put("name_en", line.get(TICKET_TYPE.NAME_EN))
                        .put("quantity", line.get(ORDER_LINE.QUANTITY))
                        .put("people", line.get(ORDER_LINE.PEOPLE))
                        .put("first_day", line.get(ORDER_LINE.FIRST_DAY).toString())
                        .put("last_day", line.get(ORDER_LINE.LAST_DAY).toString())
                        .put("slot", line.get(ORDER_LINE.SLOT_MINUTE))
                        .put("price_fen", line.get(ORDER_LINE.PRICE_FEN))
                        .put(
                            "discount_fen",
                            discounts.getOrDefault(line.get(ORDER_LINE.POSITION), 0L))
                        .put("holders", names(holders.get(line.get(ORDER_LINE.ID))))));
    return lines;
  }

  private static JsonArray names(List<TicketHolderRecord> holders) {
    var names = new JsonArray();
    if (holders != null) {
      holders.forEach(row -> names.add(OrderRows.holder(row).json()));
    }
    return names;
  }

  private static String text(OffsetDateTime at) {
    return at == null ? null : at.toInstant().toString();
  }
}
