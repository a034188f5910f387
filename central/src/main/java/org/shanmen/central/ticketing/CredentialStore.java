package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.CREDENTIAL;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE_DAY_RULE;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Row4;
import org.jooq.impl.DSL;
import org.shanmen.central.db.tables.tables.records.CredentialRecord;
import org.shanmen.central.db.tables.tables.records.TicketRecord;
import org.shanmen.central.web.Refused;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * Credentials of tickets. A QR code shows one ticket: one whose fingerprint is taken is drawn
 * again, and so is a rotating one, as a code that does not rotate. A card, a face or an ID card may
 * show several that are not over, and leaves those that are.
 */
final class CredentialStore {
  /** Tickets that are not over on one card, face or ID card. */
  static final int TICKETS = 8;

  // Each draw collides with a chance of 1 to 2^64 for every ticket ever sold.
  private static final int DRAWS = 5;

  private final CodeIssuer issuer;

  CredentialStore(CodeIssuer issuer) {
    this.issuer = issuer;
  }

  /** What shall show a ticket. */
  record Issue(long ticketId, Presented presented) {}

  /**
   * Stores credentials.
   *
   * @return the tickets that lost a card or face by this; the gates must hear of them first
   * @throws Refused if a card or face is reported lost or blocked, or shows too many tickets
   */
  Set<Long> issue(DSLContext tx, List<Issue> issues, Instant now) {
    var carried = issues.stream().filter(issue -> !isCode(issue)).toList();
    var losers = new HashSet<Long>();
    for (var issue : carried) {
      losers.addAll(leaveTicketsThatAreOver(tx, issue.presented(), now));
    }
    var open = issues;
    for (int draw = 0; draw < DRAWS && !open.isEmpty(); draw++) {
      if (draw > 0) {
        open = open.stream().map(this::drawnAgain).toList();
      }
      open = insert(tx, open);
    }
    return losers;
  }

  /**
   * Stores codes that somebody else has drawn.
   *
   * @throws Refused if one of them shows another ticket already
   */
  void issueGiven(DSLContext tx, List<Issue> codes) {
    var refused = insert(tx, codes);
    if (!refused.isEmpty()) {
      String taken = refused.get(0).presented().value();
      throw Refused.conflict("票码已属于另一张票：" + taken, "this code shows another ticket: " + taken);
    }
  }

  private static boolean isCode(Issue issue) {
    var kind = issue.presented().kind();
    return kind == CredentialKind.QR || kind == CredentialKind.ROTATING;
  }

  private Issue drawnAgain(Issue issue) {
    if (!isCode(issue)) {
      throw Refused.conflict(
          "凭证无法使用，请换一个：" + issue.presented().value(),
          "this credential cannot be used, take another: " + issue.presented().value());
    }
    return new Issue(issue.ticketId(), issuer.opaque());
  }

  /** Returns those that could not be stored because their fingerprint means something else. */
  private List<Issue> insert(DSLContext tx, List<Issue> issues) {
    var taken = new HashSet<Issue>();
    var prints = issues.stream().map(issue -> issuer.fingerprint(issue.presented())).toList();
    var meanings =
        tx.selectDistinct(CREDENTIAL.FINGERPRINT, CREDENTIAL.KIND, CREDENTIAL.VALUE)
            .from(CREDENTIAL)
            .where(CREDENTIAL.FINGERPRINT.in(prints))
            .fetchGroups(
                CREDENTIAL.FINGERPRINT,
                row -> new Presented(CredentialKind.valueOf(row.value2()), row.value3()));
    for (int i = 0; i < issues.size(); i++) {
      var issue = issues.get(i);
      boolean sameThing =
          meanings.getOrDefault(prints.get(i), List.of()).stream()
              .allMatch(issue.presented()::equals);
      if (!sameThing) {
        taken.add(issue);
      }
    }
    var rows = new ArrayList<Row4<Long, String, String, Long>>();
    for (int i = 0; i < issues.size(); i++) {
      var issue = issues.get(i);
      if (!taken.contains(issue)) {
        rows.add(
            DSL.row(
                issue.ticketId(),
                issue.presented().kind().name(),
                issue.presented().value(),
                prints.get(i)));
      }
    }
    var refused = new ArrayList<>(issues);
    if (!rows.isEmpty()) {
      refused.removeAll(
          tx.insertInto(
                  CREDENTIAL,
                  CREDENTIAL.TICKET_ID,
                  CREDENTIAL.KIND,
                  CREDENTIAL.VALUE,
                  CREDENTIAL.FINGERPRINT)
              .valuesOfRows(rows)
              .onConflictDoNothing()
              .returning(CREDENTIAL.TICKET_ID, CREDENTIAL.KIND, CREDENTIAL.VALUE)
              .fetch(CredentialStore::issueOf));
    }
    return refused;
  }

