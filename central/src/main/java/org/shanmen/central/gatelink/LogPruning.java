package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.CHANGE_LOG;
import static org.shanmen.central.db.tables.Tables.GATE;

import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * Keeps the change log short. What every enrolled gate has in force nobody asks for again; and a
 * gate that is further behind than {@link Limits#DELTA_REACH} gets a snapshot, so older changes are
 * of no use to it either. What stays begins with the version that the slowest gate has, by whose
 * hash the gate is known again; the newest change always stays: it says where the log is.
 */
final class LogPruning {
  private LogPruning() {}

  /**
   * Notes what gates have confirmed, and deletes changes that nobody needs; some thousand at a
   * time, so that nobody waits long. Blocks.
   *
   * @param confirmed versions, by gate
   * @return how many changes went
   */
  static int prune(DSLContext tx, Map<Integer, Long> confirmed) {
    confirmed.forEach(
        (gate, version) ->
            tx.update(GATE)
                .set(GATE.WHITELIST_VERSION, version)
                .where(GATE.ID.eq(gate).and(GATE.WHITELIST_VERSION.isDistinctFrom(version)))
                .execute());
    long end = ChangeLog.position(tx).version();
    long upTo = Math.max(end - Limits.DELTA_REACH, Math.min(end, slowest(tx))) - 1;
    return tx.deleteFrom(CHANGE_LOG)
        .where(
            CHANGE_LOG.VERSION.in(
                DSL.select(CHANGE_LOG.VERSION)
                    .from(CHANGE_LOG)
                    .where(CHANGE_LOG.VERSION.le(upTo))
                    .orderBy(CHANGE_LOG.VERSION)
                    .limit(Limits.PRUNED_CHANGES)))
        .execute();
  }

  /** What all enrolled gates have; 0 if one never said, or there is none. */
  private static long slowest(DSLContext tx) {
    var slowest = DSL.min(DSL.coalesce(GATE.WHITELIST_VERSION, DSL.inline(0L)));
    var version =
        tx.select(slowest)
            .from(GATE)
            .where(GATE.CERTIFICATE_SERIAL.isNotNull())
            .fetchSingle(slowest);
    return version == null ? 0 : version;
  }
}
