package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.CREDENTIAL;
import static org.shanmen.central.db.tables.Tables.TICKET;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.TicketOrderRecord;
import org.shanmen.central.money.Till;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Refused;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * Hands the tickets of a paid order out on paper, once. Methods take the caller's transaction and
 * block. Thread-safe.
 */
record CollectionDesk(InstantSource clock, Audit audit) {
  /**
   * Notes that the tickets are handed out.
   *
   * @param order locked by the caller
   * @return the order as openapi.yaml shows it, with the codes that are to be printed
   * @throws Refused if it is not paid, was collected before, or none of its tickets is good
   */
  JsonObject collect(DSLContext tx, Buyer by, TicketOrderRecord order) {
    String number = order.getNumber();
    if (!order.getState().equals(OrderState.PAID.name())) {
      throw Refused.conflict(
          "订单 %s 未付款，不能取票".formatted(number), "order %s is not paid".formatted(number));
    }
    if (order.getCollectedAt() != null) {
      var at = order.getCollectedAt().toInstant();
      throw Refused.conflict(
          "订单 %s 已取票（%s），补打请用重打".formatted(number, at),
          "the tickets of %s were collected already, at %s: reprint them instead"
              .formatted(number, at));
    }
    var codes = codes(tx, order);
    if (!tx.fetchExists(TICKET, goodOnes(order))) {
      throw Refused.conflict(
          "订单 %s 没有可用的票".formatted(number), "no ticket of %s is active".formatted(number));
    }
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    order.setCollectedAt(OrderRows.utc(now));
    order.setCollectedBy(by.person().orElse(null));
    order.setCollectedClientId(by.client().orElse(null));
    order.store();
    audit.write(tx, by.actor(), "order.collect", number, codes.size() + " codes to print");
    return OrderReader.json(tx, order, now).put("codes", codes);
  }

  /**
   * Notes of an order that is paid next that the clerk hands its tickets out as he sells them:
   * whoever prints them again has to say why.
   */
  static void handedOutAtOnce(TicketOrderRecord order, Till till) {
    order.setCollectedAt(order.getOrderedAt());
    order.setCollectedBy(till.person());
  }

  private static org.jooq.Condition goodOnes(TicketOrderRecord order) {
    return TICKET.ORDER_ID.eq(order.getId()).and(TICKET.STATE.eq(TicketState.ACTIVE.name()));
  }

  /** Of the active tickets whose code is good on paper; a rotating one is not. */
  private static JsonArray codes(DSLContext tx, TicketOrderRecord order) {
    var codes = new JsonArray();
    tx.select(TICKET.NUMBER, CREDENTIAL.VALUE)
        .from(TICKET)
        .join(CREDENTIAL)
        .on(CREDENTIAL.TICKET_ID.eq(TICKET.ID))
        .where(goodOnes(order).and(CREDENTIAL.KIND.eq(CredentialKind.QR.name())))
        .orderBy(TICKET.ID)
        .forEach(
            row ->
                codes.add(
                    new JsonObject()
                        .put("ticket", row.value1())
                        .put("text", row.value2())
                        .put("modules", QrModules.of(row.value2()))));
    return codes;
  }
}
