package org.shanmen.central.park;

import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.CLAIM;
import static org.shanmen.central.db.tables.Tables.COMMAND;
import static org.shanmen.central.db.tables.Tables.ENROLMENT;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_COUNT;
import static org.shanmen.central.db.tables.Tables.GATE_LEDGER;
import static org.shanmen.central.db.tables.Tables.GATE_STAY;
import static org.shanmen.central.db.tables.Tables.HANDHELD;
import static org.shanmen.central.db.tables.Tables.REVOKED_CERTIFICATE;
import static org.shanmen.central.park.NamedTable.named;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.shanmen.central.db.tables.tables.records.GateRecord;
import org.shanmen.central.web.Refused;

/**
 * Lanes in the database. What a gate has counted stays where it counted it, wherever the gate goes,
 * and under its code, even when the gate is gone. Methods take the caller's transaction and block;
 * JSON is as in openapi.yaml.
 */
final class GateStore {
  private static final NamedTable<GateRecord> GATES =
      new NamedTable<>(GATE, GATE.ID, GATE.CODE, GATE.NAME_ZH, GATE.NAME_EN, "闸机", "gate");

  /** What tells of a gate when it is gone. */
  private static final List<TableField<?, Integer>> TRACES =
      List.of(
          GATE_LEDGER.GATE_ID,
          GATE_COUNT.GATE_ID,
          COMMAND.GATE_ID,
          CLAIM.GATE_ID,
          REVOKED_CERTIFICATE.GATE_ID);

  JsonArray all(DSLContext tx) {
    var all = new JsonArray();
    tx.select(GATE.fields())
        .select(CHECK_POINT.CODE)
        .from(GATE)
        .join(CHECK_POINT)
        .on(CHECK_POINT.ID.eq(GATE.CHECK_POINT_ID))
        .where(isLane())
        .orderBy(GATE.CODE)
        .forEach(row -> all.add(json(row.into(GATE), row.get(CHECK_POINT.CODE))));
    return all;
  }

  /**
   * Adds one, or brings back the one of this code that was taken out: what it counted is told under
   * the code.
   *
   * @throws Refused if the code is taken, or there is no such check point
   */
  JsonObject add(DSLContext tx, JsonObject gate, Instant now) {
    var retired =
        tx.selectFrom(GATE)
            .where(GATE.CODE.eq(gate.getString("code")).and(GATE.RETIRED_AT.isNotNull()))
            .forUpdate()
            .fetchOptional();
    if (retired.isPresent()) {
      var row = retired.get();
      row.setRetiredAt(null);
      row.setNameZh(gate.getString("name_zh"));
      row.setNameEn(gate.getString("name_en"));
      return placed(tx, row, gate, now);
    }
    var row =
        GATES.add(
            tx,
            gate,
            fresh -> {
              fresh.setCheckPointId(ParkStore.checkPoint(tx, gate.getString("check_point")));
              fresh.setKind(gate.getString("kind"));
            });
    return json(row, gate.getString("check_point"));
  }

  /**
   * Changes its names, where it stands, or which way it leads. What it reports of the time before
   * is still its old check point's.
   *
   * @throws Refused if there is no such gate, or no such check point
   */
  JsonObject change(DSLContext tx, String code, JsonObject body, Instant now) {
    requireLane(tx, code);
    return placed(tx, GATES.renamed(tx, code, body), body, now);
  }

  private static JsonObject placed(DSLContext tx, GateRecord row, JsonObject body, Instant now) {
    row.setKind(body.getString("kind", row.getKind()));
    int before = row.getCheckPointId();
    if (body.containsKey("check_point")) {
      row.setCheckPointId(ParkStore.checkPoint(tx, body.getString("check_point")));
    }
    if (row.getCheckPointId() != before) {
      tx.insertInto(GATE_STAY)
          .set(GATE_STAY.GATE_ID, row.getId())
          .set(GATE_STAY.UNTIL, now.atOffset(ZoneOffset.UTC))
          .set(GATE_STAY.CHECK_POINT_ID, before)
          .onConflictDoNothing() // moved twice at one instant: it was nowhere in between
          .execute();
    }
    row.store();
    return json(
        row,
        tx.select(CHECK_POINT.CODE)
            .from(CHECK_POINT)
            .where(CHECK_POINT.ID.eq(row.getCheckPointId()))
            .fetchSingle(CHECK_POINT.CODE));
  }

  /**
   * Takes one out of the park. One that left a trace stays in the books, for reports and for its
   * certificates that were taken back; of any other nothing is left.
   *
   * @return whether it stays in the books
   * @throws Refused if there is no such gate, or its certificate is in force: it may be at work,
   *     and have passes to report that would be lost with it
   */
  boolean remove(DSLContext tx, String code, Instant now) {
    requireLane(tx, code);
    var row = tx.selectFrom(GATE).where(GATE.CODE.eq(code)).forUpdate().fetchSingle();
    if (row.getCertificateSerial() != null) {
      throw Refused.conflict(
          "%s 的证书仍然有效：请在它上传完记录后先吊销证书".formatted(code),
          "%s has a certificate in force: let it report what it has, then revoke it first"
              .formatted(code));
    }
    tx.deleteFrom(ENROLMENT).where(ENROLMENT.GATE_ID.eq(row.getId())).execute();
    boolean told =
        TRACES.stream().anyMatch(trace -> tx.fetchExists(trace.getTable(), trace.eq(row.getId())));
    if (told) {
      row.setRetiredAt(now.atOffset(ZoneOffset.UTC));
      row.store();
    } else {
      tx.deleteFrom(GATE_STAY).where(GATE_STAY.GATE_ID.eq(row.getId())).execute();
      row.delete();
    }
    return told;
  }

  /** Neither taken out nor a handheld, which is a gate without a lane. */
  private static Condition isLane() {
    return GATE.RETIRED_AT.isNull().and(GATE.ID.notIn(DSL.select(HANDHELD.GATE_ID).from(HANDHELD)));
  }

  private static void requireLane(DSLContext tx, String code) {
    if (!tx.fetchExists(GATE, GATE.CODE.eq(code).and(isLane()))) {
      throw Refused.notFound("没有闸机 " + code, "there is no gate " + code);
    }
  }

  private static JsonObject json(GateRecord row, String checkPoint) {
    return named(row.getCode(), row.getNameZh(), row.getNameEn())
        .put("check_point", checkPoint)
        .put("kind", row.getKind())
        .put("enrolled", row.getCertificateSerial() != null)
        .put("revoked", row.getCertificateSerial() == null && row.getEnrolledAt() != null);
  }
}