  private static Issue issueOf(CredentialRecord row) {
    return new Issue(
        row.getTicketId(), new Presented(CredentialKind.valueOf(row.getKind()), row.getValue()));
  }

  /** Returns the tickets that a card or face no longer shows, because they are over. */
  private static List<Long> leaveTicketsThatAreOver(
      DSLContext tx, Presented presented, Instant now) {
    var shown =
        CREDENTIAL.KIND.eq(presented.kind().name()).and(CREDENTIAL.VALUE.eq(presented.value()));
    var tickets =
        tx.selectFrom(TICKET)
            .where(TICKET.ID.in(DSL.select(CREDENTIAL.TICKET_ID).from(CREDENTIAL).where(shown)))
            .orderBy(TICKET.ID)
            .fetch();
    for (var ticket : tickets) {
      if (TicketState.valueOf(ticket.getState()).frozen()) {
        throw Refused.conflict(
            "该卡或人脸已挂失或冻结：" + presented.value(),
            "this card or face is reported lost or blocked: " + presented.value());
      }
    }
    var over = tickets.stream().filter(ticket -> isOver(tx, ticket, now)).toList();
    if (tickets.size() - over.size() >= TICKETS) {
      throw Refused.conflict(
          "该卡或人脸已有 %d 张有效票：%s".formatted(TICKETS, presented.value()),
          "this card or face shows %d tickets that are still valid: %s"
              .formatted(TICKETS, presented.value()));
    }
    var left = over.stream().map(TicketRecord::getId).toList();
    tx.deleteFrom(CREDENTIAL).where(shown.and(CREDENTIAL.TICKET_ID.in(left))).execute();
    return left;
  }

  private static boolean isOver(DSLContext tx, TicketRecord ticket, Instant now) {
    if (ticket.getState().equals(TicketState.REVOKED.name())
        || !now.isBefore(lastEntry(tx, ticket))) {
      return true;
    }
    if (ticket.getEntries() == 0 || letsPeopleComeBack(tx, ticket)) {
      return false;
    }
    var entries = Uses.of(tx, List.of(ticket.getId())).getOrDefault(ticket.getId(), List.of());
    return Uses.counted(entries) >= ticket.getEntries();
  }

  /** Gates let people in until the hours of its last day end, be it behind midnight. */
  private static Instant lastEntry(DSLContext tx, TicketRecord ticket) {
    var until = ticket.getValidUntil().toInstant();
    var type = TICKET_TYPE.ID.eq(ticket.getTicketTypeId());
    boolean pastMidnight =
        tx.fetchExists(
                TICKET_TYPE,
                type.and(TICKET_TYPE.OPEN_FROM_MINUTE.gt(TICKET_TYPE.OPEN_UNTIL_MINUTE)))
            || tx.fetchExists(
                TICKET_TYPE_DAY_RULE,
                TICKET_TYPE_DAY_RULE
                    .TICKET_TYPE_ID
                    .eq(ticket.getTicketTypeId())
                    .and(
                        TICKET_TYPE_DAY_RULE.OPEN_FROM_MINUTE.gt(
                            TICKET_TYPE_DAY_RULE.OPEN_UNTIL_MINUTE)));
    return pastMidnight ? until.plus(Duration.ofDays(1)) : until;
  }

  /**
   * Whether gates let people come back for nothing: on the day of their entry a ticket does that
   * even when it is used up.
   */
  private static boolean letsPeopleComeBack(DSLContext tx, TicketRecord ticket) {
    String reentry =
        tx.select(TICKET_TYPE.REENTRY)
            .from(TICKET_TYPE)
            .where(TICKET_TYPE.ID.eq(ticket.getTicketTypeId()))
            .fetchSingle(TICKET_TYPE.REENTRY);
    return Uses.lettingBack(reentry);
  }
}
