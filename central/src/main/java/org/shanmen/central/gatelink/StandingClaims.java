package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.AUDIT;
import static org.shanmen.central.db.tables.Tables.CLAIM;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.TICKET;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jooq.DSLContext;

/**
 * The claims that stand, for people: a gate that is broken or gone for good, or lost what it had
 * recorded, cannot end its own. Blocks; for the database's workers.
 */
final class StandingClaims {
  private StandingClaims() {}

  /** The oldest first, as the API tells them. */
  static JsonArray list(DSLContext sql) {
    var claims = new JsonArray();
    sql.select(CLAIM.RIGHT_ID, TICKET.NUMBER, GATE.CODE, CLAIM.CLAIMED_AT, CLAIM.UNTIL)
        .from(CLAIM)
        .join(GATE)
        .on(GATE.ID.eq(CLAIM.GATE_ID))
        .leftJoin(TICKET)
        .on(TICKET.ID.eq(CLAIM.RIGHT_ID))
        .orderBy(CLAIM.CLAIMED_AT, CLAIM.RIGHT_ID)
        .limit(Limits.CLAIMS_LISTED)
        .forEach(
            row ->
                claims.add(
                    new JsonObject()
                        .put("right", Long.toString(row.value1()))
                        .put("ticket", row.value2())
                        .put("gate", row.value3())
                        .put("claimed_at", row.value4().toInstant().toString())
                        .put(
                            "until",
                            row.value5() == null ? null : row.value5().toInstant().toString())));
    return claims;
  }

  /**
   * Ends one: whoever the gate let in on the right and has not reported may enter once more.
   *
   * @return false if none stands on the right
   */
  static boolean end(DSLContext tx, long right, Instant now, String actor, String address) {
    var gate =
        tx.deleteFrom(CLAIM)
            .where(CLAIM.RIGHT_ID.eq(right))
            .returningResult(CLAIM.GATE_ID)
            .fetchOptional();
    gate.ifPresent(
        row ->
            tx.insertInto(AUDIT)
                .set(AUDIT.AT, Times.utc(now))
                .set(AUDIT.ACTOR, actor)
                .set(AUDIT.ACTION, "claim.ended")
                .set(AUDIT.SUBJECT, Long.toString(right))
                .set(AUDIT.DETAIL, "of gate number " + row.value1())
                .set(AUDIT.ADDRESS, address)
                .execute());
    return gate.isPresent();
  }
}
