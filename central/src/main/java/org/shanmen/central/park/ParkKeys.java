package org.shanmen.central.park;

import static org.shanmen.central.db.tables.Tables.PARK;
import static org.shanmen.central.db.tables.Tables.TICKET_KEY;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.jooq.DSLContext;
import org.shanmen.central.db.Database;
import org.shanmen.protocol.Fingerprint;
import org.shanmen.protocol.wire.TicketKey;

/**
 * The park's secrets, drawn on the first start and kept in the database: the key of all
 * fingerprints and the keys that sign ticket codes.
 */
public final class ParkKeys {
  private final byte[] fingerprintKey;
  private final List<TicketKey> ticketKeys;
  private final int signingId;
  private final Ed25519PrivateKeyParameters signing;

  private ParkKeys(
      byte[] fingerprintKey,
      List<TicketKey> ticketKeys,
      int signingId,
      Ed25519PrivateKeyParameters signing) {
    this.fingerprintKey = fingerprintKey;
    this.ticketKeys = ticketKeys;
    this.signingId = signingId;
    this.signing = signing;
  }

  /**
   * Writes the park's names and zone down as configured, draws the keys that are missing and reads
   * them all. Blocks; called once at start.
   */
  public static ParkKeys ensure(Database database, Park park, InstantSource clock) {
    var random = new SecureRandom();
    return database.transact(
        tx -> {
          byte[] drawn = new byte[Fingerprint.KEY_BYTES];
          random.nextBytes(drawn);
          tx.insertInto(PARK)
              .set(PARK.ID, 1)
              .set(PARK.NAME_ZH, park.nameZh())
              .set(PARK.NAME_EN, park.nameEn())
              .set(PARK.ZONE, park.zone().getId())
              .set(PARK.FINGERPRINT_KEY, drawn)
              .onConflict(PARK.ID)
              .doUpdate()
              .set(PARK.NAME_ZH, park.nameZh())
              .set(PARK.NAME_EN, park.nameEn())
              .set(PARK.ZONE, park.zone().getId())
              .execute();
          if (!tx.fetchExists(TICKET_KEY)) {
            addTicketKey(tx, new Ed25519PrivateKeyParameters(random), clock);
          }
          return read(tx);
        });
  }

  private static void addTicketKey(
      DSLContext tx, Ed25519PrivateKeyParameters key, InstantSource clock) {
    tx.insertInto(TICKET_KEY)
        .set(TICKET_KEY.ID, 1)
        .set(TICKET_KEY.PUBLIC_KEY, key.generatePublicKey().getEncoded())
        .set(TICKET_KEY.PRIVATE_KEY, key.getEncoded())
        .set(TICKET_KEY.CREATED_AT, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .execute();
  }

  private static ParkKeys read(DSLContext tx) {
    byte[] fingerprintKey = tx.selectFrom(PARK).fetchSingle().getFingerprintKey();
    var rows = tx.selectFrom(TICKET_KEY).orderBy(TICKET_KEY.CREATED_AT, TICKET_KEY.ID).fetch();
    var newest = rows.get(rows.size() - 1);
    return new ParkKeys(
        fingerprintKey,
        rows.map(
            row ->
                TicketKey.newBuilder()
                    .setId(row.getId())
                    .setPublicKey(com.google.protobuf.ByteString.copyFrom(row.getPublicKey()))
                    .build()),
        newest.getId(),
        new Ed25519PrivateKeyParameters(newest.getPrivateKey()));
  }

  /** Of all credentials; {@link Fingerprint#KEY_BYTES} bytes. */
  public byte[] fingerprintKey() {
    return fingerprintKey.clone();
  }

  /** What gates verify signed codes with. */
  public List<TicketKey> ticketKeys() {
    return ticketKeys;
  }

  /** The id of the key that signs new codes. */
  public int signingId() {
    return signingId;
  }

  /** The key that signs new codes. */
  public Ed25519PrivateKeyParameters signing() {
    return signing;
  }
}
