package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.CREDENTIAL;
import static org.shanmen.central.db.tables.Tables.TICKET;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.db.tables.tables.records.CredentialRecord;
import org.shanmen.central.web.Refused;
import org.shanmen.protocol.wire.CredentialKind;

/**
 * Credentials of tickets. Each value and each fingerprint belongs to one ticket: a code whose
 * fingerprint is taken is drawn again; a card or face moves on once its ticket is over.
 */
final class CredentialStore {
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
   * @throws Refused if a card or face shows another ticket that is not over
   */
  Set<Long> issue(DSLContext tx, List<Issue> issues, Instant now) {
    var losers = new HashSet<Long>();
    var open = issues;
    for (int draw = 0; draw < DRAWS && !open.isEmpty(); draw++) {
      if (draw > 0) {
        open = open.stream().map(issue -> resolve(tx, issue, now, losers)).toList();
      }
      open = insert(tx, open);
    }
    if (!open.isEmpty()) {
      throw Refused.conflict(
          "凭证无法使用,请换一个:" + open.get(0).presented().value(),
          "this credential cannot be used, take another: " + open.get(0).presented().value());
    }
    return losers;
  }

  /** Returns those that could not be stored because their value or fingerprint is taken. */
  private List<Issue> insert(DSLContext tx, List<Issue> issues) {
    var rows =
        issues.stream()
            .map(
                issue ->
                    DSL.row(
                        issue.ticketId(),
                        issue.presented().kind().name(),
                        issue.presented().value(),
                        issuer.fingerprint(issue.presented())))
            .toList();
    var stored =
        new HashSet<>(
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
    var refused = new ArrayList<>(issues);
    refused.removeAll(stored);
    return refused;
  }

  private static Issue issueOf(CredentialRecord row) {
    return new Issue(
        row.getTicketId(), new Presented(CredentialKind.valueOf(row.getKind()), row.getValue()));
  }

  private Issue resolve(DSLContext tx, Issue issue, Instant now, Set<Long> losers) {
    var presented = issue.presented();
    if (presented.kind() == CredentialKind.QR) {
      return new Issue(issue.ticketId(), issuer.opaque());
    }
    var holder =
        tx.selectFrom(CREDENTIAL)
            .where(CREDENTIAL.KIND.eq(presented.kind().name()))
            .and(CREDENTIAL.VALUE.eq(presented.value()))
            .fetchOne();
    if (holder != null) {
      if (!isOver(tx, holder.getTicketId(), now)) {
        throw Refused.conflict(
            "该卡或人脸已用于另一张有效票:" + presented.value(),
            "this card or face shows another ticket that is still valid: " + presented.value());
      }
      losers.add(holder.getTicketId());
      holder.delete();
    }
    return issue;
  }

  private static boolean isOver(DSLContext tx, long ticketId, Instant now) {
    var ticket = tx.selectFrom(TICKET).where(TICKET.ID.eq(ticketId)).fetchSingle();
    if (!ticket.getState().equals("ACTIVE") || !now.isBefore(ticket.getValidUntil().toInstant())) {
      return true;
    }
    var entries = Uses.of(tx, List.of(ticketId)).getOrDefault(ticketId, List.of());
    return ticket.getEntries() > 0 && Uses.people(entries) >= ticket.getEntries();
  }
}
