package org.shanmen.central.payment;

import static org.shanmen.central.db.tables.Tables.CHARGE;
import static org.shanmen.central.db.tables.Tables.CHARGE_REFUND;
import static org.shanmen.central.db.tables.Tables.PERSON;
import static org.shanmen.central.db.tables.Tables.RECONCILIATION;
import static org.shanmen.central.db.tables.Tables.RECONCILIATION_DIFFERENCE;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;
import org.shanmen.central.db.tables.tables.records.ReconciliationDifferenceRecord;
import org.shanmen.central.db.tables.tables.records.ReconciliationRecord;
import org.shanmen.central.payment.BillComparison.Difference;
import org.shanmen.central.payment.BillComparison.Item;
import org.shanmen.central.payment.provider.Bill;
import org.shanmen.central.payment.provider.Bill.Subject;
import org.shanmen.central.people.Audit;
import org.shanmen.central.people.PeopleStore;
import org.shanmen.central.web.Actor;
import org.shanmen.central.web.Refused;

/**
 * Days whose bills were held against what is written here, one row for each provider and day. Run
 * again, a day is compared anew; what somebody has acknowledged and is still so stays acknowledged.
 * Methods take the caller's transaction and block. Thread-safe.
 */
final class Reconciliations {
  private static final int LISTED = 200;

  private final InstantSource clock;
  private final ZoneId zone;
  private final Audit audit;

  /**
   * @param zone the park's, in which days begin
   */
  Reconciliations(InstantSource clock, ZoneId zone, Audit audit) {
    this.clock = clock;
    this.zone = zone;
    this.audit = audit;
  }

  boolean done(DSLContext tx, String provider, LocalDate day) {
    return tx.fetchExists(
        RECONCILIATION, RECONCILIATION.PROVIDER.eq(provider).and(RECONCILIATION.DAY.eq(day)));
  }

  /**
   * Compares and keeps the outcome.
   *
   * @return as openapi.yaml's Reconciliation
   */
  JsonObject keep(DSLContext tx, String provider, LocalDate day, Bill.Lines bill) {
    var here = here(tx, provider, day);
    var there = BillComparison.items(bill.lines());
    var row = row(tx, provider, day, here, there);
    var before =
        tx.selectFrom(RECONCILIATION_DIFFERENCE)
            .where(RECONCILIATION_DIFFERENCE.RECONCILIATION_ID.eq(row.getId()))
            .fetch();
    var now = BillComparison.of(here, there);
    for (var known : before) {
      if (now.stream().noneMatch(difference -> same(difference, known))) {
        known.delete();
      }
    }
    for (var difference : now) {
      if (before.stream().noneMatch(known -> same(difference, known))) {
        insert(tx, row.getId(), difference);
      }
    }
    lookAgain(tx, provider, now);
    return json(tx, row);
  }

  private ReconciliationRecord row(
      DSLContext tx, String provider, LocalDate day, Map<Item, Long> here, Map<Item, Long> there) {
    tx.insertInto(RECONCILIATION)
        .set(RECONCILIATION.PROVIDER, provider)
        .set(RECONCILIATION.DAY, day)
        .set(RECONCILIATION.RUN_AT, ChargeRows.utc(clock.instant()))
        .set(RECONCILIATION.THERE_CHARGES, 0)
        .set(RECONCILIATION.THERE_FEN, 0L)
        .set(RECONCILIATION.HERE_CHARGES, 0)
        .set(RECONCILIATION.HERE_FEN, 0L)
        .set(RECONCILIATION.THERE_REFUNDS, 0)
        .set(RECONCILIATION.THERE_REFUND_FEN, 0L)
        .set(RECONCILIATION.HERE_REFUNDS, 0)
        .set(RECONCILIATION.HERE_REFUND_FEN, 0L)
        .onConflictDoNothing()
        .execute();
    var row =
        tx.selectFrom(RECONCILIATION)
            .where(RECONCILIATION.PROVIDER.eq(provider).and(RECONCILIATION.DAY.eq(day)))
            .forUpdate()
            .fetchSingle();
    row.setRunAt(ChargeRows.utc(clock.instant()));
    row.setThereCharges(BillComparison.count(there, Subject.CHARGE));
    row.setThereFen(BillComparison.fen(there, Subject.CHARGE));
    row.setHereCharges(BillComparison.count(here, Subject.CHARGE));
    row.setHereFen(BillComparison.fen(here, Subject.CHARGE));
    row.setThereRefunds(BillComparison.count(there, Subject.REFUND));
    row.setThereRefundFen(BillComparison.fen(there, Subject.REFUND));
    row.setHereRefunds(BillComparison.count(here, Subject.REFUND));
    row.setHereRefundFen(BillComparison.fen(here, Subject.REFUND));
    row.store();
    return row;
  }

  private Map<Item, Long> here(DSLContext tx, String provider, LocalDate day) {
    var from = start(day);
    var until = start(day.plusDays(1));
    var here = new HashMap<Item, Long>();
    tx.select(CHARGE.NUMBER, CHARGE.PAID_FEN)
        .from(CHARGE)
        .where(CHARGE.PROVIDER.eq(provider))
        .and(CHARGE.PAID_AT.ge(from).and(CHARGE.PAID_AT.lt(until)))
        .forEach(row -> here.put(new Item(Subject.CHARGE, row.value1()), row.value2()));
    tx.select(CHARGE_REFUND.NUMBER, CHARGE_REFUND.FEN)
        .from(CHARGE_REFUND)
        .join(CHARGE)
        .on(CHARGE.ID.eq(CHARGE_REFUND.CHARGE_ID))
        .where(CHARGE.PROVIDER.eq(provider))
        .and(CHARGE_REFUND.DONE_AT.ge(from).and(CHARGE_REFUND.DONE_AT.lt(until)))
        .forEach(row -> here.put(new Item(Subject.REFUND, row.value1()), row.value2()));
    return here;
  }

