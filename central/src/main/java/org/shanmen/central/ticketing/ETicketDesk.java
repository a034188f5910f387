package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.CREDENTIAL;
import static org.shanmen.central.db.tables.Tables.PARK;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_ORDER;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.shanmen.central.catalogue.Channel;
import org.shanmen.central.credit.CreditBook;
import org.shanmen.central.db.tables.tables.records.TicketOrderRecord;
import org.shanmen.central.payment.ChargeRefunds;
import org.shanmen.central.web.Refused;
import org.shanmen.protocol.SignedCode;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * What the e-ticket page shows to whoever has its link: the tickets and their codes, and nothing
 * that says who bought them. Methods take the caller's transaction and block. Thread-safe.
 */
record ETicketDesk(InstantSource clock, ZoneId zone) {
  /**
   * The order of a link, which nobody else changes until the transaction ends.
   *
   * @throws Refused if there is no such link
   */
  static TicketOrderRecord locked(DSLContext tx, String token) {
    return OrderRows.locked(tx, named(tx, token).getNumber());
  }

  /**
   * The order of a link as it is; whatever happens to it next.
   *
   * @throws Refused if there is no such link
   */
  static TicketOrderRecord named(DSLContext sql, String token) {
    return sql.selectFrom(TICKET_ORDER)
        .where(TICKET_ORDER.LINK_TOKEN.eq(token))
        .fetchOptional()
        .orElseThrow(() -> Refused.notFound("链接无效，请核对", "there are no tickets behind this link"));
  }

  /**
   * @return as openapi.yaml shows it
   * @throws Refused if there is no such link
   */
  JsonObject show(DSLContext tx, String token) {
    var order = named(tx, token);
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var park = tx.select(PARK.NAME_ZH, PARK.NAME_EN).from(PARK).fetchSingle();
    var tickets = new JsonArray();
    var rows =
        tx.select(TICKET.fields())
            .select(TICKET_TYPE.NAME_ZH, TICKET_TYPE.NAME_EN)
            .from(TICKET)
            .join(TICKET_TYPE)
            .on(TICKET_TYPE.ID.eq(TICKET.TICKET_TYPE_ID))
            .where(TICKET.ORDER_ID.eq(order.getId()))
            .orderBy(TICKET.ID)
            .fetch();
    var uses = Uses.of(tx, rows.getValues(TICKET.ID));
    boolean byLink = isGivenBackByLink(tx, order);
    var terms = RefundTerms.inForce(tx);
    var holdsMoney = CreditBook.of(tx, rows.getValues(TICKET.ID)).keySet();
    for (var row : rows) {
      var entries = uses.getOrDefault(row.get(TICKET.ID), List.of());
      tickets.add(
          ticket(row, Uses.counted(entries))
              .put(
                  "refundable",
                  byLink
                      && entries.isEmpty()
                      && !holdsMoney.contains(row.get(TICKET.ID))
                      && isInTime(row, terms))
              .put("code", code(tx, row, now)));
    }
    return new JsonObject()
        .put("park_zh", park.value1())
        .put("park_en", park.value2())
        .put("zone", zone.getId())
        .put("number", order.getNumber())
        .put("state", OrderReader.shownState(order, clock.instant()).name())
        .put(
            "held_until",
            order.getHeldUntil() == null ? null : order.getHeldUntil().toInstant().toString())
        .put("collected", order.getCollectedAt() != null)
        .put("refundable", byLink)
        .put("reviewed", RefundTerms.areReviewed(tx))
        .put("tickets", tickets)
        .put("refund_requests", RefundRequests.toVisitor(tx, order.getId()))
        .put("refunds", refunds(tx, order));
  }

  /** What a clerk took the money for is given back where somebody can hand it out. */
  private static boolean isGivenBackByLink(DSLContext tx, TicketOrderRecord order) {
    return order.getChannel().equals(Channel.WEB.name())
        && (order.getTotalFen() == 0 || ChargeRefunds.hasTaken(tx, order.getNumber()));
  }

  private boolean isInTime(Record row, RefundTerms terms) {
    return row.get(TICKET.STATE).equals(TicketState.ACTIVE.name())
        && terms.isInTime(clock.instant(), RefundDesk.termsFrom(row.into(TICKET)));
  }

  private static JsonArray refunds(DSLContext tx, TicketOrderRecord order) {
    var list = new JsonArray();
    for (var back : ChargeRefunds.ofOrder(tx, order.getNumber())) {
      list.add(
          new JsonObject()
              .put("provider", back.provider())
              .put("fen", back.fen())
              .put("state", back.state()));
    }
    return list;
  }

  private static JsonObject ticket(Record row, int used) {
    return new JsonObject()
        .put("number", row.get(TICKET.NUMBER))
        .put("name_zh", row.get(TICKET_TYPE.NAME_ZH))
        .put("name_en", row.get(TICKET_TYPE.NAME_EN))
        .put("state", row.get(TICKET.STATE))
        .put("people", row.get(TICKET.PEOPLE))
        .put("entries", row.get(TICKET.ENTRIES))
        .put("used", used)
        .put("refunded_fen", row.get(TICKET.REFUNDED_FEN))
        .put("valid_from", row.get(TICKET.VALID_FROM).toInstant().toString())
        .put("valid_until", row.get(TICKET.VALID_UNTIL).toInstant().toString())
        .put("slot", row.get(TICKET.SLOT_MINUTE));
  }

  /** Null if the ticket opens nothing, or has no code at all. */
  private JsonObject code(DSLContext tx, Record row, Instant now) {
    if (!row.get(TICKET.STATE).equals(TicketState.ACTIVE.name())) {
      return null;
    }
    var codes =
        tx.select(CREDENTIAL.KIND, CREDENTIAL.VALUE)
            .from(CREDENTIAL)
            .where(CREDENTIAL.TICKET_ID.eq(row.get(TICKET.ID)))
            .and(CREDENTIAL.KIND.in(CredentialKind.QR.name(), CredentialKind.ROTATING.name()))
            .fetchMap(CREDENTIAL.KIND, CREDENTIAL.VALUE);
    String fixed = codes.get(CredentialKind.QR.name());
    if (fixed != null) {
      return new JsonObject().put("modules", QrModules.of(fixed)).put("refresh_seconds", null);
    }
    return codes.containsKey(CredentialKind.ROTATING.name())
        ? new JsonObject()
            .put("modules", QrModules.of(CodeIssuer.current(tx, row.into(TICKET), zone, now)))
            .put("refresh_seconds", SignedCode.REFRESH_SECONDS)
        : null;
  }
}
