package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.ORDER_LINE;
import static org.shanmen.central.db.tables.Tables.TICKET_HOLDER;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.ZoneId;
import org.jooq.DSLContext;
import org.shanmen.central.catalogue.Channel;
import org.shanmen.central.catalogue.TicketTypeStore;
import org.shanmen.central.db.tables.tables.records.TicketHolderRecord;
import org.shanmen.central.db.tables.tables.records.TicketOrderRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.people.Audit;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;

/**
 * Corrects whom a held order is for, at the price that was told. Who spells a name on the telephone
 * is heard wrongly; once it is paid, the names are those of tickets. Thread-safe.
 */
record OrderPeople(
    InstantSource clock,
    ZoneId zone,
    Audit audit,
    ChangeLog changeLog,
    TicketTypeStore types,
    PurchaseLimits limits) {
  /**
   * Changes what is given of the contact and of holders; nothing else.
   *
   * @param order locked by the caller
   * @param body as in openapi.yaml
   * @throws Refused if it is not held any more, there is no such holder, or the types' terms do not
   *     allow it
   */
  void change(DSLContext tx, Actor actor, TicketOrderRecord order, JsonObject body) {
    OrderDesk.requireHeld(order, clock.instant());
    var contact = body.getJsonObject("contact", new JsonObject());
    var holders = body.getJsonArray("holders", new JsonArray());
    changeContact(order, contact);
    order.store();
    for (Object holder : holders) {
      changeHolder(tx, order, (JsonObject) holder);
    }
    requireTerms(tx, order);
    String changed = "%s, %d holders".formatted(contact.fieldNames(), holders.size());
    audit.write(tx, actor, "order.people", order.getNumber(), changed);
  }

  private static void changeContact(TicketOrderRecord order, JsonObject given) {
    var contact = Contact.of(given);
    if (given.containsKey("name")) {
      order.setContactName(contact.name().orElse(null));
    }
    if (given.containsKey("phone")) {
      order.setContactPhone(contact.phone().orElse(null));
    }
    if (given.containsKey("id_number")) {
      order.setContactIdNumber(contact.idNumber().orElse(null));
    }
  }

  private static void changeHolder(DSLContext tx, TicketOrderRecord order, JsonObject given) {
    var row = row(tx, order, given.getInteger("line"), given.getInteger("place"));
    var before =
        new JsonObject()
            .put("name", row.getName())
            .put("document", row.getDocumentKind())
            .put("number", row.getDocumentNumber());
    var holder = Holder.of(before.mergeIn(given));
    row.setName(holder.name());
    row.setDocumentKind(holder.document().name());
    row.setDocumentNumber(holder.number());
    row.store();
  }

  private static TicketHolderRecord row(
      DSLContext tx, TicketOrderRecord order, int line, int place) {
    return tx.select(TICKET_HOLDER.fields())
        .from(TICKET_HOLDER)
        .join(ORDER_LINE)
        .on(ORDER_LINE.ID.eq(TICKET_HOLDER.ORDER_LINE_ID))
        .where(ORDER_LINE.ORDER_ID.eq(order.getId()))
        .and(ORDER_LINE.POSITION.eq(line))
        .and(TICKET_HOLDER.POSITION.eq(place))
        .fetchOptionalInto(TICKET_HOLDER)
        .orElseThrow(
            () ->
                Refused.unprocessable(
                    "订单 %s 第 %d 行没有第 %d 位持票人".formatted(order.getNumber(), line + 1, place + 1),
                    "line %d of order %s has no holder %d"
                        .formatted(line + 1, order.getNumber(), place + 1)));
  }

  private void requireTerms(DSLContext tx, TicketOrderRecord order) {
    var drafts = OrderRows.drafts(tx, types, order.getId(), zone);
    var contact = Contact.of(order);
    TermsOfSale.check(drafts, Channel.valueOf(order.getChannel()), contact);
    if (drafts.stream().anyMatch(PurchaseLimits::needed)) {
      changeLog.lock(tx); // after the types' rows, as for whoever orders
      limits.checkStored(tx, drafts, contact);
    }
  }
}
