package org.shanmen.central.people;

import static org.shanmen.central.db.tables.Tables.AUDIT;
import static org.shanmen.central.db.tables.Tables.AUDIT_CHAIN;
import static org.shanmen.central.db.tables.Tables.AUDIT_PENDING;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.shanmen.central.people.AuditFinding.Kind;

/**
 * Goes through the audit log's chain, link by link, and through the entries that are not in it.
 * Reads only. Not thread-safe: one for each run.
 */
public final class AuditVerification {
  /** More findings than this are counted, not kept. */
  static final int KEPT = 100;

  private static final int FETCHED = 1000;

  /**
   * What came out.
   *
   * @param entries links of the chain
   * @param head hash of the last one
   * @param waiting entries that were committed and are not chained yet
   * @param erased entries whose texts were erased, with an entry that says so
   * @param findings the first ones, in the order of the chain
   * @param count of all findings
   */
  public record Report(
      long entries,
      byte[] head,
      long waiting,
      long erased,
      List<AuditFinding> findings,
      long count) {}

  private final Map<Long, byte[]> noted;
  private final List<AuditFinding> findings = new ArrayList<>();
  private final Map<Long, AuditFinding> erasedBy = new TreeMap<>();
  private final Set<Long> erasures = new HashSet<>();
  private byte[] before = new byte[AuditLink.HASH_BYTES];
  private long last;
  private long erased;
  private long count;

  /**
   * @param noted hashes that the chain must have, by position
   */
  public AuditVerification(Map<Long, byte[]> noted) {
    this.noted = new HashMap<>(noted);
  }

  /**
   * Verifies.
   *
   * @param tx a transaction in which nothing changes: repeatable read
   */
  public Report run(DSLContext tx) {
    try (var links =
        tx.select(AUDIT_CHAIN.fields())
            .select(AUDIT.fields())
            .from(AUDIT_CHAIN)
            .leftJoin(AUDIT)
            .on(AUDIT.ID.eq(AUDIT_CHAIN.AUDIT_ID))
            .orderBy(AUDIT_CHAIN.POSITION)
            .fetchSize(FETCHED)
            .fetchLazy()) {
      links.forEach(this::check);
    }
    unaccounted(tx);
    long waiting = tx.fetchCount(AUDIT_PENDING);
    checkOutside(tx);
    noted.keySet().stream().sorted().forEach(position -> find(Kind.CUT, position, 0));
    return new Report(last, before, waiting, erased, List.copyOf(findings), count);
  }

  private void check(Record row) {
    long position = row.get(AUDIT_CHAIN.POSITION);
    long id = row.get(AUDIT_CHAIN.AUDIT_ID);
    byte[] hash = row.get(AUDIT_CHAIN.HASH);
    if (position != last + 1) {
      find(Kind.GAP, last + 1, 0);
    } else if (row.get(AUDIT.ID) == null) {
      find(Kind.MISSING, position, id);
    } else {
      checkEntry(row, position, id, hash);
    }
    byte[] expected = noted.remove(position);
    if (expected != null && !Arrays.equals(expected, hash)) {
      find(Kind.CUT, position, id);
    }
    last = position;
    before = hash;
  }

  private void checkEntry(Record row, long position, long id, byte[] hash) {
    var entry = row.into(AUDIT);
    byte[] digest = row.get(AUDIT_CHAIN.DIGEST);
    if (entry.getSalt() == null) {
      erased++;
      if (entry.getErasedBy() == null) {
        find(Kind.ERASED, position, id);
      } else {
        erasedBy.putIfAbsent(entry.getErasedBy(), new AuditFinding(Kind.ERASED, position, id));
      }
    } else if (!Arrays.equals(AuditLink.digest(entry), digest)) {
      find(Kind.CHANGED, position, id);
      return;
    } else if (entry.getAction().equals(Audit.ERASE)) {
      erasures.add(id);
    }
    byte[] follows =
        AuditLink.hash(before, position, id, entry.getAt().toInstant(), entry.getAction(), digest);
    if (!Arrays.equals(follows, hash)) {
      find(Kind.BROKEN, position, id);
    }
  }

  /** Those who erased are told by an entry of their own, later in the chain or waiting for it. */
  private void unaccounted(DSLContext tx) {
    erasedBy.forEach(
        (by, finding) -> {
          boolean told =
              erasures.contains(by)
                  || tx.fetchExists(
                      tx.selectOne()
                          .from(AUDIT)
                          .join(AUDIT_PENDING)
                          .on(AUDIT_PENDING.AUDIT_ID.eq(AUDIT.ID))
                          .where(AUDIT.ID.eq(by).and(AUDIT.ACTION.eq(Audit.ERASE))));
          if (!told) {
            find(finding.kind(), finding.position(), finding.id());
          }
        });
  }

  /** Entries that are neither chained nor waiting, and waiting ones that are gone. */
  private void checkOutside(DSLContext tx) {
    tx.select(AUDIT.ID)
        .from(AUDIT)
        .whereNotExists(tx.selectOne().from(AUDIT_CHAIN).where(AUDIT_CHAIN.AUDIT_ID.eq(AUDIT.ID)))
        .andNotExists(tx.selectOne().from(AUDIT_PENDING).where(AUDIT_PENDING.AUDIT_ID.eq(AUDIT.ID)))
        .orderBy(AUDIT.ID)
        .forEach(row -> find(Kind.INSERTED, 0, row.value1()));
    tx.select(AUDIT_PENDING.AUDIT_ID)
        .from(AUDIT_PENDING)
        .whereNotExists(tx.selectOne().from(AUDIT).where(AUDIT.ID.eq(AUDIT_PENDING.AUDIT_ID)))
        .orderBy(AUDIT_PENDING.AUDIT_ID)
        .forEach(row -> find(Kind.MISSING, 0, row.value1()));
  }

  private void find(Kind kind, long position, long id) {
    count++;
    if (findings.size() < KEPT) {
      findings.add(new AuditFinding(kind, position, id));
    }
  }
}
