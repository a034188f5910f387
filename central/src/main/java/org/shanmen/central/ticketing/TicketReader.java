package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.CREDENTIAL;
import static org.shanmen.central.db.tables.Tables.PROMOTION;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_BATCH;
import static org.shanmen.central.db.tables.Tables.TICKET_DISCOUNT;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.shanmen.central.credit.CreditBook;
import org.shanmen.central.db.tables.tables.records.CredentialRecord;
import org.shanmen.central.db.tables.tables.records.TicketOrderRecord;
import org.shanmen.central.web.Refused;

/**
 * Sales and tickets as openapi.yaml shows them. Methods take the caller's transaction and block.
 */
final class TicketReader {
  private static final int FOUND = 1000;

  private TicketReader() {}

  /**
   * A paid order as a sale.
   *
   * @throws Refused if there is no such order, or it is not paid
   */
  static JsonObject sale(DSLContext tx, String number) {
    return sale(
        tx,
        tx.selectFrom(TICKET_ORDER)
            .where(TICKET_ORDER.NUMBER.eq(number))
            .and(TICKET_ORDER.PAID_AT.isNotNull())
            .fetchOptional()
            .orElseThrow(() -> Refused.notFound("没有订单 " + number, "there is no sale " + number)));
  }

  static JsonObject sale(DSLContext tx, TicketOrderRecord order) {
    return new JsonObject()
        .put("number", order.getNumber())
        .put("sold_at", order.getPaidAt().toInstant().toString())
        .put("total_fen", order.getTotalFen())
        .put("tickets", ofOrder(tx, order));
  }

  /** The tickets of an order; none while it is not paid. */
  static JsonArray ofOrder(DSLContext tx, TicketOrderRecord order) {
    return tickets(tx, TICKET.ORDER_ID.eq(order.getId()));
  }

  /**
   * @throws Refused if there is no such ticket
   */
  static JsonObject ticket(DSLContext tx, String number) {
    var found = tickets(tx, TICKET.NUMBER.eq(number));
    if (found.isEmpty()) {
      throw Refused.notFound("没有票 " + number, "there is no ticket " + number);
    }
    return found.getJsonObject(0);
  }

  static JsonArray ofBatch(DSLContext tx, String number) {
    return tickets(tx, TICKET_BATCH.NUMBER.eq(number));
  }

  /**
   * By conditions on tickets, their orders and batches.
   *
   * @return oldest first, at most 1000
   */
  static JsonArray tickets(DSLContext tx, Condition which) {
    var rows =
        tx.select(TICKET.fields())
            .select(TICKET_TYPE.CODE, TICKET_ORDER.NUMBER, TICKET_BATCH.NUMBER)
            .from(TICKET)
            .join(TICKET_TYPE)
            .on(TICKET_TYPE.ID.eq(TICKET.TICKET_TYPE_ID))
            .leftJoin(TICKET_ORDER)
            .on(TICKET_ORDER.ID.eq(TICKET.ORDER_ID))
            .leftJoin(TICKET_BATCH)
            .on(TICKET_BATCH.ID.eq(TICKET.BATCH_ID))
            .where(which)
            .orderBy(TICKET.ID)
            .limit(FOUND)
            .fetch();
    var ids = rows.getValues(TICKET.ID);
    var credentials =
        tx.selectFrom(CREDENTIAL)
            .where(CREDENTIAL.TICKET_ID.in(ids))
            .orderBy(CREDENTIAL.ID)
            .fetchGroups(CREDENTIAL.TICKET_ID);
    var uses = Uses.of(tx, ids);
    var accounts = CreditBook.of(tx, ids);
    var discounts = discounts(tx, ids);
    var tickets = new JsonArray();
    rows.forEach(
        row ->
            tickets.add(
                json(row, credentials, uses)
                    .put("discounts", discounts.getOrDefault(row.get(TICKET.ID), new JsonArray()))
                    .put("credit", credit(accounts.get(row.get(TICKET.ID))))));
    return tickets;
  }

  private static Map<Long, JsonArray> discounts(DSLContext tx, List<Long> ids) {
    var discounts = new HashMap<Long, JsonArray>();
    tx.select(
            TICKET_DISCOUNT.TICKET_ID,
            PROMOTION.CODE,
            PROMOTION.NAME_ZH,
            PROMOTION.NAME_EN,
            TICKET_DISCOUNT.FEN)
        .from(TICKET_DISCOUNT)
        .join(PROMOTION)
        .on(PROMOTION.ID.eq(TICKET_DISCOUNT.PROMOTION_ID))
        .where(TICKET_DISCOUNT.TICKET_ID.in(ids))
        .orderBy(PROMOTION.CODE)
        .forEach(
            row ->
                discounts
                    .computeIfAbsent(row.value1(), ticket -> new JsonArray())
                    .add(
                        new JsonObject()
                            .put("promotion", row.value2())
                            .put("name_zh", row.value3())
                            .put("name_en", row.value4())
                            .put("fen", row.value5())));
    return discounts;
  }

  private static JsonObject json(
      Record row,
      Map<Long, org.jooq.Result<CredentialRecord>> credentials,
      Map<Long, List<Uses.Entry>> uses) {
    long id = row.get(TICKET.ID);
    var shown = new JsonArray();
    if (credentials.containsKey(id)) {
      credentials
          .get(id)
          .forEach(
              credential ->
                  shown.add(
                      new JsonObject()
                          .put("kind", credential.getKind())
                          .put("value", credential.getValue())));
    }
    var entries = uses.getOrDefault(id, List.of());
    var used = new JsonArray();
    entries.forEach(
        entry ->
            used.add(
                new JsonObject()
                    .put("gate", entry.gate())
                    .put("at", entry.at().toString())
                    .put("people", entry.people())
                    .put("counted", entry.counted())));
    return new JsonObject()
        .put("number", row.get(TICKET.NUMBER))
        .put("ticket_type", row.get(TICKET_TYPE.CODE))
        .put("state", row.get(TICKET.STATE))
        .put("price_fen", row.get(TICKET.PRICE_FEN))
        .put("refunded_fen", row.get(TICKET.REFUNDED_FEN))
        .put("reprints", row.get(TICKET.REPRINTS))
        .put("people", row.get(TICKET.PEOPLE))
        .put("entries", row.get(TICKET.ENTRIES))
        .put("used", Uses.counted(entries))
        .put("valid_from", row.get(TICKET.VALID_FROM).toInstant().toString())
        .put("valid_until", row.get(TICKET.VALID_UNTIL).toInstant().toString())
        .put("slot", row.get(TICKET.SLOT_MINUTE))
        .put("credentials", shown)
        .put("sale", row.get(TICKET_ORDER.NUMBER))
        .put("batch", row.get(TICKET_BATCH.NUMBER))
        .put("held_at", row.get(TICKET.HELD_AT))
        .put("uses", used);
  }

  /** Null if the ticket holds no money. */
  private static JsonObject credit(CreditBook.Account account) {
    if (account == null) {
      return null;
    }
    var left = account.balance().left();
    return new JsonObject()
        .put("principal_fen", left.principal())
        .put("bonus_fen", left.bonus())
        .put("paid_in_fen", account.paidIn());
  }
}
