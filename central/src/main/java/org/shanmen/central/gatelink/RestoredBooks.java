package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.CHANGE_LOG;
import static org.shanmen.central.db.tables.Tables.CLAIM;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.WHITELIST_ELEMENT;

import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.shanmen.central.gatelink.WhitelistEdit.Element;
import org.shanmen.central.gatelink.WhitelistEdit.Key;
import org.shanmen.central.gatelink.WhitelistEdit.Kind;

/**
 * Makes books that were restored from a backup fit to meet gates which know more: what the park did
 * between the backup and its loss is in their lists and journals, under numbers that this centre
 * would give out again.
 *
 * <p>So the numbers that gates know go on from where the lost ones cannot have got to, which is
 * told by the clock, and each gate gets the whole list once. ADR 27 gives the reasons.
 */
public final class RestoredBooks {
  /** No park sells more tickets than so many a second, from one restore to the next. */
  private static final long TICKETS_A_SECOND = 16;

  /** No park makes more ticket types between a backup and the loss of the rest. */
  private static final long LOST_TYPES = 100;

  private static final long LAST_TYPE = 60_000;
  private static final int FETCH_ROWS = 2000;

  private RestoredBooks() {}

  /**
   * Does it, before any gate is listened to. Blocks.
   *
   * @param tx on tables of the newest version
   * @param now later than any time at which a centre with these books was lost
   * @throws IllegalStateException if the list is not what its change log says
   */
  public static void settle(DSLContext tx, Instant now) {
    var position = ChangeLog.position(tx);
    long hash = hash(tx);
    if (hash != position.hash()) {
      throw new IllegalStateException(
          "the whitelist hashes to %016x, its change log says %016x at version %d"
              .formatted(hash, position.hash(), position.version()));
    }
    beginLogAnew(tx, position, now);
    skipTickets(tx, now);
    skipTypes(tx);
    tx.update(GATE).setNull(GATE.WHITELIST_VERSION).execute();
    // Of a claim that was settled since the backup no gate will speak again; none stands for ever.
    tx.update(CLAIM).set(CLAIM.UNTIL, Times.utc(now)).execute();
  }

  private static long hash(DSLContext tx) {
    long hash = 0;
    try (var rows =
        tx.select(WHITELIST_ELEMENT.KIND, WHITELIST_ELEMENT.KEY, WHITELIST_ELEMENT.BODY)
            .from(WHITELIST_ELEMENT)
            .fetchSize(FETCH_ROWS)
            .fetchLazy()) {
      for (var row : rows) {
        hash +=
            new Element(new Key(Kind.valueOf(row.value1()), row.value2()), 0, row.value3()).hash();
      }
    }
    return hash;
  }

  /**
   * At a version above all that gates have or can be told of events that they still hold: one of
   * the lost log would let a gate forget events whose uses its list does not have. The entry says
   * where the log is; no gate has the version before it, so it is sent to none.
   */
  private static void beginLogAnew(DSLContext tx, ChangeLog.Position position, Instant now) {
    long version = Math.max(position.version() + 1, now.toEpochMilli());
    tx.deleteFrom(CHANGE_LOG).execute();
    tx.insertInto(CHANGE_LOG)
        .set(CHANGE_LOG.VERSION, version)
        .set(CHANGE_LOG.HASH, position.hash())
        .set(CHANGE_LOG.AT, Times.utc(now))
        .set(CHANGE_LOG.CHANGE, new byte[0])
        .execute();
  }

  /** A ticket's number is its right's: those of lost tickets come back in events and on paper. */
  private static void skipTickets(DSLContext tx, Instant now) {
    long next = next(tx, "ticket");
    set(tx, "ticket", Math.max(next, now.getEpochSecond() * TICKETS_A_SECOND));
  }

  private static void skipTypes(DSLContext tx) {
    long next = next(tx, "ticket_type");
    set(tx, "ticket_type", next + LOST_TYPES < LAST_TYPE ? next + LOST_TYPES : next - 1);
  }

  private static long next(DSLContext tx, String table) {
    return tx.resultQuery("select nextval(pg_get_serial_sequence({0}, 'id'))", DSL.inline(table))
        .fetchSingle(0, Long.class);
  }

  private static void set(DSLContext tx, String table, long last) {
    tx.resultQuery(
            "select setval(pg_get_serial_sequence({0}, 'id'), {1})",
            DSL.inline(table), DSL.inline(Math.max(last, 1)))
        .fetch();
  }
}
