package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.CREDENTIAL;
import static org.shanmen.central.db.tables.Tables.TICKET_DISCOUNT;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.catalogue.TicketType;
import org.shanmen.central.catalogue.TicketTypeStore;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.money.Account;
import org.shanmen.central.money.Ledger;
import org.shanmen.central.money.Payment;
import org.shanmen.central.money.Posting;
import org.shanmen.central.money.Shifts;
import org.shanmen.central.money.Till;
import org.shanmen.central.people.Audit;
import org.shanmen.central.ticketing.CredentialStore.Issue;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Refused;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * Exchanges tickets that nobody used: to another day, or to another type (补票), the difference paid
 * or paid back. The code on paper stays good unless it says the old day itself. Methods take the
 * caller's transaction and block. Thread-safe.
 */
final class ExchangeDesk {
  private final InstantSource clock;
  private final ZoneId zone;
  private final Audit audit;
  private final ChangeLog changeLog;
  private final TicketTypeStore types;
  private final CodeIssuer issuer;
  private final CredentialStore credentials;
  private final UnusedTickets unused;
  private final Stock stock;

  ExchangeDesk(
      InstantSource clock,
      ZoneId zone,
      Audit audit,
      ChangeLog changeLog,
      TicketTypeStore types,
      CodeIssuer issuer) {
    this.clock = clock;
    this.zone = zone;
    this.audit = audit;
    this.changeLog = changeLog;
    this.types = types;
    this.issuer = issuer;
    this.credentials = new CredentialStore(issuer);
    this.unused = new UnusedTickets(changeLog);
    this.stock = new Stock(zone);
  }

  /**
   * @param body as in openapi.yaml
   * @return the ticket as openapi.yaml shows it
   * @throws Refused if there is no such ticket, it is refunded, used or over, nothing changes, or
   *     what is wanted cannot be sold
   */
  JsonObject exchange(DSLContext tx, Actor actor, String number, JsonObject body) {
    var ticket = unused.locked(tx, number);
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var before = types.byId(tx, ticket.getTicketTypeId());
    var draft = draft(tx, ticket, before, body, now);
    stock.count(tx, before, firstDayOf(ticket));
    stock.giveBack(tx, ticket);
    stock.take(tx, List.of(draft));
    var till = Shifts.tillOf(tx, actor);
    long difference = draft.priceFen() - ticket.getPriceFen();
    Ledger.post(tx, posting(tx, ticket, draft, body, till, now));
    var ids = List.of(ticket.getId());
    // The refund terms of the earliest day hold, or an exchange would soften them.
    ticket.setTermsFrom(earliest(ticket));
    fill(ticket, draft);
    ticket.store();
    TicketShares.replace(tx, ticket.getId(), draft);
    // What is paid now is the full price of the new ticket.
    tx.deleteFrom(TICKET_DISCOUNT).where(TICKET_DISCOUNT.TICKET_ID.eq(ticket.getId())).execute();
    if (before.isSigned() || draft.type().isSigned()) {
      replaceCode(tx, ticket.getId(), draft, now);
    }
    audit.write(
        tx,
        actor,
        "ticket.exchange",
        number,
        "%s -> %s on %s, %d fen"
            .formatted(
                before.row().getCode(),
                draft.type().row().getCode(),
                draft.validity().first(),
                difference));
    changeLog.append(tx, Rights.changes(tx, ids));
    return TicketReader.ticket(tx, number);
  }

  /**
   * What an exchange would cost now. Whether there is stock for it, only the exchange itself knows.
   *
   * @param body as for the exchange
   * @return as openapi.yaml shows it
   * @throws Refused as for the exchange
   */
  JsonObject quote(DSLContext tx, String number, JsonObject body) {
    var ticket = unused.asItIs(tx, number);
    var before = types.byId(tx, ticket.getTicketTypeId());
    var draft = draft(tx, ticket, before, body, clock.instant());
    return new JsonObject()
        .put("price_fen", draft.priceFen())
        .put("difference_fen", draft.priceFen() - ticket.getPriceFen());
  }

