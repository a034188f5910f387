package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.PARK;

import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SelectOnConditionStep;
import org.shanmen.protocol.wire.LaneKind;
import org.shanmen.protocol.wire.LaneSettings;

/**
 * What the park says of each lane: names, place, kind and zone; without the keys, which are the
 * park's and the same for all.
 *
 * @param lanes by gate number
 */
record LaneBook(Map<Integer, LaneSettings> lanes) {
  private static final List<SelectField<?>> FIELDS =
      List.of(GATE.ID, GATE.NAME_ZH, GATE.KIND, CHECK_POINT.ID, AREA.ID, AREA.NAME_ZH, PARK.ZONE);

  /** Of all gates that may connect. Blocks; a row for each gate. */
  static LaneBook read(DSLContext sql) {
    return new LaneBook(
        joined(sql, List.of())
            .where(GATE.CERTIFICATE_SERIAL.isNotNull())
            .fetchMap(GATE.ID, LaneBook::lane));
  }

  /** Gates with their places, to be narrowed down; each row is good for {@link #lane}. */
  static SelectOnConditionStep<Record> joined(DSLContext sql, List<SelectField<?>> more) {
    return sql.select(FIELDS)
        .select(more)
        .from(GATE)
        .join(CHECK_POINT)
        .on(CHECK_POINT.ID.eq(GATE.CHECK_POINT_ID))
        .join(AREA)
        .on(AREA.ID.eq(CHECK_POINT.AREA_ID))
        .leftJoin(PARK)
        .on(PARK.ID.eq(1));
  }

  /** Of a row of {@link #joined}, in a park that is set up. */
  static LaneSettings lane(Record row) {
    return LaneSettings.newBuilder()
        .setGateNumber(row.get(GATE.ID))
        .setGateName(row.get(GATE.NAME_ZH))
        .setArea(row.get(AREA.ID))
        .setAreaName(row.get(AREA.NAME_ZH))
        .setCheckPoint(row.get(CHECK_POINT.ID))
        .setKind(LaneKind.valueOf(row.get(GATE.KIND)))
        .setZone(row.get(PARK.ZONE))
        .build();
  }

  /** Whether a gate that was told this knows what is said of it now. */
  boolean says(LaneSettings told) {
    var without = told.toBuilder().clearTicketKeys().clearFingerprintKey().build();
    return without.equals(lanes.getOrDefault(told.getGateNumber(), without));
  }
}
