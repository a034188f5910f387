package org.shanmen.central.ticketing;

import static org.shanmen.central.db.tables.Tables.CREDENTIAL;
import static org.shanmen.central.db.tables.Tables.TICKET;

import com.google.protobuf.ByteString;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.shanmen.central.credit.CreditBook;
import org.shanmen.protocol.wire.Change;
import org.shanmen.protocol.wire.Right;

/** Tickets as gates know them. */
final class Rights {
  private Rights() {}

  /** The changes that tell the gates how these tickets stand now, in the order of their ids. */
  static List<Change> changes(DSLContext tx, Collection<Long> ticketIds) {
    var fingerprints =
        tx.select(CREDENTIAL.TICKET_ID, CREDENTIAL.FINGERPRINT)
            .from(CREDENTIAL)
            .where(CREDENTIAL.TICKET_ID.in(ticketIds))
            .orderBy(CREDENTIAL.ID)
            .fetchGroups(CREDENTIAL.TICKET_ID, CREDENTIAL.FINGERPRINT);
    var accounts = CreditBook.of(tx, ticketIds);
    return tx.selectFrom(TICKET)
        .where(TICKET.ID.in(ticketIds))
        .orderBy(TICKET.ID)
        .fetch(
            row ->
                put(
                    Right.newBuilder()
                        .setId(row.getId())
                        .setTemplate(row.getTicketTypeId())
                        .setState(TicketState.valueOf(row.getState()).right())
                        .setValidFrom(row.getValidFrom().toEpochSecond())
                        .setValidUntil(row.getValidUntil().toEpochSecond())
                        .setEntries(row.getEntries())
                        .setPeople(row.getPeople())
                        .setCreditFen(credit(accounts, row.getId()))
                        .addAllFingerprints(fingerprints.getOrDefault(row.getId(), List.of()))
                        .build()));
  }

  private static long credit(Map<Long, CreditBook.Account> accounts, long ticket) {
    return accounts.containsKey(ticket) ? accounts.get(ticket).paidIn() : 0;
  }

  private static Change put(Right right) {
    return Change.newBuilder().setPutRight(ByteString.copyFrom(right.toByteArray())).build();
  }
}
