package org.shanmen.central.live;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_COUNT;
import static org.shanmen.central.db.tables.Tables.GATE_EVENT;
import static org.shanmen.central.db.tables.Tables.HANDHELD;
import static org.shanmen.central.db.tables.Tables.PARK;
import static org.shanmen.central.db.tables.Tables.TICKET;
import static org.shanmen.central.db.tables.Tables.TICKET_TYPE;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record5;
import org.jooq.impl.DSL;
import org.shanmen.central.db.tables.Tables;
import org.shanmen.central.gatelink.Passes;
import org.shanmen.protocol.wire.Event;
import org.shanmen.protocol.wire.EventKind;
import org.shanmen.protocol.wire.Reason;

/**
 * What the board needs from the database: few rows, read anew whenever something was stored.
 *
 * @param gates by number
 * @param passes of the day, by gate number
 * @param total of the day, all gates together
 * @param alarms what the centre itself has found about a gate, by gate number
 * @param types names of ticket types by number
 * @param centreIsAskedFirst whether there is a ticket type for which gates ask the centre first
 */
record BoardTables(
    JsonObject park,
    Map<Integer, GateState.Info> gates,
    Map<Integer, Passes> passes,
    Passes total,
    Map<Integer, List<String>> alarms,
    Map<Integer, GateState.TypeName> types,
    boolean centreIsAskedFirst) {
  /** A right let people in here and elsewhere, and was good for one of both. */
  static final String DUPLICATE_ADMISSION = "DUPLICATE_ADMISSION";

  /** Something that the gate reported today makes no sense. */
  static final String EVENT_QUARANTINED = "EVENT_QUARANTINED";

  private static final String QUARANTINED = "QUARANTINED";
  private static final String OPEN = "OPEN";

  /** Reads; blocks. */
  static BoardTables read(DSLContext sql, LocalDate today) {
    var passes = new HashMap<Integer, Passes>();
    var total = new Passes();
    var alarms = new HashMap<Integer, List<String>>();
    unseenDuplicates(sql)
        .forEach(gate -> alarms.put(gate, new ArrayList<>(List.of(DUPLICATE_ADMISSION))));
    sql.select(GATE_COUNT.GATE_ID, GATE_COUNT.HOUR, GATE_COUNT.WHAT, GATE_COUNT.PEOPLE)
        .from(GATE_COUNT)
        .where(GATE_COUNT.DAY.eq(today))
        .forEach(
            row -> {
              passes
                  .computeIfAbsent(row.value1(), gate -> new Passes())
                  .add(row.value2(), row.value3(), row.value4());
              total.add(row.value2(), row.value3(), row.value4());
              if (row.value3().equals(QUARANTINED)) {
                var ofGate = alarms.computeIfAbsent(row.value1(), gate -> new ArrayList<>());
                if (!ofGate.contains(EVENT_QUARANTINED)) {
                  ofGate.add(EVENT_QUARANTINED);
                }
              }
            });
    var types =
        sql.select(TICKET_TYPE.ID, TICKET_TYPE.NAME_ZH, TICKET_TYPE.NAME_EN)
            .from(TICKET_TYPE)
            .fetchMap(TICKET_TYPE.ID, row -> new GateState.TypeName(row.value2(), row.value3()));
    boolean asked = sql.fetchExists(TICKET_TYPE, TICKET_TYPE.OFFLINE.ne(OPEN));
    return new BoardTables(park(sql), gates(sql), passes, total, alarms, types, asked);
  }

  private static List<Integer> unseenDuplicates(DSLContext sql) {
    return sql.selectDistinct(GATE_EVENT.GATE_ID)
        .from(Tables.DUPLICATE_ADMISSION)
        .join(GATE_EVENT)
        .on(
            GATE_EVENT.ID.in(
                Tables.DUPLICATE_ADMISSION.FIRST_EVENT_ID,
                Tables.DUPLICATE_ADMISSION.SECOND_EVENT_ID))
        .where(Tables.DUPLICATE_ADMISSION.SEEN_AT.isNull())
        .fetch(GATE_EVENT.GATE_ID);
  }

  /**
   * What the board shows as each gate's last, as far as it is stored: at, kind, reason, people and
   * ticket type. Blocks; one short look at an index for each gate.
   */
  static Map<Integer, Event> last(DSLContext sql) {
    var kinds = GateState.SHOWN.stream().map(Enum::name).toList();
    var last = new HashMap<Integer, Event>();
    for (int gate : sql.select(GATE.ID).from(GATE).fetch(GATE.ID)) {
      sql.select(
              GATE_EVENT.AT,
              GATE_EVENT.KIND,
              GATE_EVENT.REASON,
              GATE_EVENT.PEOPLE,
              TICKET.TICKET_TYPE_ID)
          .from(GATE_EVENT)
          .leftJoin(TICKET)
          .on(TICKET.ID.eq(GATE_EVENT.RIGHT_ID))
          .where(GATE_EVENT.GATE_ID.eq(gate).and(GATE_EVENT.KIND.in(kinds)))
          .orderBy(GATE_EVENT.EPOCH.desc(), GATE_EVENT.SEQUENCE.desc())
          .limit(1)
          .forEach(row -> last.put(gate, event(row)));
    }
    return last;
  }

  /** The ticket of a right; blocks. */
  static Optional<GateState.HeldTicket> ticket(DSLContext sql, long right) {
    return sql.select(TICKET.NUMBER, TICKET_TYPE.NAME_ZH, TICKET_TYPE.NAME_EN)
        .from(TICKET)
        .join(TICKET_TYPE)
        .on(TICKET_TYPE.ID.eq(TICKET.TICKET_TYPE_ID))
        .where(TICKET.ID.eq(right))
        .fetchOptional(
            row ->
                new GateState.HeldTicket(
                    row.value1(), new GateState.TypeName(row.value2(), row.value3())));
  }

  private static Event event(Record5<OffsetDateTime, String, String, Integer, Integer> row) {
    var event =
        Event.newBuilder()
            .setAtMillis(row.value1().toInstant().toEpochMilli())
            .setKind(EventKind.valueOf(row.value2()))
            .setPeople(row.value4());
    Arrays.stream(Reason.values())
        .filter(reason -> reason.name().equals(row.value3()))
        .forEach(event::setReason);
    if (row.value5() != null) {
      event.setTemplate(row.value5());
    }
    return event.build();
  }

  private static JsonObject park(DSLContext sql) {
    return sql.select(PARK.NAME_ZH, PARK.NAME_EN, PARK.ZONE)
        .from(PARK)
        .fetchOptional(
            row ->
                new JsonObject()
                    .put("name_zh", row.value1())
                    .put("name_en", row.value2())
                    .put("zone", row.value3()))
        .orElseGet(() -> new JsonObject().put("name_zh", "").put("name_en", "").put("zone", ""));
  }

  private static Map<Integer, GateState.Info> gates(DSLContext sql) {
    return sql.select(
            GATE.ID,
            GATE.CODE,
            GATE.NAME_ZH,
            GATE.NAME_EN,
            CHECK_POINT.CODE,
            AREA.CODE,
            GATE.KIND,
            GATE.ENROLLED_AT,
            GATE.CERTIFICATE_SERIAL)
        .from(GATE)
        .join(CHECK_POINT)
        .on(CHECK_POINT.ID.eq(GATE.CHECK_POINT_ID))
        .join(AREA)
        .on(AREA.ID.eq(CHECK_POINT.AREA_ID))
        .where(GATE.RETIRED_AT.isNull())
        .and(GATE.ID.notIn(DSL.select(HANDHELD.GATE_ID).from(HANDHELD)))
        .fetchMap(
            GATE.ID,
            row ->
                new GateState.Info(
                    row.value2(),
                    row.value3(),
                    row.value4(),
                    row.value5(),
                    row.value6(),
                    row.value7(),
                    standing(row.value8() != null, row.value9() != null)));
  }

  private static GateState.Standing standing(boolean enrolledOnce, boolean hasCertificate) {
    if (hasCertificate) {
      return GateState.Standing.IN_FORCE;
    }
    return enrolledOnce ? GateState.Standing.REVOKED : GateState.Standing.NEVER;
  }
}
