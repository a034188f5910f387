package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_STAY;

import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Where a gate stands and stood. What it reports belongs where it stood when that happened, not
 * where it stands when the news comes.
 *
 * @param stays in the order of time; the last one has not ended
 */
record GatePlaces(List<Stay> stays) {
  /**
   * @param until when it ended; {@link Instant#MAX} of the one that has not
   */
  record Stay(GatePlace place, Instant until) {}

  /** Of a gate; blocks. */
  static GatePlaces of(DSLContext tx, int gate) {
    var until = GATE_STAY.UNTIL.as("until");
    return new GatePlaces(
        tx.select(CHECK_POINT.AREA_ID, CHECK_POINT.ID, until)
            .from(GATE_STAY)
            .join(CHECK_POINT)
            .on(CHECK_POINT.ID.eq(GATE_STAY.CHECK_POINT_ID))
            .where(GATE_STAY.GATE_ID.eq(gate))
            .unionAll(
                DSL.select(
                        CHECK_POINT.AREA_ID,
                        CHECK_POINT.ID,
                        DSL.inline(null, SQLDataType.TIMESTAMPWITHTIMEZONE))
                    .from(GATE)
                    .join(CHECK_POINT)
                    .on(CHECK_POINT.ID.eq(GATE.CHECK_POINT_ID))
                    .where(GATE.ID.eq(gate)))
            .orderBy(DSL.inline(3))
            .fetch(
                row ->
                    new Stay(
                        new GatePlace(gate, row.value1(), row.value2()),
                        row.value3() == null ? Instant.MAX : row.value3().toInstant())));
  }

  /** Where the gate stood at a moment. */
  GatePlace at(Instant moment) {
    return stays.stream()
        .filter(stay -> moment.isBefore(stay.until()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("a gate that stands nowhere"))
        .place();
  }
}
