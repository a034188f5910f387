package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.SALE;
import static org.shanmen.central.db.tables.Tables.TICKET;

import io.vertx.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.db.tables.tables.records.SaleRecord;
import org.shanmen.central.gatelink.ChangeLog;
import org.shanmen.central.people.Audit;
import org.shanmen.central.people.PeopleStore;
import org.shanmen.central.ticketing.CredentialStore.Issue;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;

/**
 * Sells tickets: sale, tickets, credentials, audit entry and the changes for the gates in one
 * transaction. Methods take that transaction and block. Thread-safe.
 */
final class SaleDesk {
  private static final String LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd");
  private static final int NUMBER_LETTERS = 6;
  private static final int NUMBER_DRAWS = 5;

  private final InstantSource clock;
  private final ZoneId zone;
  private final Audit audit;
  private final ChangeLog changeLog;
  private final TicketTypeStore types;
  private final CodeIssuer issuer;
  private final CredentialStore credentials;
  private final SecureRandom random = new SecureRandom();

  SaleDesk(
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
  }

  /**
   * Sells, or finds the sale that an earlier request with the same key made.
   *
   * @return the sale as openapi.yaml shows it
   * @throws Refused if it cannot be sold, or the key was used for something else
   */
  JsonObject sell(DSLContext tx, Actor seller, Order order) {
    var earlier = order.key().flatMap(key -> earlier(tx, key));
    if (earlier.isPresent()) {
      return repeated(tx, order, earlier.get());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var wanted = order.lines().stream().map(Order.Line::ticketType).distinct().toList();
    var today = LocalDate.ofInstant(now, zone);
    var drafts = Draft.of(order, types.byCode(tx, wanted), today, zone);
    var sale = insertSale(tx, seller, order, drafts, now);
    if (sale.isEmpty()) {
      // Another request with this key was faster; it has committed, or we would still wait.
      return repeated(tx, order, earlier(tx, order.key().orElseThrow()).orElseThrow());
    }
    var ids = insertTickets(tx, sale.get(), drafts);
    var changed = new ArrayList<>(credentials.issue(tx, issues(drafts, ids), now));
    audit.write(tx, seller, "sale.create", sale.get().getNumber(), describe(drafts, sale.get()));
    var answer = TicketReader.sale(tx, sale.get());
    var changes = new ArrayList<>(Rights.changes(tx, changed));
    changes.addAll(Rights.changes(tx, ids));
    changeLog.append(tx, changes);
    return answer;
  }

  private static Optional<SaleRecord> earlier(DSLContext tx, String key) {
    return tx.selectFrom(SALE).where(SALE.IDEMPOTENCY_KEY.eq(key)).fetchOptional();
  }

  private static JsonObject repeated(DSLContext tx, Order order, SaleRecord earlier) {
    if (!MessageDigest.isEqual(earlier.getRequestHash(), order.hash())) {
      throw Refused.conflict(
          "此 Idempotency-Key 已用于另一请求", "this Idempotency-Key was used for another request");
    }
    return TicketReader.sale(tx, earlier);
  }

  /** Empty if the key was taken meanwhile. */
  private Optional<SaleRecord> insertSale(
      DSLContext tx, Actor seller, Order order, List<Draft> drafts, Instant now) {
    int sellerId = PeopleStore.idOf(tx, seller.name());
    long total = drafts.stream().mapToLong(draft -> draft.type().row().getPriceFen()).sum();
    for (int draw = 0; draw < NUMBER_DRAWS; draw++) {
      var sale =
          tx.insertInto(SALE)
              .set(SALE.NUMBER, number(now))
              .set(SALE.SOLD_AT, OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
              .set(SALE.SOLD_BY, sellerId)
              .set(SALE.TOTAL_FEN, total)
              .set(SALE.PAYMENT, order.payment())
              .set(SALE.IDEMPOTENCY_KEY, order.key().orElse(null))
              .set(SALE.REQUEST_HASH, order.key().isPresent() ? order.hash() : null)
              .onConflictDoNothing()
              .returning()
              .fetchOptional();
      if (sale.isPresent() || order.key().flatMap(key -> earlier(tx, key)).isPresent()) {
        return sale;
      }
    }
    throw new IllegalStateException(NUMBER_DRAWS + " sale numbers in a row were taken");
  }

  /** The tickets' ids, in the order of the drafts. */
  private static List<Long> insertTickets(DSLContext tx, SaleRecord sale, List<Draft> drafts) {
    var rows =
        new ArrayList<
            org.jooq.Row9<
                String,
                Long,
                Integer,
                String,
                Long,
                Integer,
                Integer,
                OffsetDateTime,
                OffsetDateTime>>();
    for (int i = 0; i < drafts.size(); i++) {
      var draft = drafts.get(i);
      rows.add(
          DSL.row(
              ticketNumber(sale, i),
              sale.getId(),
              draft.type().row().getId(),
              "ACTIVE",
              draft.type().row().getPriceFen(),
              draft.people(),
              draft.entries(),
              OffsetDateTime.ofInstant(draft.validity().from(), ZoneOffset.UTC),
              OffsetDateTime.ofInstant(draft.validity().until(), ZoneOffset.UTC)));
    }
    Map<String, Long> ids =
        tx
            .insertInto(
                TICKET,
                TICKET.NUMBER,
                TICKET.SALE_ID,
                TICKET.TICKET_TYPE_ID,
                TICKET.STATE,
                TICKET.PRICE_FEN,
                TICKET.PEOPLE,
                TICKET.ENTRIES,
                TICKET.VALID_FROM,
                TICKET.VALID_UNTIL)
            .valuesOfRows(rows)
            .returning(TICKET.ID, TICKET.NUMBER)
            .fetch()
            .stream()
            .collect(Collectors.toMap(row -> row.getNumber(), row -> row.getId()));
    var ordered = new ArrayList<Long>();
    for (int i = 0; i < drafts.size(); i++) {
      ordered.add(ids.get(ticketNumber(sale, i)));
    }
    return ordered;
  }

  private List<Issue> issues(List<Draft> drafts, List<Long> ids) {
    var issues = new ArrayList<Issue>();
    for (int i = 0; i < drafts.size(); i++) {
      long id = ids.get(i);
      issues.add(new Issue(id, issuer.code(drafts.get(i), id)));
      drafts.get(i).credentials().forEach(shown -> issues.add(new Issue(id, shown)));
    }
    return issues;
  }

  /** S260501-7K3M9Q: the day in the park's zone, and letters that nobody can guess in advance. */
  private String number(Instant now) {
    var text =
        new StringBuilder("S").append(LocalDate.ofInstant(now, zone).format(DAY)).append('-');
    for (int i = 0; i < NUMBER_LETTERS; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  private static String ticketNumber(SaleRecord sale, int index) {
    return sale.getNumber() + '-' + (index + 1);
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
