package org.shanmen.central.people;

import static org.shanmen.central.db.tables.Tables.AUDIT;
import static org.shanmen.central.db.tables.Tables.AUDIT_CHAIN;
import static org.shanmen.central.db.tables.Tables.AUDIT_PENDING;

import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * The chain over committed audit entries. Whoever logs waits for nobody: he writes his entry, and
 * the chain is made afterwards, by one at a time. Methods take the caller's transaction and block.
 */
final class AuditChain {
  /** At most so many entries are appended in one transaction. */
  static final int BATCH = 1000;

  // Any number that nothing else in this database takes as the key of an advisory lock.
  private static final long LOCK = 0x5A0D17C4A1L;

  private AuditChain() {}

  /**
   * The end of the chain.
   *
   * @param position how many entries there are; 0: none
   * @param hash stands for all of them
   */
  record Head(long position, byte[] hash) {}

  /**
   * What one transaction appended.
   *
   * @param end the new end
   * @param full whether it was as much as one transaction may, so that more may wait
   */
  record Appended(Head end, boolean full) {}

  /**
   * Appends what waits, in the order of its ids. Does nothing while another process is at it.
   *
   * @return empty if nothing was appended
   */
  static Optional<Appended> append(DSLContext tx) {
    boolean mine =
        tx.select(DSL.field("pg_try_advisory_xact_lock({0})", Boolean.class, DSL.val(LOCK)))
            .fetchSingle()
            .value1();
    if (!mine) {
      return Optional.empty();
    }
    // One that was taken away before it was chained stays among the waiting: it is missed there.
    var rows =
        tx.select(AUDIT.fields())
            .from(AUDIT_PENDING)
            .join(AUDIT)
            .on(AUDIT.ID.eq(AUDIT_PENDING.AUDIT_ID))
            .orderBy(AUDIT.ID)
            .limit(BATCH)
            .fetchInto(AUDIT);
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    var head = head(tx);
    var insert =
        tx.insertInto(
            AUDIT_CHAIN,
            AUDIT_CHAIN.POSITION,
            AUDIT_CHAIN.AUDIT_ID,
            AUDIT_CHAIN.DIGEST,
            AUDIT_CHAIN.HASH);
    for (var row : rows) {
      byte[] digest = AuditLink.digest(row);
      long position = head.position() + 1;
      byte[] hash =
          AuditLink.hash(
              head.hash(), position, row.getId(), row.getAt().toInstant(), row.getAction(), digest);
      insert = insert.values(position, row.getId(), digest, hash);
      head = new Head(position, hash);
    }
    insert.execute();
    tx.deleteFrom(AUDIT_PENDING)
        .where(AUDIT_PENDING.AUDIT_ID.in(rows.getValues(AUDIT.ID)))
        .execute();
    return Optional.of(new Appended(head, rows.size() == BATCH));
  }

  static Head head(DSLContext tx) {
    return tx.select(AUDIT_CHAIN.POSITION, AUDIT_CHAIN.HASH)
        .from(AUDIT_CHAIN)
        .orderBy(AUDIT_CHAIN.POSITION.desc())
        .limit(1)
        .fetchOptional(row -> new Head(row.value1(), row.value2()))
        .orElse(new Head(0, new byte[AuditLink.HASH_BYTES]));
  }

  /** How many entries are not in the chain yet. */
  static long waiting(DSLContext tx) {
    return tx.fetchCount(AUDIT_PENDING);
  }
}
