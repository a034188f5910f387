package org.shanmen.central.money;

import static org.shanmen.central.db.tables.Tables.POSTING;
import static org.shanmen.central.db.tables.Tables.POSTING_LINE;
import static org.shanmen.central.db.tables.Tables.POSTING_SHARE;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.db.tables.tables.records.PostingLineRecord;
import org.shanmen.central.db.tables.tables.records.PostingShareRecord;

/**
 * The double-entry ledger. A posting is written in the transaction of what it is about, and never
 * changed; the database refuses both a posting that does not balance and a change. Methods take
 * that transaction and block.
 */
public final class Ledger {
  private Ledger() {}

  /** Books it; one without lines moves nothing and is left out. */
  public static void post(DSLContext tx, Posting posting) {
    if (posting.lines().isEmpty()) {
      return;
    }
    long id =
        tx.insertInto(POSTING)
            .set(POSTING.AT, utc(posting.at()))
            .set(POSTING.KIND, posting.kind().name())
            .set(POSTING.PERSON_ID, posting.till().map(Till::person).orElse(null))
            .set(POSTING.SHIFT_ID, posting.till().flatMap(Till::shift).orElse(null))
            .set(POSTING.ORDER_ID, posting.order().orElse(null))
            .set(POSTING.TICKET_ID, posting.ticket().orElse(null))
            .set(POSTING.CHARGE_ID, posting.charge().orElse(null))
            .returning(POSTING.ID)
            .fetchSingle()
            .getId();
    var rows = new ArrayList<PostingLineRecord>();
    for (var line : posting.lines()) {
      var row = tx.newRecord(POSTING_LINE);
      row.setPostingId(id);
      row.setPosition(rows.size());
      row.setAccount(line.account().name());
      row.setTicketTypeId(line.ticketType().orElse(null));
      row.setFen(line.fen());
      rows.add(row);
    }
    tx.insertInto(POSTING_LINE).set(rows).execute();
    var shares = shares(tx, id, posting);
    if (!shares.isEmpty()) {
      tx.insertInto(POSTING_SHARE).set(shares).execute();
    }
  }

  private static List<PostingShareRecord> shares(DSLContext tx, long id, Posting posting) {
    var rows = new ArrayList<PostingShareRecord>();
    for (int position = 0; position < posting.lines().size(); position++) {
      for (var share : posting.lines().get(position).shares().entrySet()) {
        if (share.getValue() != 0) {
          var row = tx.newRecord(POSTING_SHARE);
          row.setPostingId(id);
          row.setPosition(position);
          row.setAreaId(share.getKey());
          row.setFen(share.getValue());
          rows.add(row);
        }
      }
    }
    return rows;
  }

  /** What came into each account, less what went out of it; 0 where nothing was booked. */
  static Map<Account, Long> balances(DSLContext tx, Condition which) {
    var balances = new EnumMap<Account, Long>(Account.class);
    for (var account : Account.values()) {
      balances.put(account, 0L);
    }
    tx.select(POSTING_LINE.ACCOUNT, DSL.sum(POSTING_LINE.FEN))
        .from(POSTING_LINE)
        .join(POSTING)
        .on(POSTING.ID.eq(POSTING_LINE.POSTING_ID))
        .where(which)
        .groupBy(POSTING_LINE.ACCOUNT)
        .forEach(row -> balances.put(Account.valueOf(row.value1()), row.value2().longValueExact()));
    return balances;
  }

  static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