  private OffsetDateTime start(LocalDate day) {
    return ChargeRows.utc(day.atStartOfDay(zone).toInstant());
  }

  private static boolean same(Difference difference, ReconciliationDifferenceRecord known) {
    return difference.item().number().equals(known.getNumber())
        && difference.item().subject().name().equals(known.getSubject())
        && Objects.equals(difference.here().orElse(null), known.getHereFen())
        && Objects.equals(difference.there().orElse(null), known.getThereFen());
  }

  private static void insert(DSLContext tx, long reconciliation, Difference difference) {
    var row = tx.newRecord(RECONCILIATION_DIFFERENCE);
    row.setReconciliationId(reconciliation);
    row.setKind(difference.kind().name());
    row.setSubject(difference.item().subject().name());
    row.setNumber(difference.item().number());
    row.setHereFen(difference.here().orElse(null));
    row.setThereFen(difference.there().orElse(null));
    row.setNote("");
    row.insert();
  }

  /** A charge that is paid there and not here is asked about at once, whatever it was before. */
  private void lookAgain(DSLContext tx, String provider, List<Difference> differences) {
    var missing =
        differences.stream()
            .filter(difference -> difference.kind() == BillComparison.Kind.MISSING_HERE)
            .map(difference -> difference.item().number())
            .toList();
    if (!missing.isEmpty()) {
      tx.update(CHARGE)
          .set(CHARGE.NEXT_LOOK_AT, ChargeRows.utc(clock.instant()))
          .where(CHARGE.PROVIDER.eq(provider).and(CHARGE.NUMBER.in(missing)))
          .and(CHARGE.STATE.ne(ChargeState.PAID.name()))
          .execute();
    }
  }

  /** The newest, as openapi.yaml's Reconciliation. */
  JsonArray newest(DSLContext tx) {
    var list = new JsonArray();
    tx.selectFrom(RECONCILIATION)
        .orderBy(RECONCILIATION.DAY.desc(), RECONCILIATION.PROVIDER)
        .limit(LISTED)
        .forEach(row -> list.add(json(tx, row)));
    return list;
  }

  /**
   * Notes that somebody has looked into a difference.
   *
   * @return its day, as openapi.yaml's Reconciliation
   * @throws Refused if there is no such difference, or it is acknowledged
   */
  JsonObject acknowledge(DSLContext tx, Actor actor, long id, String note) {
    var row =
        tx.selectFrom(RECONCILIATION_DIFFERENCE)
            .where(RECONCILIATION_DIFFERENCE.ID.eq(id))
            .forUpdate()
            .fetchOptional()
            .orElseThrow(() -> Refused.notFound("没有差异 " + id, "there is no difference " + id));
    if (row.getAcknowledgedAt() != null) {
      throw Refused.conflict("该差异已确认", "the difference is acknowledged already");
    }
    row.setAcknowledgedAt(ChargeRows.utc(clock.instant()));
    row.setAcknowledgedBy(PeopleStore.idOf(tx, actor.name()));
    row.setNote(note);
    row.store();
    audit.write(tx, actor, "reconciliation.acknowledge", row.getNumber(), note);
    return json(
        tx,
        tx.selectFrom(RECONCILIATION)
            .where(RECONCILIATION.ID.eq(row.getReconciliationId()))
            .fetchSingle());
  }

  private static JsonObject json(DSLContext tx, ReconciliationRecord row) {
    var differences = new JsonArray();
    tx.select(RECONCILIATION_DIFFERENCE.asterisk(), PERSON.NAME)
        .from(RECONCILIATION_DIFFERENCE)
        .leftJoin(PERSON)
        .on(PERSON.ID.eq(RECONCILIATION_DIFFERENCE.ACKNOWLEDGED_BY))
        .where(RECONCILIATION_DIFFERENCE.RECONCILIATION_ID.eq(row.getId()))
        .orderBy(RECONCILIATION_DIFFERENCE.ID)
        .forEach(
            found ->
                differences.add(
                    json(found.into(RECONCILIATION_DIFFERENCE), found.get(PERSON.NAME))));
    return new JsonObject()
        .put("provider", row.getProvider())
        .put("day", row.getDay().toString())
        .put("run_at", row.getRunAt().toInstant().toString())
        .put(
            "here",
            sums(
                row.getHereCharges(),
                row.getHereFen(),
                row.getHereRefunds(),
                row.getHereRefundFen()))
        .put(
            "there",
            sums(
                row.getThereCharges(),
                row.getThereFen(),
                row.getThereRefunds(),
                row.getThereRefundFen()))
        .put("differences", differences);
  }

  private static JsonObject sums(int charges, long fen, int refunds, long refundFen) {
    return new JsonObject()
        .put("charges", charges)
        .put("charged_fen", fen)
        .put("refunds", refunds)
        .put("refunded_fen", refundFen);
  }

  private static JsonObject json(ReconciliationDifferenceRecord row, String acknowledgedBy) {
    var at = row.getAcknowledgedAt();
    return new JsonObject()
        .put("id", row.getId())
        .put("kind", row.getKind())
        .put("subject", row.getSubject())
        .put("number", row.getNumber())
        .put("here_fen", row.getHereFen())
        .put("there_fen", row.getThereFen())
        .put("acknowledged_at", at == null ? null : at.toInstant().toString())
        .put("acknowledged_by", acknowledgedBy)
        .put("note", row.getNote());
  }
}
