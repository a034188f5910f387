package org.shanmen.central.handheld;

import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.CLAIM;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.HANDHELD;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jooq.DSLContext;
import org.shanmen.central.web.Refused;
import org.shanmen.protocol.OpaqueCode;

/**
 * Which handhelds there are, and which browser each one is. Of one-time codes and keys only the
 * SHA-256 is stored; a new code makes the earlier one worthless, and a pairing the earlier key.
 * Methods take the caller's transaction and block; JSON is as in openapi.yaml.
 */
final class Handhelds {
  /** How long a one-time code is good. */
  static final Duration PAIRING = Duration.ofHours(1);

  private final SecureRandom random = new SecureRandom();

  /** All, by code. */
  JsonArray list(DSLContext tx) {
    var all = new JsonArray();
    tx.select()
        .from(HANDHELD)
        .join(GATE)
        .on(GATE.ID.eq(HANDHELD.GATE_ID))
        .join(CHECK_POINT)
        .on(CHECK_POINT.ID.eq(GATE.CHECK_POINT_ID))
        .orderBy(GATE.CODE)
        .forEach(
            row ->
                all.add(
                    new JsonObject()
                        .put("code", row.get(GATE.CODE))
                        .put("name_zh", row.get(GATE.NAME_ZH))
                        .put("name_en", row.get(GATE.NAME_EN))
                        .put("check_point", row.get(CHECK_POINT.CODE))
                        .put("kind", row.get(GATE.KIND))
                        .put("paired", row.get(HANDHELD.KEY_HASH) != null)
                        .put("paired_at", text(row.get(HANDHELD.PAIRED_AT)))
                        .put("paired_by", row.get(HANDHELD.PAIRED_BY))
                        .put("seen_at", text(row.get(HANDHELD.SEEN_AT)))));
    return all;
  }

  private static String text(OffsetDateTime at) {
    return at == null ? null : at.toInstant().toString();
  }

  /**
   * @throws Refused if a gate or handheld has this code, or there is no such check point
   */
  void add(DSLContext tx, JsonObject handheld) {
    String checkPoint = handheld.getString("check_point");
    int place =
        tx.select(CHECK_POINT.ID)
            .from(CHECK_POINT)
            .where(CHECK_POINT.CODE.eq(checkPoint))
            .fetchOptional(CHECK_POINT.ID)
            .orElseThrow(
                () ->
                    Refused.unprocessable(
                        "没有检票点 " + checkPoint, "there is no check point " + checkPoint));
    String code = handheld.getString("code");
    var gate =
        tx.insertInto(GATE)
            .set(GATE.CODE, code)
            .set(GATE.NAME_ZH, handheld.getString("name_zh"))
            .set(GATE.NAME_EN, handheld.getString("name_en"))
            .set(GATE.CHECK_POINT_ID, place)
            .set(GATE.KIND, handheld.getString("kind"))
            .onConflictDoNothing()
            .returningResult(GATE.ID)
            .fetchOptional(GATE.ID)
            .orElseThrow(() -> Refused.conflict("代码已存在：" + code, "the code " + code + " is taken"));
    tx.insertInto(HANDHELD).set(HANDHELD.GATE_ID, gate).execute();
  }

  /** A one-time code that makes a browser the handheld; empty if there is no such handheld. */
  Optional<String> openPairing(DSLContext tx, String code, Instant now) {
    String secret = secret();
    boolean found =
        tx.update(HANDHELD)
                .set(HANDHELD.PAIRING_HASH, Handheld.hash(secret))
                .set(HANDHELD.PAIRING_UNTIL, now.plus(PAIRING).atOffset(ZoneOffset.UTC))
                .from(GATE)
                .where(GATE.ID.eq(HANDHELD.GATE_ID).and(GATE.CODE.eq(code)))
                .execute()
            == 1;
    return found ? Optional.of(code + "." + secret) : Optional.empty();
  }

  /** Takes back the key and the open code; false if there is no such handheld. */
  boolean revoke(DSLContext tx, String code) {
    var gate =
        tx.update(HANDHELD)
            .setNull(HANDHELD.KEY_HASH)
            .setNull(HANDHELD.PAIRING_HASH)
            .from(GATE)
            .where(GATE.ID.eq(HANDHELD.GATE_ID).and(GATE.CODE.eq(code)))
            .returningResult(HANDHELD.GATE_ID)
            .fetchOptional(HANDHELD.GATE_ID);
    gate.ifPresent(number -> tx.deleteFrom(CLAIM).where(CLAIM.GATE_ID.eq(number)).execute());
    return gate.isPresent();
  }

  /**
   * Makes a browser the handheld, in an epoch of its own.
   *
   * @param shown {@code CODE.SECRET}
   * @return {@code CODE.KEY}, by which the page is known from now on; empty if no such code is open
   */
  Optional<String> pair(DSLContext tx, String shown, String by, Instant now) {
    int dot = shown.indexOf('.');
    String code = shown.substring(0, Math.max(0, dot));
    String key = secret();
    boolean paired =
        tx.update(HANDHELD)
                .set(HANDHELD.KEY_HASH, Handheld.hash(key))
                .setNull(HANDHELD.PAIRING_HASH)
                .set(HANDHELD.EPOCH, HANDHELD.EPOCH.plus(1))
                .set(HANDHELD.PAIRED_AT, now.atOffset(ZoneOffset.UTC))
                .set(HANDHELD.PAIRED_BY, by)
                .from(GATE)
                .where(GATE.ID.eq(HANDHELD.GATE_ID).and(GATE.CODE.eq(code)))
                .and(HANDHELD.PAIRING_HASH.eq(Handheld.hash(shown.substring(dot + 1))))
                .and(HANDHELD.PAIRING_UNTIL.gt(now.atOffset(ZoneOffset.UTC)))
                .execute()
            == 1;
    return paired ? Optional.of(code + "." + key) : Optional.empty();
  }

  private String secret() {
    byte[] bits = new byte[OpaqueCode.RANDOM_BYTES];
    random.nextBytes(bits);
    return OpaqueCode.of(bits);
  }
}
