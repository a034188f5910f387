package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.money.Payment;
import org.shanmen.central.paper.PrintedOrder;
import org.shanmen.central.paper.PrintedTicket;
import org.shanmen.central.paper.Words;
import org.shanmen.central.park.Park;
import org.shanmen.central.web.Refused;

/** Sold tickets as they are printed. Methods take the caller's transaction and block. */
final class Documents {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final Park park;

  Documents(Park park) {
    this.park = park;
  }

  /**
   * One ticket of an order.
   *
   * @throws Refused if there is no such ticket, or it is not active
   */
  PrintedOrder ofTicket(DSLContext tx, String number) {
    var ticket = TicketReader.ticket(tx, number);
    if (!active(ticket)) {
      throw Refused.conflict(
          "此票无效（状态 %s），不能打印：%s".formatted(ticket.getString("state"), number),
          "%s is %s: it is not printed".formatted(number, ticket.getString("state")));
    }
    var sale = TicketReader.sale(tx, ticket.getString("sale"));
    return printed(tx, sale, new JsonArray().add(ticket), ticket.getLong("price_fen"));
  }

  /**
   * An order with all of its tickets that are active.
   *
   * @throws Refused if there is no such order, or none of its tickets is active
   */
  PrintedOrder ofSale(DSLContext tx, String number) {
    var sale = TicketReader.sale(tx, number);
    var tickets = new JsonArray();
    sale.getJsonArray("tickets").stream()
        .map(JsonObject.class::cast)
        .filter(Documents::active)
        .forEach(tickets::add);
    if (tickets.isEmpty()) {
      throw Refused.conflict(
          "订单 %s 没有有效的票".formatted(number), "no ticket of %s is active".formatted(number));
    }
    return printed(tx, sale, tickets, sale.getLong("total_fen"));
  }

  private PrintedOrder printed(DSLContext tx, JsonObject sale, JsonArray tickets, long totalFen) {
    var shown = tickets.stream().map(JsonObject.class::cast).toList();
    var names = names(tx, shown);
    return new PrintedOrder(
        new Words(park.nameZh(), park.nameEn()),
        sale.getString("number"),
        CLOCK.format(Instant.parse(sale.getString("sold_at")).atZone(park.zone())),
        Optional.empty(),
        payment(tx, sale.getString("number")),
        totalFen,
        shown.stream().map(ticket -> ticket(ticket, names, park.zone())).toList());
  }

  private static Optional<Words> payment(DSLContext tx, String number) {
    return tx.select(TICKET_ORDER.PAYMENT)
        .from(TICKET_ORDER)
        .where(TICKET_ORDER.NUMBER.eq(number))
        .fetchOptional(TICKET_ORDER.PAYMENT)
        .map(Payment::valueOf)
        .map(
            payment ->
                switch (payment) {
                  case CASH -> new Words("现金", "Cash");
                  case CARD -> new Words("刷卡", "Card");
                  case QR -> new Words("扫码", "QR");
                  case PARTNER -> new Words("合作渠道", "Partner");
                });
  }

  /** The names of the types of tickets, by their codes. */
  static Map<String, Words> names(DSLContext tx, List<JsonObject> tickets) {
    var codes = tickets.stream().map(ticket -> ticket.getString("ticket_type")).distinct().toList();
    return tx.select(TICKET_TYPE.CODE, TICKET_TYPE.NAME_ZH, TICKET_TYPE.NAME_EN)
        .from(TICKET_TYPE)
        .where(TICKET_TYPE.CODE.in(codes))
        .fetchMap(TICKET_TYPE.CODE, row -> new Words(row.value2(), row.value3()));
  }

  /** As openapi.yaml shows it, on paper. */
  static PrintedTicket ticket(JsonObject ticket, Map<String, Words> names, ZoneId zone) {
    return new PrintedTicket(
        ticket.getString("number"),
        names.get(ticket.getString("ticket_type")),
        ticket.getJsonArray("credentials").stream()
            .map(JsonObject.class::cast)
            .filter(credential -> credential.getString("kind").equals("QR"))
            .map(credential -> credential.getString("value"))
            .findFirst(),
        LocalDate.ofInstant(Instant.parse(ticket.getString("valid_from")), zone),
        LocalDate.ofInstant(Instant.parse(ticket.getString("valid_until")).minusMillis(1), zone),
        ticket.getInteger("people"),
        ticket.getLong("price_fen"));
  }

  private static boolean active(JsonObject ticket) {
    return ticket.getString("state").equals(TicketState.ACTIVE.name());
  }
}
