package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_BATCH;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import org.shanmen.central.catalogue.Channel;
import org.shanmen.central.catalogue.TicketTypeStore;
import org.shanmen.central.catalogue.Validity;
import org.shanmen.central.db.tables.tables.records.TicketBatchRecord;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.money.Payment;
import org.shanmen.central.money.Shifts;
import org.shanmen.central.people.Audit;
import org.shanmen.central.people.PeopleStore;
import org.shanmen.central.ticketing.CredentialStore.Issue;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Days;
import org.shanmen.central.web.Refused;

/**
 * Pre-printed tickets: a batch of codes that open nothing, each of which becomes a ticket when it
 * is sold. Methods take the caller's transaction and block. Thread-safe.
 */
final class PrintDesk {
  /**
   * An unsold code is carried at the gates for so long; what it is worth is decided at its sale.
   */
  private static final int UNSOLD_DAYS = 3660;

  private final InstantSource clock;
  private final ZoneId zone;
  private final Audit audit;
  private final ChangeLog changeLog;
  private final TicketTypeStore types;
  private final CredentialStore credentials;
  private final CodeIssuer issuer;
  private final Numbers numbers;
  private final OrderRows rows;
  private final Stock stock;

  PrintDesk(
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
    this.issuer = issuer;
    this.credentials = new CredentialStore(issuer);
    this.numbers = numbers;
    this.rows = new OrderRows(numbers);
    this.stock = new Stock(zone);
  }

  /**
   * Makes a batch.
   *
   * @param quantity at least 1
   * @param onlyIssued sold only at the windows that they are issued to
   * @return the batch as openapi.yaml shows it
   * @throws Refused if there is no such type, or its tickets cannot be printed ahead
   */
  JsonObject print(DSLContext tx, Actor actor, String code, int quantity, boolean onlyIssued) {
    var type = types.byCode(tx, List.of(code)).get(code);
    if (type == null) {
      throw Refused.unprocessable("没有票种 " + code, "there is no ticket type " + code);
    }
    if (type.isGroup() || type.isSigned()) {
      throw Refused.unprocessable(
          "团体票、SIGNED 和 ROTATING 票码不能预制：" + code,
          "neither groups nor signed or rotating codes can be printed ahead (a gate without a"
              + " network would honour them unsold): "
              + code);
    }
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var batch = insertBatch(tx, actor, now);
    batch.setOnlyIssued(onlyIssued);
    batch.store();
    var unsold = Validity.of(LocalDate.ofInstant(now, zone), UNSOLD_DAYS, zone);
    var tickets = new ArrayList<TicketRecord>();
    for (int i = 0; i < quantity; i++) {
      var ticket = tx.newRecord(TICKET);
      ticket.setNumber(Numbers.ofTicket(batch.getNumber(), i));
      ticket.setBatchId(batch.getId());
      ticket.setTicketTypeId(type.row().getId());
      ticket.setState(TicketState.NOT_ACTIVATED.name());
      ticket.setPriceFen(0L);
      ticket.setPeople(1);
      ticket.setEntries(type.row().getEntries());
      ticket.setValidFrom(OrderRows.utc(unsold.from()));
      ticket.setValidUntil(OrderRows.utc(unsold.until()));
      tickets.add(ticket);
    }
    var ids = OrderRows.insertTickets(tx, tickets);
    credentials.issue(tx, ids.stream().map(id -> new Issue(id, issuer.opaque())).toList(), now);
    audit.write(tx, actor, "ticket-batch.create", batch.getNumber(), quantity + " of " + code);
    var answer =
        new JsonObject()
            .put("number", batch.getNumber())
            .put("tickets", TicketReader.ofBatch(tx, batch.getNumber()));
    changeLog.append(tx, Rights.changes(tx, ids));
    return answer;
  }

  private TicketBatchRecord insertBatch(DSLContext tx, Actor actor, Instant now) {
    for (int draw = 0; draw < Numbers.DRAWS; draw++) {
      var batch =
          tx.insertInto(TICKET_BATCH)
              .set(TICKET_BATCH.NUMBER, numbers.draw('B', now))
              .set(TICKET_BATCH.MADE_AT, OrderRows.utc(now))
              .set(TICKET_BATCH.MADE_BY, PeopleStore.idOf(tx, actor.name()))
              .onConflictDoNothing()
              .returning()
              .fetchOne();
      if (batch != null) {
        return batch;
      }
    }
    throw new IllegalStateException(Numbers.DRAWS + " batch numbers in a row were taken");
  }

  /**
   * Sells a pre-printed ticket.
   *
   * @param body as in openapi.yaml
   * @return the ticket as openapi.yaml shows it
   * @throws Refused if there is no such ticket, it was sold before or is spoilt, its type is not on
   *     sale, or it was issued elsewhere
   */
  JsonObject activate(DSLContext tx, Actor seller, String number, JsonObject body) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    changeLog.lock(tx); // before the ticket's, as everybody does who needs both
    var ticket =
        tx.selectFrom(TICKET)
            .where(TICKET.NUMBER.eq(number))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(() -> Refused.notFound("没有票 " + number, "there is no ticket " + number));
    requireInert(ticket);
    var type = types.byId(tx, ticket.getTicketTypeId());
    var line =
        new Order.Line(
            type.row().getCode(),
            1,
            Optional.empty(),
            Optional.ofNullable(body.getString("valid_on")).map(Days::of),
            Optional.ofNullable(body.getInteger("slot")),
            Order.credit(body),
            List.of(),
            List.of());
    var draft = Draft.draft(line, type, LocalDate.ofInstant(now, zone), zone);
    TermsOfSale.check(List.of(draft), Channel.WINDOW, Contact.NOBODY);
    var till = Shifts.tillOf(tx, seller);
    BatchDesk.requireHere(tx, ticket, till);
    var order =
        new Order(
            List.of(line),
            Contact.NOBODY,
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            new byte[0]);
    var sale =
        rows.insert(
                tx, Buyer.atWindow(seller, till), order, draft.priceFen(), Optional.empty(), now)
            .orElseThrow();
    stock.take(tx, List.of(draft));
    OrderRows.insertLines(tx, sale.getId(), order.lines(), List.of(draft));
    var taken = Taken.by(till, Payment.valueOf(body.getString("payment")));
    CollectionDesk.handedOutAtOnce(sale, till);
    Fulfilment.markPaid(sale, taken, now);
    OrderRows.fill(ticket, sale, draft);
    ticket.store();
    Fulfilment.book(tx, sale, List.of(draft), taken);
    Fulfilment.openAccount(tx, ticket.getId(), draft, now);
    TicketShares.put(tx, List.of(ticket.getId()), List.of(draft));
    audit.write(tx, seller, "ticket.activate", number, sale.getNumber());
    var answer = TicketReader.ticket(tx, number);
    changeLog.append(tx, Rights.changes(tx, List.of(ticket.getId())));
    return answer;
  }

  private static void requireInert(TicketRecord ticket) {
    String number = ticket.getNumber();
    if (ticket.getState().equals(TicketState.NOT_ACTIVATED.name())) {
      return;
    }
    throw ticket.getSpoiltAt() == null
        ? Refused.conflict("此票已售出：" + number, number + " was sold already")
        : Refused.conflict("此票已作废，不能售出：" + number, number + " is spoilt: it is not sold");
  }
}
