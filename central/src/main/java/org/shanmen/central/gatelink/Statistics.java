package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_COUNT;
import static org.shanmen.central.db.tables.Tables.GATE_EVENT;
import static org.shanmen.central.db.tables.Tables.GATE_LEDGER;
import static org.shanmen.central.db.tables.Tables.TICKET;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** What was stored about gates, as the API tells it. Blocks; for the database's workers. */
final class Statistics {
  private static final String REFUSED = "REFUSED:";

  private Statistics() {}

  /** Counts for each gate over all days: see getStats in openapi.yaml. */
  static JsonArray gates(DSLContext sql) {
    var byGate = new HashMap<Integer, JsonObject>();
    var gates = new JsonArray();
    sql.select(GATE.ID, GATE.CODE)
        .from(GATE)
        .orderBy(GATE.CODE)
        .forEach(
            row -> {
              var gate =
                  new JsonObject()
                      .put("code", row.value2())
                      .put("admitted", 0L)
                      .put("refused", new JsonObject())
                      .put("passed_in", 0L)
                      .put("passed_out", 0L)
                      .put("events", 0L)
                      .putNull("acknowledged");
              byGate.put(row.value1(), gate);
              gates.add(gate);
            });
    sql.select(GATE_COUNT.GATE_ID, GATE_COUNT.WHAT, DSL.sum(GATE_COUNT.PEOPLE))
        .from(GATE_COUNT)
        .groupBy(GATE_COUNT.GATE_ID, GATE_COUNT.WHAT)
        .forEach(row -> add(byGate.get(row.value1()), row.value2(), row.value3().longValue()));
    sql.selectFrom(GATE_LEDGER)
        .orderBy(GATE_LEDGER.EPOCH)
        .forEach(
            row -> {
              var gate = byGate.get(row.getGateId());
              gate.put("events", gate.getLong("events") + row.getSequence());
              gate.put(
                  "acknowledged",
                  new JsonObject().put("epoch", row.getEpoch()).put("sequence", row.getSequence()));
            });
    return gates;
  }

  private static void add(JsonObject gate, String what, long count) {
    if (what.equals("ADMITTED")) {
      gate.put("admitted", gate.getLong("admitted") + count);
    } else if (what.startsWith(REFUSED)) {
      gate.getJsonObject("refused").put(what.substring(REFUSED.length()), count);
    } else {
      Passes.direction(what)
          .ifPresent(
              direction -> {
                String key = direction.equals("IN") ? "passed_in" : "passed_out";
                gate.put(key, gate.getLong(key) + count);
              });
    }
  }

  /** Passes of one day, by hour. */
  static JsonArray hours(DSLContext sql, LocalDate day) {
    var passes = new Passes();
    sql.select(GATE_COUNT.HOUR, GATE_COUNT.WHAT, DSL.sum(GATE_COUNT.PEOPLE))
        .from(GATE_COUNT)
        .where(GATE_COUNT.DAY.eq(day))
        .groupBy(GATE_COUNT.HOUR, GATE_COUNT.WHAT)
        .forEach(row -> passes.add(row.value1(), row.value2(), row.value3().longValue()));
    return passes.hours();
  }

  /** Stored events in the order of their storing, and where the next page begins. */
  static JsonObject events(DSLContext sql, Optional<String> gate, long after, int limit) {
    var which = GATE_EVENT.ID.gt(after);
    if (gate.isPresent()) {
      which = which.and(GATE.CODE.eq(gate.get()));
    }
    var events = new JsonArray();
    long next = after;
    for (var row :
        sql.select(GATE_EVENT.fields())
            .select(GATE.CODE, TICKET.NUMBER)
            .from(GATE_EVENT)
            .join(GATE)
            .on(GATE.ID.eq(GATE_EVENT.GATE_ID))
            .leftJoin(TICKET)
            .on(TICKET.ID.eq(GATE_EVENT.RIGHT_ID))
            .where(which)
            .orderBy(GATE_EVENT.ID)
            .limit(limit)) {
      events.add(event(row));
      next = row.get(GATE_EVENT.ID);
    }
    return new JsonObject().put("events", events).put("next", next);
  }

  private static JsonObject event(Record row) {
    return new JsonObject()
        .put("id", row.get(GATE_EVENT.ID))
        .put("gate", row.get(GATE.CODE))
        .put("epoch", row.get(GATE_EVENT.EPOCH))
        .put("sequence", row.get(GATE_EVENT.SEQUENCE))
        .put("at", row.get(GATE_EVENT.AT).toInstant().toString())
        .put("kind", row.get(GATE_EVENT.KIND))
        .put("direction", row.get(GATE_EVENT.DIRECTION))
        .put("credential", row.get(GATE_EVENT.CREDENTIAL))
        .put("reason", row.get(GATE_EVENT.REASON))
        .put("people", row.get(GATE_EVENT.PEOPLE))
        .put("ticket", row.get(TICKET.NUMBER))
        .put("fee_fen", row.get(GATE_EVENT.FEE_FEN))
        .put("clock", row.get(GATE_EVENT.CLOCK))
        .put("detail", row.get(GATE_EVENT.DETAIL));
  }
}
