package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.GATE_EVENT;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;

/**
 * Rows of the table gate_event, many at one stroke. The caller holds the lock of all who store
 * events until his transaction ends: so nobody else draws numbers meanwhile, and what was looked
 * for and not found stays away.
 */
final class EventRows {
  // The sequence of gate_event's column id.
  private static final String NUMBERS =
      """
      select min(number) from (
        select nextval('gate_event_id_seq') as number from generate_series(1, {0})) as drawn
      """;
  private static final String[] COLUMNS = {
    "id",
    "gate_id",
    "epoch",
    "sequence",
    "at",
    "stored_at",
    "kind",
    "direction",
    "credential",
    "fingerprint",
    "right_id",
    "reason",
    "people",
    "reference",
    "reference_epoch",
    "detail",
    "fee_fen",
    "clock"
  };

  /** An event of a gate on its way in. */
  record Placed(GatePlace place, CheckedEvent event) {}

  /** An event that was stored just now, under this number. */
  record Stored(long id, GatePlace place, CheckedEvent event) {}

  private EventRows() {}

  /** Which events of a gate's epoch are stored already, by their sequences. */
  static Set<Long> known(DSLContext tx, int gate, List<CheckedEvent> events) {
    var first = events.get(0).event();
    var last = events.get(events.size() - 1).event();
    return tx.select(GATE_EVENT.SEQUENCE)
        .from(GATE_EVENT)
        .where(GATE_EVENT.GATE_ID.eq(gate))
        .and(GATE_EVENT.EPOCH.eq(first.getEpoch()))
        .and(GATE_EVENT.SEQUENCE.between(first.getSequence(), last.getSequence()))
        .fetchSet(GATE_EVENT.SEQUENCE);
  }

  /** Inserts events that are not known yet, in the order given. */
  static List<Stored> insert(DSLContext tx, List<Placed> events, Instant storedAt) {
    if (events.isEmpty()) {
      return List.of();
    }
    long id = tx.resultQuery(NUMBERS, events.size()).fetchSingle(0, Long.class);
    var rows = new CopiedRows("gate_event", COLUMNS);
    var stored = new ArrayList<Stored>(events.size());
    for (var event : events) {
      put(rows, id, event, storedAt);
      stored.add(new Stored(id, event.place(), event.event()));
      id++;
    }
    rows.send(tx);
    return stored;
  }

  private static void put(CopiedRows rows, long id, Placed placed, Instant storedAt) {
    var checked = placed.event();
    var event = checked.event();
    rows.row()
        .bigint(id)
        .integer(placed.place().number())
        .bigint(event.getEpoch())
        .bigint(event.getSequence())
        .instant(checked.at())
        .instant(storedAt)
        .text(checked.kind())
        .text(checked.direction())
        .text(checked.credential())
        .bigintOrNull(event.getFingerprint())
        .bigintOrNull(event.getRight())
        .text(checked.reason())
        .integer(checked.people())
        .bigint(event.getReference())
        .bigint(event.getReferenceEpoch())
        .text(checked.detail())
        .integer(checked.feeFen())
        .text(checked.clock());
  }
}
