package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.GATE;

import org.jooq.DSLContext;

/**
 * A gate, and where it stands: the numbers under which other gates know its area and check point.
 */
record GatePlace(int number, int area, int checkPoint) {
  static GatePlace of(DSLContext tx, int gate) {
    return tx.select(CHECK_POINT.AREA_ID, CHECK_POINT.ID)
        .from(GATE)
        .join(CHECK_POINT)
        .on(CHECK_POINT.ID.eq(GATE.CHECK_POINT_ID))
        .where(GATE.ID.eq(gate))
        .fetchSingle(row -> new GatePlace(gate, row.value1(), row.value2()));
  }
}
