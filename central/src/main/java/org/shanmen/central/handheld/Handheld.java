package org.shanmen.central.handheld;

import static org.shanmen.central.db.tables.Tables.AREA;
import static org.shanmen.central.db.tables.Tables.CHECK_POINT;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.HANDHELD;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jooq.DSLContext;

/**
 * A handheld that speaks, and where it stands.
 *
 * @param gate its number as a gate
 * @param code such as H1
 * @param kind which way its lane leads: ENTRY, EXIT or TWO_WAY
 * @param epoch of its pairing: all its events have it
 */
record Handheld(
    int gate, String code, Named name, String kind, long epoch, Place area, Place checkPoint) {
  private static final long NOTED_EVERY_MILLIS = 60_000;

  /** A name in both languages. */
  record Named(String zh, String en) {}

  /** An area or check point, with the number under which gates know it. */
  record Place(int number, String code, Named name) {}

  /**
   * The handheld that a browser is.
   *
   * @param shown the header that its page sends: {@code CODE.KEY}
   * @return empty if no handheld is paired with this key
   */
  static Optional<Handheld> of(DSLContext tx, String shown, Instant now) {
    int dot = shown.indexOf('.');
    if (dot < 1) {
      return Optional.empty();
    }
    var found =
        tx.select()
            .from(GATE)
            .join(HANDHELD)
            .on(HANDHELD.GATE_ID.eq(GATE.ID))
            .join(CHECK_POINT)
            .on(CHECK_POINT.ID.eq(GATE.CHECK_POINT_ID))
            .join(AREA)
            .on(AREA.ID.eq(CHECK_POINT.AREA_ID))
            .where(GATE.CODE.eq(shown.substring(0, dot)))
            .and(HANDHELD.KEY_HASH.eq(hash(shown.substring(dot + 1))))
            .fetchOptional(
                row ->
                    new Handheld(
                        row.get(GATE.ID),
                        row.get(GATE.CODE),
                        new Named(row.get(GATE.NAME_ZH), row.get(GATE.NAME_EN)),
                        row.get(GATE.KIND),
                        row.get(HANDHELD.EPOCH),
                        new Place(
                            row.get(AREA.ID),
                            row.get(AREA.CODE),
                            new Named(row.get(AREA.NAME_ZH), row.get(AREA.NAME_EN))),
                        new Place(
                            row.get(CHECK_POINT.ID),
                            row.get(CHECK_POINT.CODE),
                            new Named(
                                row.get(CHECK_POINT.NAME_ZH), row.get(CHECK_POINT.NAME_EN)))));
    found.ifPresent(handheld -> handheld.seen(tx, now));
    return found;
  }

  private void seen(DSLContext tx, Instant now) {
    var before = now.minusMillis(NOTED_EVERY_MILLIS).atOffset(ZoneOffset.UTC);
    tx.update(HANDHELD)
        .set(HANDHELD.SEEN_AT, now.atOffset(ZoneOffset.UTC))
        .where(HANDHELD.GATE_ID.eq(gate))
        .and(HANDHELD.SEEN_AT.isNull().or(HANDHELD.SEEN_AT.lt(before)))
        .execute();
  }

  /** What is kept of a secret. */
  static byte[] hash(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
