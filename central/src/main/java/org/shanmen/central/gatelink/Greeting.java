package org.shanmen.central.gatelink;

import static org.shanmen.central.db.tables.Tables.CHANGE_LOG;
import static org.shanmen.central.db.tables.Tables.GATE;
import static org.shanmen.central.db.tables.Tables.GATE_LEDGER;
import static org.shanmen.central.db.tables.Tables.PARK;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.shanmen.protocol.wire.Hello;
import org.shanmen.protocol.wire.LaneSettings;
import org.shanmen.protocol.wire.Refusal;

/** How the centre answers a gate's Hello. */
sealed interface Greeting {
  /**
   * The gate may come in.
   *
   * @param acknowledged what the centre holds of the gate's present epoch
   * @param whitelist where the centre's whitelist is
   * @param basisKnown whether the gate's version and hash are a place in the change log, so that it
   *     can be brought on by changes
   */
  record Welcomed(
      int gate,
      LaneSettings lane,
      long acknowledged,
      ChangeLog.Position whitelist,
      boolean basisKnown)
      implements Greeting {}

  record Refused(Refusal.Cause cause, String why) implements Greeting {}

  /**
   * Looks up what there is to say.
   *
   * @param gate the code in the client's certificate
   * @param serial that certificate's
   */
  static Greeting of(DSLContext tx, String gate, String serial, Hello hello, Instant now) {
    if (Enrolments.isRevoked(tx, serial)) {
      return new Refused(Refusal.Cause.REVOKED_GATE, "gate " + gate + " was revoked");
    }
    var row =
        LaneBook.joined(tx, List.of(GATE.CERTIFICATE_SERIAL, GATE.NEXT_CERTIFICATE_SERIAL))
            .where(GATE.CODE.eq(gate))
            .fetchOne();
    if (row != null && serial.equals(row.get(GATE.NEXT_CERTIFICATE_SERIAL))) {
      renewed(tx, gate, serial);
    } else if (row == null || !serial.equals(row.get(GATE.CERTIFICATE_SERIAL))) {
      return new Refused(
          Refusal.Cause.CERTIFICATE_REFUSED,
          "certificate " + serial + " is not in force for gate " + gate + ": enrol it anew");
    }
    var park = tx.selectFrom(PARK).fetchOne();
    if (park == null) {
      return new Refused(Refusal.Cause.CAUSE_UNSPECIFIED, "the park is not set up yet");
    }
    int id = row.get(GATE.ID);
    var lane =
        LaneBook.lane(row).toBuilder()
            .setFingerprintKey(ByteString.copyFrom(park.getFingerprintKey()));
    lane.addAllTicketKeys(TicketKeys.read(tx).toldTo(hello.getProtocolVersion(), now));
    return new Welcomed(
        id, lane.build(), acknowledged(tx, id, hello), ChangeLog.position(tx), known(tx, hello));
  }

  /** The gate has its new certificate: the one before is worth nothing from now on. */
  private static void renewed(DSLContext tx, String gate, String serial) {
    tx.update(GATE)
        .set(GATE.CERTIFICATE_SERIAL, serial)
        .setNull(GATE.NEXT_CERTIFICATE_SERIAL)
        .where(GATE.CODE.eq(gate))
        .execute();
  }

  private static long acknowledged(DSLContext tx, int gate, Hello hello) {
    return tx.select(GATE_LEDGER.SEQUENCE)
        .from(GATE_LEDGER)
        .where(GATE_LEDGER.GATE_ID.eq(gate).and(GATE_LEDGER.EPOCH.eq(hello.getJournalEpoch())))
        .fetchOptional(GATE_LEDGER.SEQUENCE)
        .orElse(0L);
  }

  private static boolean known(DSLContext tx, Hello hello) {
    if (hello.getWhitelistVersion() == 0) {
      return hello.getWhitelistHash() == 0;
    }
    return tx.fetchExists(
        CHANGE_LOG,
        CHANGE_LOG
            .VERSION
            .eq(hello.getWhitelistVersion())
            .and(CHANGE_LOG.HASH.eq(hello.getWhitelistHash())));
  }
}
