package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.TICKET;

import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.SaleRecord;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.money.Shifts;
import org.shanmen.central.people.Audit;
import org.shanmen.central.ticketing.CredentialStore.Issue;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;

/**
 * Sells tickets: sale, tickets, credentials, audit entry and the changes for the gates in one
 * transaction. Methods take that transaction and block. Thread-safe.
 */
final class SaleDesk {
  private final InstantSource clock;
  private final ZoneId zone;
  private final Audit audit;
  private final ChangeLog changeLog;
  private final TicketTypeStore types;
  private final CodeIssuer issuer;
  private final CredentialStore credentials;
  private final SaleRows rows;
  private final Stock stock;

  SaleDesk(
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
    this.rows = new SaleRows(numbers);
    this.stock = new Stock(zone);
  }

  /**
   * Sells, or finds the sale that an earlier request with the same key made.
   *
   * @return the sale as openapi.yaml shows it
   * @throws Refused if it cannot be sold, or the key was used for something else
   */
  JsonObject sell(DSLContext tx, Actor seller, Order order) {
    var earlier = order.key().flatMap(key -> SaleRows.earlier(tx, key));
    if (earlier.isPresent()) {
      return repeated(tx, order, earlier.get());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var wanted = order.lines().stream().map(Order.Line::ticketType).distinct().toList();
    var today = LocalDate.ofInstant(now, zone);
    var drafts = Draft.of(order, types.byCode(tx, wanted), today, zone);
    var till = Shifts.tillOf(tx, seller);
    var sale = rows.insertSale(tx, till, order.payment(), drafts, order.key(), order.hash(), now);
    if (sale.isEmpty()) {
      // Another request with this key was faster; it has committed, or we would still wait.
      return repeated(tx, order, SaleRows.earlier(tx, order.key().orElseThrow()).orElseThrow());
    }
    if (drafts.stream().anyMatch(SaleDesk::needsLock)) {
      // What is left of a quota, and what other tickets a card or face shows, is read next. The
      // lock comes after the types' rows, which byCode holds, as for whoever changes a type.
      changeLog.lock(tx);
    }
    stock.take(tx, drafts);
    var ids = insertTickets(tx, sale.get(), drafts);
    SaleRows.book(tx, sale.get(), drafts, till);
    for (int i = 0; i < ids.size(); i++) {
      SaleRows.openAccount(tx, ids.get(i), drafts.get(i), now);
    }
    var changed = new ArrayList<>(credentials.issue(tx, issues(tx, drafts, ids), now));
    audit.write(tx, seller, "sale.create", sale.get().getNumber(), describe(drafts, sale.get()));
    var answer = TicketReader.sale(tx, sale.get());
    var changes = new ArrayList<>(Rights.changes(tx, changed));
    changes.addAll(Rights.changes(tx, ids));
    changeLog.append(tx, changes);
    return answer;
  }

  private static boolean needsLock(Draft draft) {
    return !draft.credentials().isEmpty() || Stock.needed(draft);
  }

  private static JsonObject repeated(DSLContext tx, Order order, SaleRecord earlier) {
    if (!MessageDigest.isEqual(earlier.getRequestHash(), order.hash())) {
      throw Refused.conflict(
          "此 Idempotency-Key 已用于另一请求", "this Idempotency-Key was used for another request");
    }
    return TicketReader.sale(tx, earlier);
  }

  /** The tickets' ids, in the order of the drafts. */
  private static List<Long> insertTickets(DSLContext tx, SaleRecord sale, List<Draft> drafts) {
    var tickets = new ArrayList<TicketRecord>();
    for (int i = 0; i < drafts.size(); i++) {
      var ticket = tx.newRecord(TICKET);
      ticket.setNumber(Numbers.ofTicket(sale.getNumber(), i));
      SaleRows.fill(ticket, sale, drafts.get(i));
      tickets.add(ticket);
    }
    return SaleRows.insertTickets(tx, tickets);
  }

  private List<Issue> issues(DSLContext tx, List<Draft> drafts, List<Long> ids) {
    var codes = issuer.codes(tx, drafts, ids);
    var issues = new ArrayList<Issue>();
    for (int i = 0; i < drafts.size(); i++) {
      long id = ids.get(i);
      issues.add(new Issue(id, codes.get(i)));
      drafts.get(i).credentials().forEach(shown -> issues.add(new Issue(id, shown)));
    }
    return issues;
  }

  private static String describe(List<Draft> drafts, SaleRecord sale) {
    var counts =
        drafts.stream()
            .collect(
                Collectors.groupingBy(
                    draft -> draft.type().row().getCode(),
                    java.util.TreeMap::new,
                    Collectors.counting()));
    return "%s, %d fen, %s".formatted(counts, sale.getTotalFen(), sale.getPayment());
  }
}