  private Draft draft(
      DSLContext tx, TicketRecord ticket, TicketType before, JsonObject body, Instant now) {
    if (!now.isBefore(ticket.getValidUntil().toInstant())) {
      // Or the refund terms of a later day would bring its money back.
      String number = ticket.getNumber();
      throw Refused.conflict("此票已过期，不能改签：" + number, number + " is over: it is not exchanged");
    }
    String code = body.getString("ticket_type", before.row().getCode());
    // Not locked: who changes a type waits for the change log that is locked already.
    var type = types.find(tx, code).orElse(null);
    boolean seasonal = type != null && type.isSeasonal();
    boolean slotted = type != null && type.hasSlots();
    var firstDay =
        Optional.ofNullable(body.getString("valid_on"))
            .map(Days::of)
            .or(() -> seasonal ? Optional.empty() : Optional.of(firstDayOf(ticket)));
    var people =
        Optional.ofNullable(body.getInteger("people"))
            .or(() -> Optional.of(type != null && type.isGroup() ? ticket.getPeople() : 1));
    var slot =
        Optional.ofNullable(body.getInteger("slot"))
            .or(() -> slotted ? Optional.ofNullable(ticket.getSlotMinute()) : Optional.empty());
    var draft =
        Draft.draft(
            new Order.Line(code, 1, people, firstDay, slot, Optional.empty(), List.of(), List.of()),
            type,
            LocalDate.ofInstant(now, zone),
            zone);
    if (draft.type().holdsMoney()) {
      throw Refused.unprocessable(
          "不能换成储值票：" + code, "a ticket cannot become one that holds money: " + code);
    }
    if (code.equals(before.row().getCode())
        && draft.validity().first().equals(firstDayOf(ticket))
        && Objects.equals(draft.slotMinute(), ticket.getSlotMinute())
        && draft.people() == ticket.getPeople()) {
      throw Refused.unprocessable(
          "没有变化：请给出新的日期、时段、票种或人数",
          "nothing changes: give another day, slot, type or number of people");
    }
    return draft;
  }

  private static OffsetDateTime earliest(TicketRecord ticket) {
    var earlier = ticket.getTermsFrom();
    return earlier != null && earlier.isBefore(ticket.getValidFrom())
        ? earlier
        : ticket.getValidFrom();
  }

  private LocalDate firstDayOf(TicketRecord ticket) {
    return LocalDate.ofInstant(ticket.getValidFrom().toInstant(), zone);
  }

  private static Posting posting(
      DSLContext tx, TicketRecord ticket, Draft draft, JsonObject body, Till till, Instant now) {
    var payment = Optional.ofNullable(body.getString("payment")).map(Payment::valueOf);
    long difference = draft.priceFen() - ticket.getPriceFen();
    var posting =
        Posting.of(Posting.Kind.EXCHANGE, now)
            .by(till)
            .ofOrder(ticket.getOrderId())
            .ofTicket(ticket.getId())
            .into(
                Account.TICKETS,
                ticket.getTicketTypeId(),
                ticket.getPriceFen(),
                TicketShares.of(tx, ticket.getId()))
            .outOf(
                Account.TICKETS,
                draft.type().row().getId(),
                draft.priceFen(),
                TicketShares.of(draft));
    if (difference < 0 && payment.isEmpty()) {
      MoneyBack.add(tx, posting, ticket, -difference, now);
    } else {
      posting.into(means(tx, ticket, payment, difference).account(), difference);
    }
    return posting.done();
  }

  private static Payment means(
      DSLContext tx, TicketRecord ticket, Optional<Payment> said, long difference) {
    var means = said.orElseGet(() -> OrderRows.paidWith(tx, ticket));
    if (means == Payment.QR && difference != 0 && MoneyBack.isCharged(tx, ticket)) {
      // The provider is not asked for it, so its bill would never have it.
      throw Refused.unprocessable(
          "此订单是通过支付平台付款的，差价请收现金或刷卡（payment）",
          "the order was paid through a provider: take the difference in cash or by card"
              + " (payment)");
    }
    return means;
  }

  private static void fill(TicketRecord ticket, Draft draft) {
    if (ticket.getSoldAs() == null) {
      ticket.setSoldAs(ticket.getTicketTypeId());
    }
    ticket.setTicketTypeId(draft.type().row().getId());
    ticket.setPriceFen(draft.priceFen());
    ticket.setPeople(draft.people());
    ticket.setEntries(draft.entries());
    ticket.setValidFrom(OrderRows.utc(draft.validity().from()));
    ticket.setValidUntil(OrderRows.utc(draft.validity().until()));
    ticket.setSlotMinute(draft.slotMinute());
  }

  /**
   * A signed code says its day and type itself: a gate without a network must not honour the old.
   */
  private void replaceCode(DSLContext tx, long id, Draft draft, Instant now) {
    tx.deleteFrom(CREDENTIAL)
        .where(CREDENTIAL.TICKET_ID.eq(id))
        .and(CREDENTIAL.KIND.in(CredentialKind.QR.name(), CredentialKind.ROTATING.name()))
        .execute();
    var code = issuer.codes(tx, List.of(draft), List.of(id)).get(0);
    credentials.issue(tx, List.of(new Issue(id, code)), now);
  }
}
